namespace Bakeoff.Audio.Features;

/// <summary>Names the columns that options lead to.</summary>
internal static class FeatureColumns
{
    private static readonly string[] DeltaSuffixes = ["", "_delta", "_delta2"];

    /// <summary>All columns in order: every kind's own, then their first, then their second derivatives.</summary>
    public static IReadOnlyList<string> Names(FeatureOptions options)
    {
        var names = options.With.Prepend(options.Kind).SelectMany(kind => Names(kind, options)).ToList();
        var columns = DeltaSuffixes.Take(options.DeltaOrder + 1).SelectMany(suffix => names.Select(name => name + suffix));
        var statistics = Statistics(options.Summary);
        return statistics.Count == 0
            ? [.. columns]
            : [.. options.Parts.SelectMany(part => columns.SelectMany(column => statistics.Select(statistic => $"{Prefix(part)}{column}_{statistic}")))];
    }

    /// <summary>Statistics that a summary takes of every column of every part; none where frames are kept or averaged.</summary>
    public static IReadOnlyList<string> Statistics(FeatureSummary summary) => summary switch
    {
        FeatureSummary.Functionals => Functionals.Names,
        FeatureSummary.Dynamics => Dynamics.Names,
        _ => [],
    };

    /// <summary>Number of the group of each column: columns of one kind, measured in one part, belong together.</summary>
    public static IReadOnlyList<int> Groups(FeatureOptions options)
    {
        var kinds = options.With.Prepend(options.Kind).SelectMany((kind, number) => Names(kind, options).Select(_ => number)).ToList();
        var frame = Enumerable.Range(0, options.DeltaOrder + 1).SelectMany(_ => kinds).ToList();
        var statistics = Statistics(options.Summary).Count;
        return statistics == 0
            ? frame
            : [.. Enumerable.Range(0, options.Parts.Count).SelectMany(part => frame.SelectMany(kind => Enumerable.Repeat(part * (options.With.Count + 1) + kind, statistics)))];
    }

    private static string Prefix(ClipPart part) => part switch
    {
        ClipPart.Whole => "",
        ClipPart.FirstHalf => "first_half_",
        ClipPart.SecondHalf => "second_half_",
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "Unknown part."),
    };

    private static IEnumerable<string> Names(FeatureKind kind, FeatureOptions options) => kind switch
    {
        FeatureKind.Mfcc => Numbered("mfcc", options.MfccCount),
        FeatureKind.LogMel => Numbered("log_mel", options.MelBandCount),
        FeatureKind.Rms => ["rms"],
        FeatureKind.ZeroCrossingRate => ["zero_crossing_rate"],
        FeatureKind.SpectralCentroid => ["spectral_centroid"],
        FeatureKind.SpectralBandwidth => ["spectral_bandwidth"],
        FeatureKind.SpectralRolloff => ["spectral_rolloff"],
        FeatureKind.SpectralFlatness => ["spectral_flatness"],
        FeatureKind.SpectralContrast => Numbered("spectral_contrast", Measures.SpectralContrastMeasure.BandCount),
        FeatureKind.Chroma => Numbered("chroma", Measures.ChromaMeasure.ClassCount),
        FeatureKind.Pitch => ["pitch_semitones", "voicing"],
        FeatureKind.VoiceQuality => ["jitter", "shimmer", "hnr_db"],
        FeatureKind.PitchContour => ["pitch_contour_semitones", "voiced"],
        FeatureKind.CepstralContour => Enumerable.Range(1, options.MfccCount - 1).Select(i => FormattableString.Invariant($"cepstral_contour_{i}")),
        FeatureKind.Level => ["level_db"],
        FeatureKind.SpectralBalance =>
        [
            "alpha_ratio_db", "hammarberg_db", "slope_0_500", "slope_500_1500", "slope_1500_5000", "balance_500_db", "balance_1500_db", "balance_4000_db",
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of feature."),
    };

    private static IEnumerable<string> Numbered(string name, int count) => Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"{name}_{i}"));
}
