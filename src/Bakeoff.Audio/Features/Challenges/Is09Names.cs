namespace Bakeoff.Audio.Features.Challenges;

/// <summary>Names of the INTERSPEECH 2009 set as published values carry them.</summary>
internal static class Is09Names
{
    private static readonly string[] Statistics =
    [
        "max", "min", "range", "maxPos", "minPos", "amean", "linregc1", "linregc2", "linregerrQ", "stddev", "skewness", "kurtosis",
    ];

    /// <summary>The 16 descriptors.</summary>
    public static IReadOnlyList<string> Descriptors { get; } = [.. Named("sma")];

    /// <summary>The 384 functionals: 12 of each descriptor, then of each derivative.</summary>
    public static IReadOnlyList<string> Functionals { get; } =
        [.. Named("sma").Concat(Named("sma_de")).SelectMany(static name => Statistics.Select(statistic => $"{name}_{statistic}"))];

    private static IEnumerable<string> Named(string kind) =>
    [
        $"pcm_RMSenergy_{kind}",
        .. Enumerable.Range(1, 12).Select(number => $"pcm_fftMag_mfcc_{kind}[{number}]"),
        $"pcm_zcr_{kind}",
        $"voiceProb_{kind}",
        $"F0_{kind}",
    ];
}
