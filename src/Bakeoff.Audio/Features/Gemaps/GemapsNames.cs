namespace Bakeoff.Audio.Features.Gemaps;

/// <summary>Names of descriptors and functionals as published values carry them.</summary>
internal static class GemapsNames
{
    private static readonly string[] Spectral = ["alphaRatio", "hammarbergIndex", "slope{0}0-500", "slope{0}500-1500", "spectralFlux"];

    private static readonly string[] Cepstral = ["mfcc1", "mfcc2", "mfcc3", "mfcc4"];

    private static readonly string[] Voiced =
    [
        "jitterLocal", "shimmerLocaldB", "HNRdBACF", "logRelF0-H1-H2", "logRelF0-H1-A3",
        .. Enumerable.Range(1, 3).SelectMany(static f => new[] { $"F{f}frequency", $"F{f}bandwidth", $"F{f}amplitudeLogRelF0" }),
    ];

    private static readonly string[] Course =
    [
        "amean", "stddevNorm", "percentile20.0", "percentile50.0", "percentile80.0", "pctlrange0-2",
        "meanRisingSlope", "stddevRisingSlope", "meanFallingSlope", "stddevFallingSlope",
    ];

    private static readonly string[] Temporal =
    [
        "loudnessPeaksPerSec", "VoicedSegmentsPerSec", "MeanVoicedSegmentLengthSec", "StddevVoicedSegmentLengthSec",
        "MeanUnvoicedSegmentLength", "StddevUnvoicedSegmentLength",
    ];

    // The minimalistic set has no flux, no MFCC, of the formants' bandwidths the first alone, and no level.
    private static readonly string[] OnlyExtended = ["spectralFlux", "mfcc", "F2bandwidth", "F3bandwidth", "equivalentSoundLevel"];

    /// <summary>The 25 descriptors of eGeMAPSv02.</summary>
    public static IReadOnlyList<string> Descriptors { get; } =
    [
        .. new[] { "Loudness" }.Concat(Named(Spectral, "")).Concat(Cepstral).Select(static name => name + "_sma3"),
        "F0semitoneFrom27.5Hz_sma3nz",
        .. Voiced.Select(static name => name + "_sma3nz"),
    ];

    /// <summary>The 88 functionals of eGeMAPSv02.</summary>
    public static IReadOnlyList<string> Functionals { get; } =
    [
        .. Course.Select(static name => "F0semitoneFrom27.5Hz_sma3nz_" + name),
        .. Course.Select(static name => "loudness_sma3_" + name),
        .. new[] { "spectralFlux" }.Concat(Cepstral).SelectMany(static name => MeanAndDeviation(name + "_sma3")),
        .. Voiced.SelectMany(static name => MeanAndDeviation(name + "_sma3nz")),
        .. Named(Spectral, "V").Concat(Cepstral.Select(static name => name + "V")).SelectMany(static name => MeanAndDeviation(name + "_sma3nz")),
        .. Named(Spectral, "UV").Select(static name => name + "_sma3nz_amean"),
        .. Temporal,
        "equivalentSoundLevel_dBp",
    ];

    /// <summary>True if the minimalistic set GeMAPSv01b has the column too.</summary>
    public static bool IsMinimalistic(string name) => !OnlyExtended.Any(part => name.StartsWith(part, StringComparison.Ordinal));

    private static IEnumerable<string> MeanAndDeviation(string name) => [name + "_amean", name + "_stddevNorm"];

    private static IEnumerable<string> Named(IEnumerable<string> names, string voicing) =>
        names.Select(name => name.Contains("{0}", StringComparison.Ordinal)
            ? name.Replace("{0}", voicing, StringComparison.Ordinal)
            : name + voicing);
}
