using System.ComponentModel.DataAnnotations;
using System.Numerics;
using System.Text.Json.Serialization;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Audio.Spectra;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features;

/// <summary>Features of a clip, and its division into frames. Lengths are in samples at the analysis rate.</summary>
public sealed record FeatureOptions : IValidatedOptions
{
    /// <summary>Kind of feature taken in each frame. Default mfcc.</summary>
    [JsonPropertyName("kind")]
    public FeatureKind Kind { get; init; } = new MfccKind();

    /// <summary>
    /// Set of features that papers name, in place of kind, frames, bands and rate, which it has of its own. Default null: none.
    /// </summary>
    [JsonPropertyName("set"), ParameterIfGiven]
    // Models without one are saved as they were before there were sets.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FeatureSet? Set { get; init; }

    /// <summary>Further kinds whose columns follow those of kind, in this order. Default none.</summary>
    [JsonPropertyName("with")]
    public IReadOnlyList<FeatureKind> With { get; init; } = [];

    /// <summary>Rate in hertz to which every clip is resampled first; null keeps each clip's own rate. Default 22050.</summary>
    [AlsoCalled("sr", "fs", "sample_rate", "sampling_rate")]
    [JsonPropertyName("sample_rate_hz")]
    [Range(1000, 768_000)]
    public int? SampleRateHz { get; init; } = 22_050;

    /// <summary>Length of the Fourier transform in samples, a power of two. Default 2048.</summary>
    [AlsoCalled("nfft", "fft_size", "fft_length")]
    [JsonPropertyName("n_fft")]
    [Range(16, 65_536)]
    public int FftLength { get; init; } = 2048;

    /// <summary>Distance between frame starts in samples, at most win_length. Default 512.</summary>
    [AlsoCalled("hop", "hop_size", "frame_step", "stride")]
    [JsonPropertyName("hop_length")]
    [Range(1, 65_536)]
    public int HopLength { get; init; } = 512;

    /// <summary>Length of the window in samples, at most n_fft and centred in it; null means n_fft. Default null.</summary>
    [AlsoCalled("window_length", "frame_length", "win")]
    [JsonPropertyName("win_length")]
    [Range(1, 65_536)]
    public int? WindowLength { get; init; }

    /// <summary>Window over each frame. Default hann.</summary>
    [JsonPropertyName("window")]
    public WindowKind Window { get; init; } = WindowKind.Hann;

    /// <summary>
    /// True to centre frame t on sample t * hop_length, with zeros beyond both ends; false to start it there. Default true.
    /// </summary>
    [JsonPropertyName("center")]
    public bool IsCentered { get; init; } = true;

    /// <summary>Number of mel bands. Default 128.</summary>
    [AlsoCalled("n_bands", "num_mel_bins")]
    [JsonPropertyName("n_mels")]
    [Range(1, 1024)]
    public int MelBandCount { get; init; } = 128;

    /// <summary>Number of MFCCs, at most n_mels. Default 40.</summary>
    [AlsoCalled("num_ceps", "n_ceps")]
    [JsonPropertyName("n_mfcc")]
    [Range(1, 1024)]
    public int MfccCount { get; init; } = 40;

    /// <summary>Lower edge of the mel bands in hertz. Default 0.</summary>
    [AlsoCalled("fmin", "low_freq")]
    [JsonPropertyName("fmin_hz")]
    [Range(0.0, 384_000.0)]
    public double MinFrequencyHz { get; init; }

    /// <summary>Upper edge of the mel bands in hertz; null means half the sample rate. Default null.</summary>
    [AlsoCalled("fmax", "high_freq")]
    [JsonPropertyName("fmax_hz")]
    [Range(1.0, 384_000.0)]
    public double? MaxFrequencyHz { get; init; }

    /// <summary>
    /// Log-mel values more than this many dB below the loudest of the clip are raised to that floor; null keeps them. Default 80.
    /// </summary>
    [JsonPropertyName("top_db")]
    [Range(0.0, 400.0)]
    public double? TopDb { get; init; } = 80;

    /// <summary>Lowest pitch looked for in hertz. Default 65.</summary>
    [JsonPropertyName("pitch_min_hz")]
    [Range(20.0, 1000.0)]
    public double PitchMinHz { get; init; } = 65;

    /// <summary>Highest pitch looked for in hertz, at least twice pitch_min_hz. Default 700.</summary>
    [JsonPropertyName("pitch_max_hz")]
    [Range(40.0, 4000.0)]
    public double PitchMaxHz { get; init; } = 700;

    /// <summary>
    /// Highest order of time derivatives appended to the columns (Savitzky-Golay over nine frames): 0, 1 or 2. Default 0.
    /// </summary>
    [JsonPropertyName("delta")]
    [Range(0, 2)]
    public int DeltaOrder { get; init; }

    /// <summary>Seconds left out at the start of each clip, counted before resampling. Default 0.</summary>
    [JsonPropertyName("offset_seconds")]
    [Range(0.0, 86_400.0)]
    public double OffsetSeconds { get; init; }

