using System.Globalization;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Grammar;

namespace Bakeoff.Reports.Pages;

/// <summary>Makes the charts of a comparison, for the page and for files of their own.</summary>
public static class ComparedCharts
{
    /// <summary>Between the experiment and what a member of its sweep changes.</summary>
    private const string SweepSeparator = "+";

    /// <summary>Creates every chart for which the comparison has data, with the name of its file.</summary>
    /// <param name="report">The comparison.</param>
    /// <returns>
    /// Corpora against corpora, then group by group the metrics, the sweep and the training; from the second group on, names of files begin
    /// with <c>group-2-</c>.
    /// </returns>
    public static IReadOnlyList<NamedChart> Create(ComparisonReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return
        [
            .. report.Cross is { } cross ? [cross.File] : Array.Empty<NamedChart>(),
            .. report.Groups.Index().SelectMany(static part => new[] { Figures(part.Item), Sweep(part.Item), Training(part.Item) }
                .SelectMany(static charts => charts)
                .Select(chart => chart with { FileName = Prefix(part.Index) + chart.FileName })),
        ];
    }

    internal static IEnumerable<NamedChart> Figures(ComparedGroup group)
    {
        var names = Short(group.Runs);
        return Metrics(group)
            .Where(metric => metric.IsShare)
            .Select(metric => new NamedChart(
                $"{metric.Name.Replace('_', '-')}.svg",
                IntervalBarChart.Create(
                    Capital(metric.Title),
                    metric.Title,
                    group
                        .Runs.Select(run => new FigureBar(
                            names[run.Name],
                            run.Figures.FirstOrDefault(figure => figure.Name == metric.Name)?.Value ?? new Estimate(double.NaN),
                            Clips: null))
                        .ToList(),
                    areLabels: false,
                    missing: "no result")));
    }

    /// <summary>Parameters that differ beside the first metric, where two runs and both are there.</summary>
    internal static IEnumerable<NamedChart> Sweep(ComparedGroup group)
    {
        var (metrics, keys) = (Metrics(group), Differing(group));
        if (group.Runs.Count < 2 || metrics.Count == 0 || keys.Count == 0)
        {
            return [];
        }

        var metric = metrics[0];
        var names = Short(group.Runs);
        var rows = group
            .Runs.Where(run => run.Parameters.Count > 0)
            .Select(run => new ParallelRow(
                names[run.Name],
                [
                    .. keys.Select(key => Value(run, key)),
                    run.Figures.FirstOrDefault(figure => figure.Name == metric.Name) is { } figure
                        ? NumberText.Short(figure.Value.Value, 6)
                        : null,
                ]))
            .ToList();
        return
        [
            new NamedChart("parameters.svg", ParallelCoordinatesChart.Create($"Parameters and {metric.Title}", [.. keys, metric.Title], rows)),
        ];
    }

    internal static IEnumerable<NamedChart> Training(ComparedGroup group)
    {
        var names = Short(group.Runs);
        var curves = group.Runs.SelectMany(run => Trainings(run, names[run.Name])).ToList();
        return curves.Count == 0
            ? []
            :
            [
                new NamedChart("training-uar.svg", ComparisonCharts.ValidationScore(curves)),
                new NamedChart("training-loss.svg", ComparisonCharts.ValidationLoss(curves)),
            ];
    }

    internal static List<HeadlineFigure> Metrics(ComparedGroup group) =>
        group.Runs.SelectMany(run => run.Figures).DistinctBy(figure => figure.Name, StringComparer.Ordinal).ToList();

    /// <summary>Keys whose values are not the same in every run, in ordinal order.</summary>
    internal static List<string> Differing(ComparedGroup group)
    {
        var runs = group.Runs.Where(run => run.Parameters.Count > 0).ToList();
        return runs.SelectMany(run => run.Parameters)
            .GroupBy(fact => fact.Name, StringComparer.Ordinal)
            .Where(group => group.Count() < runs.Count || group.Select(fact => fact.Value).Distinct(StringComparer.Ordinal).Count() > 1)
            .Select(group => group.Key)
            .Order(StringComparer.Ordinal)
            .ToList();
    }

    internal static string? Value(ComparedRun run, string key) => run.Parameters.FirstOrDefault(fact => fact.Name == key)?.Value;

    internal static IEnumerable<TrainingCurve> Trainings(ComparedRun run, string name) =>
        run.Training is { } training
            ? [training with { Name = name }]
            : run.Seeds.Where(seed => seed.Training is not null).Select(seed => seed.Training! with { Name = $"{name}, seed {seed.Seed}" });

    internal static string Capital(string title) => title.Length == 0 ? title : char.ToUpperInvariant(title[0]) + title[1..];

    /// <summary>Names for pictures: what all members of a sweep begin with tells
    /// nothing and would push what differs out of sight.</summary>
    private static Dictionary<string, string> Short(IReadOnlyList<ComparedRun> runs)
    {
        var first = runs.Count > 1 ? runs[0].Name : string.Empty;
        var common = first[..(first.IndexOf(SweepSeparator, StringComparison.Ordinal) + 1)];
        var isCommon =
            common.Length > 0 && runs.All(run => run.Name.StartsWith(common, StringComparison.Ordinal) && run.Name.Length > common.Length);
        return runs.DistinctBy(run => run.Name, StringComparer.Ordinal)
            .ToDictionary(run => run.Name, run => isCommon ? run.Name[common.Length..] : run.Name, StringComparer.Ordinal);
    }

    private static string Prefix(int group) =>
        group == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"group-{group + 1}-");
}
