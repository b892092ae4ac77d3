using System.Globalization;
using Bakeoff.Experiments.Stress;
using Bakeoff.Options;

namespace Bakeoff.Cli.Output;

/// <summary>Prints the results of a stress test: a row for each condition, then a sentence or two.</summary>
internal static class StressPrinter
{
    public static void Print(string experiment, StressDocument stress, TextWriter console)
    {
        var isChecked = stress.Checks > 0;
        console.WriteLine();
        Wrapped.Write($"{experiment}, test clips under each condition, 95 % intervals by {YamlName.Of(stress.Unit)}:", 0, console);
        PlainTable.Write(
            console,
            [
                [
                    "condition", .. isChecked ? ["limits"] : Array.Empty<string>(), stress.Metric.ToUpperInvariant(), "drop", "interval",
                    "unchanged",
                ],
                .. stress.Conditions.Select(entry => (IReadOnlyList<string>)
                [
                    entry.Name,
                    .. isChecked ? [entry.Problem ?? (entry is { MaxDrop: null, MinUnchanged: null } ? "" : "hold")] : Array.Empty<string>(),
                    Number(entry.Value.Value),
                    Number(entry.Drop.Value),
                    entry.Drop is { Low: { } low, High: { } high } ? $"{Number(low)} to {Number(high)}" : "",
                    string.Create(CultureInfo.InvariantCulture, $"{100 * entry.Unchanged.Value:0.0} %"),
                ]),
            ],
            leftColumns: isChecked ? 2 : 1);
        foreach (var words in StressWords.Of(stress))
        {
            Wrapped.Write(words, 0, console);
        }

        foreach (var (condition, reason) in stress.LeftOut)
        {
            Wrapped.Write($"left out: {condition}: {reason}", 0, console);
        }
    }

    // A sum with zero leaves no minus sign before nothing.
    private static string Number(double value) => (Math.Round(value, 3) + 0.0).ToString("0.000", CultureInfo.InvariantCulture);
}
