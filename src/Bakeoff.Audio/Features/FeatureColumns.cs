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
        return options.Summary == FeatureSummary.Functionals
            ? [.. columns.SelectMany(column => Functionals.Names.Select(statistic => $"{column}_{statistic}"))]
            : [.. columns];
    }

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
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of feature."),
    };

    private static IEnumerable<string> Numbered(string name, int count) => Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"{name}_{i}"));
}
