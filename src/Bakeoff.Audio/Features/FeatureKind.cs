using System.Text.Json.Serialization;
using Bakeoff.Audio.Spectra;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features;

/// <summary>
/// A measure that is taken in each frame, with keys of its own where it needs any. All follow librosa 0.10.2 unless they say otherwise.
/// </summary>
/// <remarks>
/// A kind is one record with a <see cref="KindAttribute"/> beside its <see cref="FrameMeasure"/>. Kinds of another assembly are known after
/// <see cref="OptionKinds.Register"/>. In YAML a kind is its name where all its keys keep their defaults: <c>kind: mfcc</c>.
/// </remarks>
[ScalarShorthand]
[JsonConverter(typeof(KindJsonConverter<FeatureKind>))]
public abstract record FeatureKind
{
    /// <summary>Name in YAML and JSON.</summary>
    public virtual string Name => OptionKinds.NameOf(GetType());

    /// <summary>Analyses that must be prepared for each frame. Default: the spectrum.</summary>
    public virtual FeatureNeeds Needs => FeatureNeeds.Spectrum;

    /// <summary>
    /// True if some frames may have no value (NaN). They become 0 where frames are kept. Default: true for what is made of the pitch.
    /// </summary>
    public virtual bool MayLackValues => Needs.HasFlag(FeatureNeeds.Pitch);

    /// <summary>True if the kind has <see cref="OwnFrames"/>. Default false.</summary>
    public virtual bool BringsFrames => false;

    /// <summary>True if every clip has exactly one frame. Default false.</summary>
    public virtual bool GivesOneRow => false;

    /// <summary>False if the values come from elsewhere than the recording, so that no new one can be measured. Default true.</summary>
    public virtual bool ReadsSound => true;

    /// <summary>
    /// Rate in hertz that the kind brings with it, in place of that of the options; null where that holds. A kind that brings one stands
    /// alone. Default null.
    /// </summary>
    public virtual int? OwnRateHz => null;

    /// <summary>
    /// Frames that the kind brings with it, at the analysis rate; null where those of the options hold. A kind that brings its own stands
    /// alone, and the options' frames do not matter. Default null.
    /// </summary>
    /// <param name="options">Valid options.</param>
    /// <param name="sampleRateHz">Analysis rate in hertz.</param>
    public virtual FrameGrid? OwnFrames(FeatureOptions options, int sampleRateHz) => null;

    /// <summary>Names of the columns, in order.</summary>
    /// <param name="options">Valid options.</param>
    public abstract IReadOnlyList<string> ColumnNames(FeatureOptions options);

    /// <summary>Every rule of this kind that the options break.</summary>
    /// <param name="options">Options that use this kind.</param>
    public virtual IEnumerable<OptionProblem> Validate(FeatureOptions options) => [];

    /// <summary>Creates the measure for one thread.</summary>
    /// <param name="analysis">The frames, and the analyses named by <see cref="Needs"/>.</param>
    /// <exception cref="UnusableSignalException">The analysis rate is too low.</exception>
    public abstract FrameMeasure CreateMeasure(FrameAnalysis analysis);

    /// <summary>Column names with a number at the end: <c>mfcc_0</c>, <c>mfcc_1</c> and so on.</summary>
    /// <param name="name">What comes before the number.</param>
    /// <param name="count">Columns.</param>
    /// <param name="first">Number of the first.</param>
    protected static IReadOnlyList<string> Numbered(string name, int count, int first = 0) =>
        [.. Enumerable.Range(first, count).Select(i => FormattableString.Invariant($"{name}_{i}"))];
}

/// <summary>Analyses that a kind of feature builds on. Nothing is computed that no kind needs.</summary>
[Flags]
public enum FeatureNeeds
{
    /// <summary>The samples alone.</summary>
    None = 0,

    /// <summary>Power and magnitude spectra of the frames: <see cref="Spectra.FrameGroup.Power"/>.</summary>
    Spectrum = 1,

    /// <summary>The mel filterbank, which is applied to power spectra.</summary>
    Mel = 2,

    /// <summary>The pitch of the clip.</summary>
    Pitch = 4,
}
