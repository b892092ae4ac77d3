using System.Globalization;
using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>Makes the charts of a run, for the page and for files of their own.</summary>
public static class RunCharts
{
    /// <summary>Creates every chart for which the report has data, with the name of its file.</summary>
    /// <param name="report">The report.</param>
    /// <returns>Charts in a fixed order: corpus, training, evaluation. File names are unique.</returns>
    public static IReadOnlyList<NamedChart> Create(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return
        [
            .. CorpusCharts.Counts(report.LabelCounts, report.LabelCountsPerPartition, report.LabelCountsPerSpeaker),
            .. CorpusCharts.Clips(report.Clips).SelectMany(kind => kind.Charts),
            .. report.Features is null ? [] : FeatureTables.Charts(report.Features),
            .. Training(report.Training),
            .. Evaluation(report),
        ];
    }

    /// <summary>Trainings with charts of their own; a thousand folds would make a page that no browser opens.</summary>
    internal const int MostTrainings = 30;

    internal static IEnumerable<NamedChart> Training(IReadOnlyList<TrainingCurve> curves)
    {
        for (var i = 0; i < Math.Min(MostTrainings, curves.Count); i++)
        {
            var suffix = curves.Count == 1 ? string.Empty : $"-{(i + 1).ToString(CultureInfo.InvariantCulture)}";
            yield return new NamedChart($"loss{suffix}.svg", TrainingCharts.Loss(curves[i]));
            if (curves[i].HasClasses)
            {
                yield return new NamedChart($"accuracy{suffix}.svg", TrainingCharts.Accuracy(curves[i]));
            }

            if (curves[i].HasNumbers)
            {
                yield return new NamedChart($"ccc{suffix}.svg", TrainingCharts.Ccc(curves[i]));
            }

            yield return new NamedChart($"learning-rate{suffix}.svg", TrainingCharts.LearningRate(curves[i]));
        }
    }

    internal static IEnumerable<NamedChart> Evaluation(RunReport report)
    {
        double? chance = report.Confusion is { Labels.Count: > 1 } ? 1.0 / report.Confusion.Labels.Count : null;
        return [.. OfClasses(report, chance), .. OfSpeakers(report, chance), .. OfGroups(report, chance), .. OfNumbers(report), .. OfConfidence(report)];
    }

    private static IEnumerable<NamedChart> OfClasses(RunReport report, double? chance)
    {
        if (report.Confusion is not null)
        {
            yield return new NamedChart(
                "confusion.svg",
                ConfusionMatrixChart.Create("Confusion matrix of the test side", report.Confusion));
        }

        if (report.Classes.Count > 0)
        {
            // Of more classes than are drawn, those with the lowest recall are worth a look; the others are in the table.
            var isSorted = report.Classes.Count > IntervalBarChart.MaxBars;
            var rows = isSorted
                ? report.Classes.OrderBy(row => double.IsNaN(row.Recall.Value)).ThenBy(row => row.Recall.Value)
                : report.Classes.AsEnumerable();
            var bars = rows.Select(row => new FigureBar(row.Label, row.Recall, row.Clips)).ToList();
            var title = isSorted ? "Recall per class, lowest first" : "Recall per class";
            yield return new NamedChart(
                "recall-per-class.svg",
                IntervalBarChart.Create(title, "Recall", bars, areLabels: true, chance));
        }
    }

    private static IEnumerable<NamedChart> OfSpeakers(RunReport report, double? chance)
    {
        if (report.Speakers.Count > 0)
        {
            var bars = report.Speakers.Select(row => new FigureBar(row.Speaker, row.Uar, row.Clips)).ToList();
            yield return new NamedChart(
                "uar-per-speaker.svg",
                IntervalBarChart.Create("Unweighted average recall per speaker", "UAR", bars, areLabels: false, chance));
        }

        if (report.NumbersPerSpeaker.Count > 1)
        {
            yield return new NamedChart(
                "ccc-per-speaker.svg",
                IntervalBarChart.Create(
                    "Concordance correlation per speaker",
                    "CCC",
                    [.. report.NumbersPerSpeaker.Select(static row => new FigureBar(row.Name, new Estimate(row.Ccc), row.Clips) { IsShare = false })],
                    areLabels: false,
                    missing: "not defined"));
        }
    }

    private static IEnumerable<NamedChart> OfGroups(RunReport report, double? chance)
    {
        foreach (var part in report.Groups.Where(static part => part.Headlines.Count > 1))
        {
            var bars = part.Headlines
                .Select(row => new FigureBar(row.Group, row.Value, row.Clips) { IsShare = part.AreShares })
                .ToList();
            yield return new NamedChart(
                $"{part.Metric.ToLowerInvariant()}-by-{part.Column}.svg",
                IntervalBarChart.Create(
                    $"{part.Metric} by {part.Column}",
                    part.Metric,
                    bars,
                    areLabels: false,
                    part.AreShares ? chance : null,
                    missing: "not defined"));
        }
    }

    private static IEnumerable<NamedChart> OfNumbers(RunReport report)
    {
        foreach (var points in report.TargetPoints)
        {
            yield return new NamedChart(
                $"agreement-{points.Target}.svg", AgreementChart.Create($"{points.Target}: truth and prediction", points));
            yield return new NamedChart(
                $"errors-{points.Target}.svg", ResidualChart.Create($"{points.Target}: errors over the truth", points));
        }
    }

    private static IEnumerable<NamedChart> OfConfidence(RunReport report)
    {
        if (report.Reliability.Count > 0)
        {
            yield return new NamedChart(
                "reliability.svg",
                ReliabilityChart.Create("Reliability of the confidences", report.Reliability, report.CalibrationError));
        }

        var confidence = report.Confidence;
        if (confidence.Before.Count > 0)
        {
            yield return new NamedChart(
                "reliability-before.svg",
                ReliabilityChart.Create("Reliability before calibration", confidence.Before, confidence.ErrorBefore));
        }

        if (confidence.Answers.Count > 0)
        {
            yield return new NamedChart(
                "risk-coverage.svg", RiskCoverageChart.Create("Share right over share answered", confidence.Answers));
        }

        if (report.VoteShares.Count > 0)
        {
            yield return new NamedChart("vote-shares.svg", ReliabilityChart.OfVotes("Votes over probabilities", report.VoteShares));
        }
    }
}
