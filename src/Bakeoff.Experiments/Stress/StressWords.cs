using System.Globalization;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Stress;

/// <summary>The result of a stress test in sentences.</summary>
public static class StressWords
{
    private const double Small = 0.05;

    /// <summary>The result, the most important first.</summary>
    /// <param name="document">Content of <c>stress.json</c>.</param>
    public static IEnumerable<string> Of(StressDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var metric = document.Metric.ToUpperInvariant();
        var held = document.Conditions.Count(static entry => entry.Drop.Value <= Small);
        yield return $"{metric} is {Number(document.Value)} on {Quantity.Of(document.Clips, "test clip")} as they are, and falls by no more than "
            + FormattableString.Invariant($"{Small} under {held} of {Quantity.Of(document.Conditions.Count, "condition")}.");
        if (document.Conditions.MaxBy(static entry => entry.Drop.Value) is { } worst && worst.Drop.Value > Small)
        {
            var unchanged = (100 * worst.Unchanged.Value).ToString("0", CultureInfo.InvariantCulture);
            yield return $"It falls most under {worst.Name}: to {Number(worst.Value.Value)}, with {unchanged} % of the predictions unchanged.";
        }

        // As a low pass above all that was recorded: that it holds there is no finding.
        if (document.Conditions.Where(static entry => entry.IsIdentical).Select(static entry => entry.Name).ToList() is { Count: > 0 } idle)
        {
            yield return $"Not one output moves under {string.Join(", ", idle)}: nothing is altered that the features see.";
        }

        if (document.Checks > 0)
        {
            var limited = $"{Quantity.Of(document.Checks, "condition")} that {(document.Checks == 1 ? "has" : "have")} any";
            yield return document.Failed.Count == 0
                ? $"All limits hold, under {limited}."
                : $"Limits do not hold under {document.Failed.Count.ToString(CultureInfo.InvariantCulture)} of {limited}: "
                    + $"{string.Join(", ", document.Failed.Select(static entry => entry.Name))}.";
        }
    }

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
