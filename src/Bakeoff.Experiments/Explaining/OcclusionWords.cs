using System.Globalization;
using Bakeoff.Reports.Charts;

namespace Bakeoff.Experiments.Explaining;

/// <summary>Sentences on what a prediction rests on.</summary>
public static class OcclusionWords
{
    /// <summary>A smaller change of a probability carries nothing.</summary>
    private const double Small = 0.05;

    /// <summary>The note on an explanation where a model predicts altered copies with a recording.</summary>
    internal const string RecordingAlone =
        "Predictions are means over a recording and altered copies of it (test-time augmentation); the explanation is of the recording alone.";

    /// <summary>A sentence on the stretches and one on the bands or groups.</summary>
    /// <param name="occlusion">The explanation.</param>
    /// <param name="output">Position of the output.</param>
    public static IEnumerable<string> Of(ClipOcclusion occlusion, int output)
    {
        ArgumentNullException.ThrowIfNull(occlusion);
        var isBands = occlusion.Groups.Any(static group => group.LowHz is not null);
        var sentences = new[]
        {
            Sentence(occlusion, occlusion.Stretches, output, "stretch of time"),
            Sentence(occlusion, occlusion.Groups, output, isBands ? "band" : "group of columns"),
        };
        return output < occlusion.Labels.Count && occlusion.Outputs[output] < Small
            ? [$"{occlusion.OutputNames[output]} is too improbable for any part to carry it."]
            : sentences.OfType<string>();
    }

    /// <summary>A sentence on attention; null of a model without attention pooling.</summary>
    /// <param name="occlusion">The explanation.</param>
    internal static string? Attention(ClipOcclusion occlusion)
    {
        if (AttendedFrame.Half(occlusion.Attention) is not var (start, end))
        {
            return null;
        }

        var share = 100 * (end - start) / (occlusion.Attention[^1].EndSeconds - occlusion.Attention[0].StartSeconds);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Attention pooling has half of its weight on {start:0.00} to {end:0.00} s, {share:0} % of the time, whatever the output.");
    }

    /// <summary>The part that matters most, in a sentence; null where there are none.</summary>
    internal static string? Sentence(ClipOcclusion occlusion, IReadOnlyList<OccludedPart> parts, int output, string sort)
    {
        if (occlusion.Rank(parts, output) is not [var first, ..])
        {
            return null;
        }

        var (name, change) = (occlusion.OutputNames[output], occlusion.ChangeOf(first, output));
        var without = first.Outputs[output].ToString("0.000", CultureInfo.InvariantCulture);
        if (output >= occlusion.Labels.Count)
        {
            var by = change.ToString("+0.000;-0.000", CultureInfo.InvariantCulture);
            return $"The {sort} that matters most is {first.Name}: without it {name} is {without} ({by}).";
        }

        if (change > -Small)
        {
            return $"No single {sort} carries it: without any one of them {name} keeps {without} or more.";
        }

        var then = occlusion.LabelWithout(first) is { } label && label != name ? $", and {label} is predicted" : "";
        return $"The {sort} that carries most is {first.Name}: without it {name} has {without}{then}.";
    }
}
