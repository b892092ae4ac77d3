using System.Globalization;
using System.Text;
using Bakeoff.Evaluation.Metrics;

namespace Bakeoff.Experiments.Exporting;

/// <summary>The tables of figures in a model card.</summary>
internal static class CardFigures
{
    public static void Append(StringBuilder card, EvaluationResult result, int classes)
    {
        var pooled = result.Pooled;
        card.Append(string.Create(CultureInfo.InvariantCulture, $"""

            ## Figures

            {pooled.Confusion.Total} test clips; chance is {1.0 / classes:0.000}. Intervals: 95 % percentile bootstrap by {(result.IntervalUnit == BootstrapUnit.Speaker ? "speaker" : "clip")}.

            | figure | value | 95 % interval |
            |---|---|---|
            | unweighted average recall (UAR) | {pooled.UnweightedAverageRecall:0.000} | {Range(result.UarInterval)} |
            | accuracy | {pooled.Accuracy:0.000} | {Range(result.AccuracyInterval)} |
            | macro F1 | {pooled.MacroF1:0.000} | {Range(result.MacroF1Interval)} |

            """).ReplaceLineEndings("\n"));
        if (pooled.Calibration is { } calibration)
        {
            card.Append(CultureInfo.InvariantCulture, $"| expected calibration error | {calibration.ExpectedCalibrationError:0.000} | |\n");
        }

        Classes(card, pooled);
        Groups(card, "fold", result.Folds);
        Groups(card, "speaker", result.Speakers);
    }

    private static void Classes(StringBuilder card, ClassificationMetrics pooled)
    {
        card.Append("\n| label | recall | 95 % interval | precision | F1 | clips | most often taken for |\n|---|---|---|---|---|---|---|\n");
        for (var k = 0; k < pooled.Classes.Count; k++)
        {
            var score = pooled.Classes[k];
            var recall = score.Support == 0
                ? "| no clips | "
                : string.Create(CultureInfo.InvariantCulture, $"| {score.Recall:0.000} | {Range(WilsonInterval.Of(score.Recall, score.Support))}");
            card.Append(CultureInfo.InvariantCulture, $"| {score.Label} {recall} | {score.Precision:0.000} | {score.F1:0.000} | {score.Support} | {MostOftenTakenFor(pooled, k)} |\n");
        }

        card.Append("\nIntervals of the recall are Wilson's for independent clips; clips of one speaker are not quite that, so read them as the narrowest possible.\n");
    }

    private static string MostOftenTakenFor(ClassificationMetrics pooled, int truth)
    {
        var others = Enumerable.Range(0, pooled.Classes.Count).Where(k => k != truth && pooled.Confusion[truth, k] > 0).OrderByDescending(k => pooled.Confusion[truth, k]).ToList();
        return others.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{pooled.Classes[others[0]].Label} ({pooled.Confusion[truth, others[0]]})");
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
            card.Append(CultureInfo.InvariantCulture, $"| {group.Name} | {group.UnweightedAverageRecall:0.000} | {group.Accuracy:0.000} | {group.Clips} |\n");
        }
    }

    private static string Range(BootstrapInterval interval) => Range((interval.Low, interval.High));

    private static string Range((double Low, double High) interval) => string.Create(CultureInfo.InvariantCulture, $"{interval.Low:0.000} to {interval.High:0.000}");
}
