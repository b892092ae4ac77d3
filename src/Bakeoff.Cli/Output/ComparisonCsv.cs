using System.Globalization;
using Bakeoff.Experiments.Comparing;

namespace Bakeoff.Cli.Output;

/// <summary>Writes a comparison as CSV: one row an experiment with its figures, intervals, leaks and the parameters that differ.</summary>
internal static class ComparisonCsv
{
    private static readonly char[] Special = [',', '"', '\r', '\n'];

    public static void Print(Comparison comparison, TextWriter output)
    {
        var figures = ComparedFigure.All.SelectMany(f => new[] { f.Name, f.LowName, f.HighName }).Where(name => comparison.Experiments.Any(e => e.Figure(name) is not null)).ToList();
        Row(output, ["experiment", "clips", .. figures, "leaks", .. comparison.DifferingKeys]);
        foreach (var experiment in comparison.Experiments)
        {
            Row(output,
            [
                experiment.Name,
                experiment.Predictions.Count.ToString(CultureInfo.InvariantCulture),
                .. figures.Select(name => experiment.Figure(name)?.ToString("R", CultureInfo.InvariantCulture) ?? string.Empty),
                string.Join(' ', experiment.Leaks),
                .. comparison.DifferingKeys.Select(key => experiment.Parameters.GetValueOrDefault(key, string.Empty)),
            ]);
        }
    }

    private static void Row(TextWriter output, IReadOnlyList<string> fields) => output.Write(string.Join(',', fields.Select(Field)) + "\n");

    private static string Field(string value) => value.IndexOfAny(Special) < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
