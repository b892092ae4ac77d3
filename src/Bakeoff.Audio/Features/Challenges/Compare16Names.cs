namespace Bakeoff.Audio.Features.Challenges;

/// <summary>Names of the ComParE 2016 set as published values carry them: descriptors by functionals, in groups.</summary>
internal static class Compare16Names
{
    private static readonly string[] Voicing =
        ["F0final_{0}", "voicingFinalUnclipped_{0}", "jitterLocal_{0}", "jitterDDP_{0}", "shimmerLocal_{0}", "logHNR_{0}"];

    private static readonly string[] Energy = ["audspec_lengthL1norm_{0}", "audspecRasta_lengthL1norm_{0}", "pcm_RMSenergy_{0}", "pcm_zcr_{0}"];

    private static readonly string[] Spectral =
    [
        .. Enumerable.Range(0, 26).Select(static band => $"audSpec_Rfilt_{{0}}[{band}]"),
        .. new[]
        {
            "fband250-650", "fband1000-4000", "spectralRollOff25.0", "spectralRollOff50.0", "spectralRollOff75.0", "spectralRollOff90.0",
            "spectralFlux", "spectralCentroid", "spectralEntropy", "spectralVariance", "spectralSkewness", "spectralKurtosis", "spectralSlope",
            "psySharpness", "spectralHarmonicity",
        }.Select(static name => $"pcm_fftMag_{name}_{{0}}"),
        .. Enumerable.Range(1, 14).Select(static number => $"mfcc_{{0}}[{number}]"),
    ];

    /// <summary>The 65 descriptors.</summary>
    public static IReadOnlyList<string> Descriptors { get; } = [.. Named([.. Voicing, .. Energy, .. Spectral], "sma")];

    /// <summary>The 6,373 functionals.</summary>
    public static IReadOnlyList<string> Functionals { get; } =
    [
        .. By(Both(Energy), Compare16Functionals.OfShape),
        .. By(Both(Spectral), Compare16Functionals.OfShape),
        .. By(Both(Voicing), Compare16Functionals.OfVoicing),
        .. Compare16Functionals.OfVoicedTime.Select(static name => "F0final_sma_ff0_" + name),
        .. By(Named([.. Energy, .. Spectral], "sma"), Compare16Functionals.OfCourse),
        .. By(Named([.. Energy, .. Spectral], "sma_de"), Compare16Functionals.OfDerivative),
    ];

    private static IEnumerable<string> Both(string[] names) => Named(names, "sma").Concat(Named(names, "sma_de"));

    private static IEnumerable<string> Named(IEnumerable<string> names, string kind) =>
        names.Select(name => name.Replace("{0}", kind, StringComparison.Ordinal));

    private static IEnumerable<string> By(IEnumerable<string> descriptors, ContourFamily[] families) =>
        descriptors.SelectMany(_ => families.SelectMany(static family => family.Names), static (descriptor, functional) => $"{descriptor}_{functional}");
}
