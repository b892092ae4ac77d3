using System.Globalization;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Cli.Output;

/// <summary>
/// Writes a comparison as CSV: one row an experiment with its metrics, standard deviations over seeds, intervals, leaks and the
/// parameters that differ, in the order of the ranking. Rows with one <c>test_set</c> were tested on the same clips.
/// </summary>
internal static class ComparisonCsv
{
    public static void Print(Comparison comparison, TextWriter output)
    {
        var figures = ComparedFigure
            .All.SelectMany(f => new (string Name, Func<ComparedExperiment, double?> Value)[]
            {
                (f.Name, e => e.Figure(f.Name)),
                (f.DeviationName, e => f.Deviation(e.Result)),
                (f.LowName, e => e.Figure(f.LowName)),
                (f.HighName, e => e.Figure(f.HighName)),
            })
            .Where(column => comparison.Experiments.Any(e => column.Value(e) is not null))
            .ToList();
        using var csv = new CsvText(output);
        csv.WriteRow([
            "experiment",
            "test_set",
            "clips",
            "seeds",
            .. figures.Select(column => column.Name),
            "leaks",
            "unknown_leaks",
            .. comparison.DifferingKeys,
        ]);
        foreach (var (testSet, experiment) in comparison.Groups.SelectMany((group, i) => group.Experiments.Select(e => (i + 1, e))))
        {
            csv.WriteRow([
                experiment.Name,
                testSet.ToString(CultureInfo.InvariantCulture),
                experiment.Result.ClipCount.ToString(CultureInfo.InvariantCulture),
                experiment.Result.Runs.Count.ToString(CultureInfo.InvariantCulture),
                .. figures.Select(column => column.Value(experiment)?.ToString("R", CultureInfo.InvariantCulture) ?? string.Empty),
                string.Join(' ', experiment.Leaks),
                string.Join(' ', experiment.UnknownLeaks),
                .. comparison.DifferingKeys.Select(key => experiment.Parameters.GetValueOrDefault(key, string.Empty)),
            ]);
        }
    }
}
