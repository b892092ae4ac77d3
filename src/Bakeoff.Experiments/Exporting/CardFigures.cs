using System.Globalization;
using System.Text;
using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Report;
using Bakeoff.Options;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Exporting;

/// <summary>The tables of metrics in a model card.</summary>
internal static class CardFigures
{
    public static void Append(StringBuilder card, EvaluationResult result, ulong seed)
    {
        var chance = result is ClassificationResult { Classes.Count: var count }
            ? string.Create(CultureInfo.InvariantCulture, $"; chance is {1.0 / count:0.000}")
            : "";
        card.Append(
            string.Create(
                    CultureInfo.InvariantCulture,
                    $"""

                    ## Metrics

                    {result.ClipCount} test clips{chance}. Intervals: 95 % percentile bootstrap by {YamlName.Of(
                        result.IntervalUnit
                    )}. The metrics are those of one seed ({seed}); the intervals do not contain what another seed would change.

                    | metric | value | 95 % interval |
                    |---|---|---|

                    """)
                .ReplaceLineEndings("\n"));
        var classes = result as ClassificationResult;
        if (classes is not null)
        {
            Classification(card, classes);
        }

        if ((result as RegressionResult ?? classes?.Numbers) is { } numbers)
        {
            Regression(card, numbers);
        }

        if (classes is not null)
        {
            Breakdown(card, classes);
        }

        foreach (var part in GroupText.Parts(result))
        {
            Group(card, part);
        }
    }

    /// <summary>Baselines and published figures, if there are any.</summary>
    public static void AppendReferences(StringBuilder card, IReadOnlyList<ReferenceRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        card.Append("\n### For comparison\n\n");
        if (rows.Any(static row => row.Source is not null))
        {
            card.Append("Published figures are other people's: perhaps of another protocol, other clips or other labels.\n\n");
        }

        card.Append("| what | metric | value | how | source |\n|---|---|---|---|---|\n");
        foreach (var row in rows)
        {
            card.Append(
                CultureInfo.InvariantCulture,
                $"| {MarkdownTable.Cell(row.What)} | {row.Metric} | {row.Value:0.000} | {MarkdownTable.Cell(row.Protocol)} "
                    + $"| {MarkdownTable.Cell(row.Source ?? "computed here")} |\n");
        }
    }

    private static void Group(StringBuilder card, GroupPart part)
    {
        card.Append(CultureInfo.InvariantCulture, $"\n### {part.Metric} by {part.Column}\n\n").AppendJoin(' ', part.Words);
        card.Append(
            CultureInfo.InvariantCulture,
            $"\n\n| {MarkdownTable.Cell(part.Column)} | {part.Metric} | 95 % interval | gap to all "
                + $"| largest gap of {GroupEvaluator.Draws:N0} random models "
                + $"| test clips | speakers |\n"
                + $"|---|---|---|---|---|---|---|\n");
        foreach (var row in part.Headlines)
        {
            var interval = row.Value is { Low: { } low, High: { } high } ? Range((low, high)) : "";
            card.Append(
                CultureInfo.InvariantCulture,
                $"| {MarkdownTable.Cell(row.Group)} | {Number(row.Value.Value)} | {interval} | {Number(row.Gap.Value)} "
                    + $"| {Number(row.RandomGap)} | {row.Clips} | {row.Speakers} |\n");
        }

        static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("0.000", CultureInfo.InvariantCulture);
    }

    private static void Classification(StringBuilder card, ClassificationResult result)
    {
        Metric(card, "unweighted average recall (UAR)", result.Uar);
        Metric(card, "accuracy", result.Accuracy);
        Metric(card, "macro F1", result.MacroF1);
        if (result.Calibration is { } calibration)
        {
            card.Append(CultureInfo.InvariantCulture, $"| expected calibration error | {calibration.ExpectedCalibrationError:0.000} | |\n");
        }

        if (result.Confidence is { } confidence)
        {
            Metric(card, "log loss before calibration", new MetricResult("loss", confidence.Before.Loss));
            Metric(card, "log loss", new MetricResult("loss", confidence.After.Loss));
            var ece = new MetricResult("ece", confidence.Before.Ece, confidence.Before.EceInterval);
            Metric(card, "expected calibration error before calibration", ece);
            foreach (var set in confidence.Sets)
            {
                var title = string.Create(CultureInfo.InvariantCulture, $"coverage of sets of labels, stated {set.Stated:0.00}");
                Metric(card, title, new MetricResult("coverage", set.Found, set.Interval));
            }
        }
    }

