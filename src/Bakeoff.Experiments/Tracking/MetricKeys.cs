using System.Globalization;
using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Importance;
using Bakeoff.Experiments.Stress;
using Bakeoff.Mlflow;
using Bakeoff.Neural.Training;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Tracking;

/// <summary>Metrics under the keys that they have in MLflow, whose pages make a section of what is before the slash.</summary>
[OutsideFingerprint("records what happens; cannot change a result")]
internal static class MetricKeys
{
    /// <summary>Best epoch of a training by <c>stop_on</c>.</summary>
    public const string BestEpoch = "train/best_epoch";

    /// <summary>Loss of an epoch; every epoch has one.</summary>
    public const string TrainLoss = "train/loss";

    private static readonly string[] Partitions = ["train", "validation", "test"];
    private static readonly string[] Headlines = ["uar", "ccc"];

    /// <summary>The key of a metric: <c>test_accuracy</c> is <c>test/accuracy</c>, <c>test_uar</c> is <c>test/UAR</c>.</summary>
    /// <param name="name">Name in <c>metrics.json</c> or <c>history.csv</c>.</param>
    /// <remarks>
    /// MLflow 3 orders the charts of a section by their characters, capitals first: so the headline metric leads, as MLflow 2 lets it by
    /// the experiment's primary metric.
    /// </remarks>
    public static string Of(string name)
    {
        var partition = Array.Find(Partitions, p => name.StartsWith(p + "_", StringComparison.Ordinal));
        var metric = partition is null ? name : name[(partition.Length + 1)..];
        var isHeadline = Headlines.Any(name => metric == name || metric.StartsWith(name + "_", StringComparison.Ordinal));
        return $"{partition ?? "train"}/{(isHeadline ? metric[..3].ToUpperInvariant() + metric[3..] : metric)}";
    }

    /// <summary>Metrics of one epoch.</summary>
    public static IEnumerable<KeyValuePair<string, double>> Of(EpochResult epoch)
    {
        (string Key, double Value, bool IsThere)[] metrics =
        [
            (TrainLoss, epoch.TrainLoss, true),
            (Of("train_accuracy"), epoch.TrainAccuracy, epoch.HasClasses),
            (Of("train_uar"), epoch.TrainUar, epoch.HasClasses),
            (Of("train_ccc"), epoch.TrainCcc, epoch.HasTargets),
            (Of("validation_loss"), epoch.ValidationLoss, true),
            (Of("validation_accuracy"), epoch.ValidationAccuracy, epoch.HasClasses),
            (Of("validation_uar"), epoch.ValidationUar, epoch.HasClasses),
            (Of("validation_ccc"), epoch.ValidationCcc, epoch.HasTargets),
            (Of("learning_rate"), epoch.LearningRate, true),
        ];
        return metrics.Where(static metric => metric.IsThere).Select(static metric => KeyValuePair.Create(metric.Key, metric.Value));
    }

    /// <summary>
    /// Metrics of the test side. Intervals are in the note, and the metrics of single folds in the runs of the folds: here they would hide
    /// what runs are compared by.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, double>> Of(EvaluationResult result) =>
    [
        .. AllMetrics(result).Select(metric => KeyValuePair.Create(Of("test_" + metric.Name), metric.Value)),
        .. result
            .Scalars()
            .Where(static scalar => Headlines.Any(headline => scalar.Name == EvaluationResult.FoldMean(headline)))
            .Select(static s => KeyValuePair.Create(Of(s.Name), s.Value)),
        new(Of("test_clips"), result.ClipCount),
        .. result is ClassificationResult { Confidence: { } confidence } ? Of(confidence) : [],
        .. result is ClassificationResult { Answered: { Accuracy: { } accuracy } answered }
            ? [new("confidence/answered", answered.Answered), new("confidence/answered_accuracy", accuracy)]
            : Array.Empty<KeyValuePair<string, double>>(),
        .. result is ClassificationResult classes ? BaselinesOf(classes) : [],
        .. GroupsOf(result).SelectMany(static column => column.Groups.SelectMany(group => Of(column.Column, group))),
    ];

    private static IEnumerable<KeyValuePair<string, double>> BaselinesOf(ClassificationResult result) =>
        Baseline.All([.. result.Classes.Select(static of => (of.Label, (long)of.Support))]).SelectMany(static baseline => new[]
        {
            KeyValuePair.Create($"baseline/{baseline.Name}_UAR", baseline.UnweightedAverageRecall),
            KeyValuePair.Create($"baseline/{baseline.Name}_accuracy", baseline.Accuracy),
        });

    /// <summary>Metrics by the values of columns; of classes and numbers of one network, those of both.</summary>
    private static IEnumerable<GroupBreakdown> GroupsOf(EvaluationResult result) => result switch
    {
        ClassificationResult classes => [.. classes.Groups, .. classes.Numbers?.Groups ?? []],
        RegressionResult numbers => numbers.Groups,
        _ => [],
    };