    /// <summary>Seconds used after the offset; null means all. A shorter clip gives what it has. Default null.</summary>
    [AlsoCalled("duration", "max_length")]
    [JsonPropertyName("duration_seconds")]
    [Range(0.001, 86_400.0)]
    public double? DurationSeconds { get; init; }

    /// <summary>
    /// Silence at both ends is left out: what is more than this many dB below the clip's loudest frame; null keeps everything. Pauses
    /// within stay. Default null.
    /// </summary>
    [AlsoCalled("trim")]
    [JsonPropertyName("trim_db")]
    [Range(1.0, 200.0)]
    public double? TrimDb { get; init; }

    /// <summary>
    /// Reduction of the frames: none keeps them, mean averages them, mean_std adds the standard deviation, functionals takes ten statistics
    /// of each column, dynamics twenty-four of its trajectory. Default none.
    /// </summary>
    [JsonPropertyName("summary")]
    public FeatureSummary Summary { get; init; } = FeatureSummary.None;

    /// <summary>
    /// True to shift and scale each column to mean 0 and standard deviation 1 over the clip's own frames, before any summary. Default
    /// false.
    /// </summary>
    /// <remarks>In experiments it follows from <c>normalization: clip</c>.</remarks>
    [JsonIgnore]
    public bool IsClipNormalized { get; init; }

    /// <summary>Stretches of the clip that mean_std, functionals and dynamics describe, one after the other. Default: only whole.</summary>
    [JsonPropertyName("parts"), MinLength(1)]
    public IReadOnlyList<ClipPart> Parts { get; init; } = [ClipPart.Whole];

    /// <summary>
    /// Numbers in which values are kept: float32, or float16 for half the space, where a kind brings frames of its own (encoder, onnx, import).
    /// Then every value is rounded once to 11 bits, also of recordings that are predicted. Default float32.
    /// </summary>
    [JsonPropertyName("store"), ParameterIfGiven]
    // Models with the default are saved as they were before there was a choice.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public FeatureStore Store { get; init; } = FeatureStore.Float32;

    /// <summary>All kinds in the order of their columns; the set alone, where there is one.</summary>
    [JsonIgnore]
    public IReadOnlyList<FeatureKind> Kinds => Set is null ? [Kind, .. With] : [new SetKind(Set)];

    /// <summary>
    /// Rate in hertz to which every clip is resampled first, the set's or the kind's where these have one; null keeps each clip's own.
    /// </summary>
    [JsonIgnore]
    public int? AnalysisRateHz => Set is null ? Kind.OwnRateHz ?? SampleRateHz : Set.SampleRateHz;

    /// <summary>True if a clip has one row, by a summary, by the set or by the kind.</summary>
    [JsonIgnore]
    public bool HasOneRow => Summary != FeatureSummary.None || (Set?.IsRow ?? Kind.GivesOneRow);

    /// <summary>Analyses that the kinds need.</summary>
    internal FeatureNeeds Needs => Kinds.Aggregate(FeatureNeeds.None, (needs, kind) => needs | kind.Needs);

    /// <summary>Keys that a set takes the place of.</summary>
    public static IReadOnlyList<string> KeysThatSetsReplace { get; } = [.. Replaced.Select(static key => key.Name)];

    private static (string Name, Func<FeatureOptions, object?> Value)[] Replaced =>
    [
        ("kind", static features => features.Kind),
        ("with", static features => features.With.Count),
        ("sample_rate_hz", static features => features.SampleRateHz),
        ("n_fft", static features => features.FftLength),
        ("hop_length", static features => features.HopLength),
        ("win_length", static features => features.WindowLength),
        ("window", static features => features.Window),
        ("center", static features => features.IsCentered),
        ("n_mels", static features => features.MelBandCount),
        ("n_mfcc", static features => features.MfccCount),
        ("fmin_hz", static features => features.MinFrequencyHz),
        ("fmax_hz", static features => features.MaxFrequencyHz),
        ("top_db", static features => features.TopDb),
        ("pitch_min_hz", static features => features.PitchMinHz),
        ("pitch_max_hz", static features => features.PitchMaxHz),
    ];

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (!BitOperations.IsPow2(FftLength))
        {
            var power = BitOperations.RoundUpToPowerOf2((uint)Math.Max(FftLength, 1));
            yield return new OptionProblem(
                "n_fft", $"is {FftLength}, expected a power of two. Use {power} and set win_length to {FftLength}.");
        }

        var windowLength = WindowLength ?? FftLength;
        if (windowLength > FftLength)
        {
            yield return new OptionProblem(
                "win_length", $"is {windowLength}, expected at most n_fft ({FftLength}). Lower it or raise n_fft.");
        }

        if (HopLength > windowLength)
        {
            yield return new OptionProblem(
                "hop_length", $"is {HopLength}, expected at most win_length ({windowLength}), or samples would be left out. Lower it.");
        }

