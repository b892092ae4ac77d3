using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Audio.Spectra;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features;

/// <summary>A set of features that papers name, with frames, names and order of its own.</summary>
/// <remarks>
/// A set is one record with a <see cref="KindAttribute"/> beside its <see cref="FrameMeasure"/>. Sets of another assembly are known after
/// <see cref="OptionKinds.Register"/>. In YAML a set is its name where all its keys keep their defaults: <c>set: egemaps_v02</c>.
/// </remarks>
[ScalarShorthand]
[JsonConverter(typeof(KindJsonConverter<FeatureSet>))]
public abstract record FeatureSet
{
    /// <summary>Name in YAML and JSON.</summary>
    public string Name => OptionKinds.NameOf(GetType());

    /// <summary>
    /// Rate in hertz to which every clip is resampled first; null keeps each clip's own rate, as published values do. Default null.
    /// </summary>
    [AlsoCalled("sr", "fs", "sample_rate", "sampling_rate")]
    [JsonPropertyName("sample_rate_hz")]
    [Range(4000, 768_000)]
    public int? SampleRateHz { get; init; }

    /// <summary>True if the set makes one row of a clip, false if it has a row a frame.</summary>
    public abstract bool IsRow { get; }

    /// <summary>Rate in hertz below which bands of some columns end early, at half the rate.</summary>
    public abstract int FullBandRateHz { get; }

    /// <summary>Names of the columns, in order.</summary>
    public abstract IReadOnlyList<string> ColumnNames { get; }

    /// <summary>The frames at a rate.</summary>
    /// <param name="sampleRateHz">Analysis rate in hertz.</param>
    public abstract FrameGrid FramesAt(int sampleRateHz);

    /// <summary>Creates the measure for one thread; of a set with one row, <see cref="FrameMeasure.WriteRow"/> gives it.</summary>
    /// <param name="sampleRateHz">Analysis rate in hertz.</param>
    /// <exception cref="UnusableSignalException">The rate is too low.</exception>
    public abstract FrameMeasure CreateMeasure(int sampleRateHz);
}

/// <summary>A set as the kind that stands alone in its place.</summary>
internal sealed record SetKind(FeatureSet Set) : FeatureKind
{
    /// <inheritdoc/>
    public override string Name => Set.Name;

    /// <inheritdoc/>
    public override FeatureNeeds Needs => FeatureNeeds.None;

    /// <inheritdoc/>
    public override bool MayLackValues => true;

    /// <inheritdoc/>
    public override bool BringsFrames => true;

    /// <inheritdoc/>
    public override FrameGrid? OwnFrames(FeatureOptions options, int sampleRateHz) => Set.FramesAt(sampleRateHz);

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) => Set.ColumnNames;

    /// <inheritdoc/>
    public override FrameMeasure CreateMeasure(FrameAnalysis analysis) => Set.CreateMeasure(analysis.SampleRateHz);
}