    // Headlines are in capitals, which come first. The class comes last: labels such as angry_low exist.
    private static IEnumerable<KeyValuePair<string, double>> Of(string column, GroupResult group)
    {
        var place = $"group/{column}/{group.Name.Replace('/', '_')}";
        yield return new(MlflowKeys.Sanitize($"{place}/clips"), group.Clips);
        foreach (var figure in group.Figures)
        {
            (string Ending, double? Value)[] parts =
            [
                ("", figure.Value),
                ("_low", figure.Interval?.Low),
                ("_high", figure.Interval?.High),
                ("_gap", figure.Gap),
                ("_gap_low", figure.GapInterval?.Low),
                ("_gap_high", figure.GapInterval?.High),
                ("_random_gap", figure.RandomGap),
            ];
            foreach (var (ending, value) in parts.Where(static part => part.Value is not null))
            {
                var name = figure.Of is { } of
                    ? $"{figure.Metric}{ending} of {of.Replace('/', '_')}"
                    : $"{figure.Metric.ToUpperInvariant()}{ending}";
                yield return new(MlflowKeys.Sanitize($"{place}/{name}"), value!.Value);
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, double>> Of(ConfidenceScore confidence) =>
    [
        new("confidence/loss_before", confidence.Before.Loss),
        new("confidence/loss_after", confidence.After.Loss),
        new("confidence/ece_before", confidence.Before.Ece),
        new("confidence/ece_after", confidence.After.Ece),
        .. confidence.Sets.Select(static set => KeyValuePair.Create(
            string.Create(CultureInfo.InvariantCulture, $"confidence/coverage_{100 * set.Stated:0}"), set.Found)),
        .. confidence.Sets.Select(static set => KeyValuePair.Create(
            string.Create(CultureInfo.InvariantCulture, $"confidence/set_size_{100 * set.Stated:0}"), set.MeanSize)),
    ];

    /// <summary>The metric lost by each group of features.</summary>
    public static IEnumerable<KeyValuePair<string, double>> Of(ImportanceDocument importance) =>
        importance.Groups.Select(static group => KeyValuePair.Create(
            MlflowKeys.Sanitize($"importance/{group.Name.Replace('/', '_')}"), group.Drop));

    /// <summary>Metrics of a stress test, three for each condition.</summary>
    public static IEnumerable<KeyValuePair<string, double>> Of(StressDocument stress) =>
        stress.Conditions.SelectMany(entry => new KeyValuePair<string, double>[]
        {
            new($"stress/{entry.Name}_{stress.Metric}", entry.Value.Value),
            new($"stress/{entry.Name}_drop", entry.Drop.Value),
            new($"stress/{entry.Name}_unchanged", entry.Unchanged.Value),
        });

    /// <summary>Metrics of a result; of classes and numbers of one network, those of both.</summary>
    public static IEnumerable<MetricResult> AllMetrics(EvaluationResult result) =>
        [.. result.Metrics, .. (result as ClassificationResult)?.Numbers?.Metrics ?? []];

    /// <summary>Metrics of each fold of the test side, by the name of the fold.</summary>
    public static IEnumerable<(string Fold, IEnumerable<KeyValuePair<string, double>> Metrics)> OfFolds(EvaluationResult result) =>
        result switch
        {
            ClassificationResult { Numbers: { } numbers } classes =>
                classes.Folds.Zip(numbers.Folds, static (fold, same) => (fold.Name, Of(same).Concat(Of(fold)))),
            ClassificationResult classes => classes.Folds.Select(static fold => (fold.Name, Of(fold))),
            RegressionResult numbers => numbers.Folds.Select(static fold => (fold.Name, Of(fold))),
            _ => throw new ArgumentOutOfRangeException(nameof(result), result.GetType().Name, "Unknown result."),
        };

    private static IEnumerable<KeyValuePair<string, double>> Of(GroupScore fold) =>
    [
        new(Of("test_uar"), fold.UnweightedAverageRecall),
        new(Of("test_accuracy"), fold.Accuracy),
        new(Of("test_macro_f1"), fold.MacroF1),
        new(Of("test_clips"), fold.Clips),
    ];

    private static IEnumerable<KeyValuePair<string, double>> Of(RegressionGroupScore fold) =>
    [
        .. new (string Name, double? Value)[]
        {
            ("test_ccc", fold.Ccc),
            ("test_mae", fold.MeanAbsoluteError),
            ("test_rmse", fold.RootMeanSquaredError),
            ("test_clips", fold.Clips),
        }
            .Where(static metric => metric.Value is not null)
            .Select(static metric => KeyValuePair.Create(Of(metric.Name), metric.Value!.Value)),
    ];
}
