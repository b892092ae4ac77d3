using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Importance;
using Bakeoff.Experiments.Report;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Stress;
using Bakeoff.Experiments.Train;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Papers;

/// <summary>A figure of a paper.</summary>
/// <param name="Key">Name of its file without ending, and of its label.</param>
/// <param name="Caption">Caption in plain text.</param>
/// <param name="Chart">The chart.</param>
internal sealed record PaperFigure(string Key, string Caption, Chart Chart)
{
    /// <summary>All figures for which there are results; of several seeds, those of the first.</summary>
    public static IReadOnlyList<PaperFigure> Create(PaperContent content)
    {
        var keys = new UniqueKeys();
        return
        [
            .. content.Comparison.Groups.Where(static group => group.Experiments.Count > 1).Select(group => Comparison(group, keys)),
            .. content.Experiments.SelectMany(experiment => Of(experiment, keys)),
        ];
    }

    private static PaperFigure Comparison(ComparisonGroup group, UniqueKeys keys)
    {
        var figure = group.Headline;
        var bars = group.Experiments.Select(e => new FigureBar(
            e.Name,
            new Estimate(e.Figure(figure.Name) ?? double.NaN, e.Figure(figure.LowName), e.Figure(figure.HighName)),
            Clips: null)
        {
            IsShare = !figure.IsOfNumbers,
        });
        var title = char.ToUpperInvariant(figure.Title[0]) + figure.Title[1..];
        return new PaperFigure(
            keys.Take($"comparison-{figure.Name}"),
            $"{title} with 95 % intervals over clips, {group.Title}.",
            IntervalBarChart.Create(title, figure.Title, [.. bars], areLabels: false, missing: "no result"));
    }

    private static IEnumerable<PaperFigure> Of(PaperExperiment experiment, UniqueKeys keys)
    {
        var run = experiment.First;
        var charts = RunCharts.Create(Report(run))
            .Concat(run.StressDocument is { } stress ? StressCharts.Create(StressReportText.Describe(run.Name, stress)) : [])
            .Concat(run.ImportanceDocument is { } importance
                ? ImportanceCharts.Create(ImportanceWords.Describe(run.Name, importance))
                : [])
            .Where(static chart => !chart.FileName.StartsWith("learning-rate", StringComparison.Ordinal));
        return charts.Select(chart => new PaperFigure(
            keys.Take($"{run.Name}-{Path.GetFileNameWithoutExtension(chart.FileName)}"),
            $"{chart.Chart.Title}, {experiment.NameOf(run)}.",
            chart.Chart));
    }

    /// <summary>The results of a run to draw; curves of several trainings would be as many figures.</summary>
    private static RunReport Report(PaperRun run)
    {
        var finished = run.Finished;
        var history = run.PathOf(StageNames.Train, TrainStage.HistoryFile);
        var training = File.Exists(history) ? TrainingCurves.From(HistoryTable.Read(history)) : [];
        var report = new RunReport
        {
            Name = run.Name,
            Groups = GroupText.Parts(finished.Result),
            Training = training is [_] ? training : [],
        };
        var predictions = run.PathOf(StageNames.Evaluate, EvaluateStage.PredictionsFile);
        var details = new ClipDetails(listening: null, explainer: null, obstacle: null);
        return ExperimentReport.WithResult(report, finished.Result, predictions, details);
    }
}