        if (MfccCount > MelBandCount)
        {
            yield return new OptionProblem(
                "n_mfcc", $"is {MfccCount}, expected at most n_mels ({MelBandCount}). Lower it or raise n_mels.");
        }

        if (PitchMaxHz < 2 * PitchMinHz)
        {
            yield return new OptionProblem(
                "pitch_max_hz",
                FormattableString.Invariant(
                    $"is {PitchMaxHz}, expected at least twice pitch_min_hz ({PitchMinHz}). Raise it or lower pitch_min_hz."));
        }

        if (Store == FeatureStore.Float16 && (Set is not null || !Kind.BringsFrames))
        {
            yield return new OptionProblem(
                "store", $"is float16, expected float32 with {Set?.Name ?? Kind.Name}: only values of encoder, onnx and import are so many. Remove it.");
        }

        foreach (var problem in ValidateSummary().Concat(ValidateSet()))
        {
            yield return problem;
        }

        foreach (var problem in ValidateAgainstRate())
        {
            yield return problem;
        }

        foreach (var problem in Kinds.SelectMany(kind => kind.Validate(this)))
        {
            yield return problem;
        }

        if (With.Count > 0 && Kinds.FirstOrDefault(kind => kind.BringsFrames) is { } own)
        {
            yield return new OptionProblem("with", $"is given beside {own.Name}, whose frames are its own, expected {own.Name} alone. Remove it.");
        }

        if (Kinds.GroupBy(kind => kind.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } repeated)
        {
            yield return new OptionProblem("with", $"names {repeated.Key} twice (kind counts), expected each kind once. Remove one.");
        }
    }

    private IEnumerable<OptionProblem> ValidateSummary()
    {
        var isSummarised = Summary is FeatureSummary.MeanStd or FeatureSummary.Functionals or FeatureSummary.Dynamics;
        if (!isSummarised && !Parts.SequenceEqual([ClipPart.Whole]))
        {
            yield return new OptionProblem(
                "parts", $"is given, but summary is {Summary}, expected mean_std, functionals or dynamics with it. Remove it or set summary.");
        }

        if (Parts.Distinct().Count() < Parts.Count)
        {
            yield return new OptionProblem("parts", "names a part twice, expected each once. Remove one.");
        }
    }

    private IEnumerable<OptionProblem> ValidateSet()
    {
        if (Set is null)
        {
            yield break;
        }

        var defaults = new FeatureOptions { SampleRateHz = SampleRateHz is null ? null : new FeatureOptions().SampleRateHz };
        foreach (var (key, _) in Replaced.Where(key => !Equals(key.Value(this), key.Value(defaults))))
        {
            var next = key == "sample_rate_hz" ? $"Write 'set: {{{Set.Name}: {{sample_rate_hz: {SampleRateHz}}}}}'." : "Remove it.";
            yield return new OptionProblem(key, $"is given beside set, but {Set.Name} has its own, expected set without it. {next}");
        }

        if (Set.IsRow && (DeltaOrder > 0 || Summary != FeatureSummary.None || IsClipNormalized))
        {
            var key = Summary != FeatureSummary.None ? "summary" : DeltaOrder > 0 ? "delta" : "set";
            yield return new OptionProblem(
                key,
                key == "set"
                    ? $"is {Set.Name}, whose one row a clip cannot be normalised by the clip itself, expected another normalization. Set it."
                    : $"is given, but {Set.Name} makes one row of a clip and leaves no frames, expected set without it. Remove it.");
        }
    }

    private IEnumerable<OptionProblem> ValidateAgainstRate()
    {
        if (MaxFrequencyHz is { } highest && highest <= MinFrequencyHz)
        {
            yield return new OptionProblem(
                "fmax_hz",
                FormattableString.Invariant($"is {highest}, expected more than fmin_hz ({MinFrequencyHz}). Raise it or lower fmin_hz."));
        }

        if (Set is not null || SampleRateHz is not { } rateHz)
        {
            yield break;
        }

        if (Needs.HasFlag(FeatureNeeds.Pitch) && PitchMaxHz > rateHz / 4.0)
        {
            yield return new OptionProblem(
                "pitch_max_hz",
                FormattableString.Invariant(
                    $"is {PitchMaxHz}, expected at most a quarter of sample_rate_hz ({rateHz / 4.0}). Lower it or raise sample_rate_hz."));
        }

        if (MaxFrequencyHz > rateHz / 2.0)
        {
            yield return new OptionProblem(
                "fmax_hz",
                FormattableString.Invariant(
                    $"is {MaxFrequencyHz}, expected at most half of sample_rate_hz ({rateHz / 2.0}). Lower it or raise sample_rate_hz."));
        }
        else if (MaxFrequencyHz is null && MinFrequencyHz >= rateHz / 2.0)
        {
            yield return new OptionProblem(
                "fmin_hz",
                FormattableString.Invariant($"is {MinFrequencyHz}, expected less than half of sample_rate_hz ({rateHz / 2.0}). Lower it."));
        }
    }
}