    /// <summary>Words and tables that come after the metrics of classes, and of numbers that are predicted with them.</summary>
    private static void Breakdown(StringBuilder card, ClassificationResult result)
    {
        if (result.Confidence is { } confidence)
        {
            card.Append('\n').AppendJoin(' ', ConfidenceText.Describe(confidence)).Append('\n');
        }

        if (result.Answered is { } answered)
        {
            card.Append('\n').Append(ConfidenceText.Describe(answered)).Append('\n');
        }

        Classes(card, result);
        Groups(card, "fold", result.Folds);
        Groups(card, "speaker", result.Speakers);
    }

    private static void Regression(StringBuilder card, RegressionResult result)
    {
        foreach (var metric in result.Metrics)
        {
            Metric(card, metric.Name, metric);
        }

        foreach (var name in result.Undefined)
        {
            card.Append(CultureInfo.InvariantCulture, $"| {name} | not defined | |\n");
        }

        if (result.Targets.Count > 1)
        {
            card.Append("\nMetrics without the name of a target are means over the targets.\n");
        }
    }

    private static void Metric(StringBuilder card, string title, MetricResult metric) =>
        card.Append(CultureInfo.InvariantCulture, $"| {title} | {metric.Value:0.000} | {Range(metric.Interval)} |\n");

    private static void Classes(StringBuilder card, ClassificationResult result)
    {
        card.Append(
            "\n| label | recall | 95 % interval | precision | F1 | clips | most often taken for |\n|---|---|---|---|---|---|---|\n");
        for (var k = 0; k < result.Classes.Count; k++)
        {
            var score = result.Classes[k];
            var recall =
                score.Support == 0
                    ? "| no clips | "
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {score.Recall:0.000} | {Range(WilsonInterval.Compute(score.Recall, score.Support))}");
            card.Append(
                CultureInfo.InvariantCulture,
                $"| {MarkdownTable.Cell(score.Label)} {recall} | {score.Precision:0.000} | {score.F1:0.000} | {score.Support} | "
                    + $"{MarkdownTable.Cell(MostOftenTakenFor(result, k))} |\n");
        }

        card.Append("\nIntervals of the recall are Wilson's for independent clips. ");
        card.Append("Clips of one speaker are not quite independent, so the true intervals are wider.\n");
    }

    private static string MostOftenTakenFor(ClassificationResult result, int truth)
    {
        var others = Enumerable
            .Range(0, result.Classes.Count)
            .Where(k => k != truth && result.Confusion[truth, k] > 0)
            .OrderByDescending(k => result.Confusion[truth, k])
            .ToList();
        return others.Count == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{result.Classes[others[0]].Label} ({result.Confusion[truth, others[0]]})");
    }

    private static void Groups(StringBuilder card, string kind, IReadOnlyList<GroupScore> groups)
    {
        if (groups.Count < 2)
        {
            return;
        }

        card.Append(CultureInfo.InvariantCulture, $"\n| {kind} | UAR | accuracy | test clips |\n|---|---|---|---|\n");
        foreach (var group in groups)
        {
            card.Append(
                CultureInfo.InvariantCulture,
                $"| {MarkdownTable.Cell(group.Name)} | {group.UnweightedAverageRecall:0.000} | {group.Accuracy:0.000} | {group.Clips} |\n");
        }
    }

    private static string Range(BootstrapInterval? interval) => interval is null ? "" : Range((interval.Low, interval.High));

    private static string Range((double Low, double High) interval) =>
        string.Create(CultureInfo.InvariantCulture, $"{interval.Low:0.000} to {interval.High:0.000}");
}
