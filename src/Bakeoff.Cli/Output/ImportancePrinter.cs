using System.Globalization;
using Bakeoff.Experiments.Importance;
using Bakeoff.Options;

namespace Bakeoff.Cli.Output;

/// <summary>Prints what each group of features is worth: a row each, then a sentence or two.</summary>
internal static class ImportancePrinter
{
    private const int MostRows = 20;

    public static void Print(string experiment, ImportanceDocument importance, TextWriter console)
    {
        var metric = importance.Metric.ToUpperInvariant();
        console.WriteLine();
        Wrapped.Write(
            $"{experiment}, {metric} lost where a group is shuffled among test clips, 95 % intervals by {YamlName.Of(importance.Unit)}:",
            0,
            console);
        PlainTable.Write(
            console,
            [
                ["group", "columns", "lost", "interval"],
                .. importance.Groups.Take(MostRows).Select(static group => (IReadOnlyList<string>)
                [
                    group.Name,
                    group.Columns.ToString(CultureInfo.InvariantCulture),
                    Number(group.Drop),
                    $"{Number(group.Low)} to {Number(group.High)}",
                ]),
            ],
            leftColumns: 1);
        if (importance.Groups.Count > MostRows)
        {
            console.WriteLine($"and {Quantity.Of(importance.Groups.Count - MostRows, "group")} that cost less");
        }

        foreach (var words in ImportanceWords.Of(importance))
        {
            Wrapped.Write(words, 0, console);
        }
    }

    // A sum with zero leaves no minus sign before nothing.
    private static string Number(double value) => (Math.Round(value, 3) + 0.0).ToString("0.000", CultureInfo.InvariantCulture);
}
