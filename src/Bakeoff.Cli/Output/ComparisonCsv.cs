using System.Globalization;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Cli.Output;

/// <summary>Writes a comparison as CSV: one row an experiment with its metrics, intervals, leaks and the parameters that differ.</summary>
internal static class ComparisonCsv
{
    public static void Print(Comparison comparison, TextWriter output)
    {
        var figures = ComparedFigure
            .All.SelectMany(f => new[] { f.Name, f.LowName, f.HighName })
            .Where(name => comparison.Experiments.Any(e => e.Figure(name) is not null))
            .ToList();
        using var csv = new CsvText(output);
        csv.WriteRow(["experiment", "clips", .. figures, "leaks", "unknown_leaks", .. comparison.DifferingKeys]);
        foreach (var experiment in comparison.Experiments)
        {
            csv.WriteRow([
                experiment.Name,
                experiment.Predictions.Count.ToString(CultureInfo.InvariantCulture),
                .. figures.Select(name => experiment.Figure(name)?.ToString("R", CultureInfo.InvariantCulture) ?? string.Empty),
                string.Join(' ', experiment.Leaks),
                string.Join(' ', experiment.UnknownLeaks),
                .. comparison.DifferingKeys.Select(key => experiment.Parameters.GetValueOrDefault(key, string.Empty)),
            ]);
        }
    }
}
