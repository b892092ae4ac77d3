using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;

namespace Bakeoff.Onnx.FrontEnds;

/// <summary>The feature settings that have an ONNX form.</summary>
internal static class FrontEndSupport
{
    private static readonly FeatureKind[] Kinds =
    [
        new MfccKind(),
        new LogMelKind(),
        new RmsKind(),
        new SpectralCentroidKind(),
        new SpectralBandwidthKind(),
    ];

    /// <summary>The first setting without an ONNX form, as a clause, or null if there is none.</summary>
    public static string? FindObstacle(FeatureOptions options)
    {
        if (options.Set is { } set)
        {
            return $"{set.Name} has no ONNX form";
        }

        if (options.SampleRateHz is null)
        {
            return "features.sample_rate_hz is null, so that every recording has its own mel bands; a graph needs one rate";
        }

        var missing = options.Kinds.Except(Kinds).Select(static kind => kind.Name).ToList();
        if (missing.Count > 0)
        {
            var verb = missing.Count == 1 ? "has" : "have";
            return $"{string.Join(", ", missing)} {verb} no ONNX form; {string.Join(", ", Kinds.Select(static kind => kind.Name))} "
                + $"have one";
        }

        if (options is { IsClipNormalized: true, Summary: FeatureSummary.Mean })
        {
            return "the mean of frames that are normalised by the clip itself is 0 but for rounding";
        }

        return options.Summary switch
        {
            FeatureSummary.Functionals => "features.summary is functionals, whose order statistics have no ONNX form",
            FeatureSummary.MeanStd => "features.summary is mean_std, which has no ONNX form here; mean has one",
            _ => null,
        };
    }
}
