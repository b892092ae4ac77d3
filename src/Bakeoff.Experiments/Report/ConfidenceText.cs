using System.Globalization;
using Bakeoff.Classifiers.Confidence;
using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Results;
using Bakeoff.Options;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Report;

/// <summary>Words and rows of a page on the probabilities of a system.</summary>
public static class ConfidenceText
{
    private const int MostFolds = 4;

    /// <summary>Calibration and its effect, a paragraph each.</summary>
    public static IReadOnlyList<string> Describe(ConfidenceScore score)
    {
        var fitted = score.Folds.Where(static fold => fold.Obstacle is null).ToList();
        var words = new List<string>();
        if (fitted.Count > 0)
        {
            var where = fitted[0].HeldOutBy == HeldOutClips.Validation
                ? "the validation clips"
                : "clips that inner folds of the training side held out";
            words.Add($"Probabilities are calibrated ({fitted[0].Method}) on {where}, never on tested ones: {Temperatures(fitted)}.");
            words.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"On the test clips, the expected calibration error went from {Percent(score.Before.Ece, score.Before.EceInterval)} to "
                    + $"{Percent(score.After.Ece, score.After.EceInterval)}, the log loss from {score.Before.Loss:0.000} to "
                    + $"{score.After.Loss:0.000}. Stated coverage holds for clips of the same kind as those it was fitted on."));
        }

        words.AddRange(score.Folds
            .Where(static fold => fold.Obstacle is not null)
            .GroupBy(static fold => fold.Obstacle!, StringComparer.Ordinal)
            .Select(same => same.Count() == score.Folds.Count
                ? $"Probabilities are not calibrated: {same.Key}."
                : $"Probabilities of {Quantity.Of(same.Count(), "fold")} ({same.First().Fold}{(same.Count() > 1 ? ", ..." : "")}) are not "
                    + $"calibrated: {same.Key}."));
        return words;
    }

    /// <summary>A sentence on answers that are withheld.</summary>
    public static string Describe(AnsweredScore score)
    {
        var right = score.Accuracy is { } accuracy ? $", {Percent(accuracy, score.Interval)} of them rightly" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Where the most probable label has less than {score.RejectBelow:0.##} (reject_below), no answer is given: "
                + $"{100 * score.Answered:0.0} % of the test clips are answered{right}.");
    }

    /// <summary>Rows of answers above a probability.</summary>
    public static IReadOnlyList<RejectionRow> Rejection(ConfidenceScore score) =>
    [
        .. score.Rejection.Select(static row => new RejectionRow(
            row.Threshold, row.HeldOutKept, row.HeldOutAccuracy ?? double.NaN, row.Kept, row.Accuracy ?? double.NaN)),
    ];

    /// <summary>Rows of sets of labels.</summary>
    public static IReadOnlyList<LabelSetRow> Sets(ConfidenceScore score) =>
    [
        .. score.Sets.Select(static set => new LabelSetRow(
            set.Stated,
            new Estimate(set.Found, set.Interval?.Low, set.Interval?.High),
            set.MeanSize,
            set.Groups.MinBy(static group => group.Found) is { } lowest
                ? string.Create(CultureInfo.InvariantCulture, $"{lowest.Kind} {lowest.Name}: {100 * lowest.Found:0.0} % of {lowest.Clips}")
                : "")),
    ];

    private static string Temperatures(List<FoldCalibration> folds)
    {
        var clips = folds.Min(static fold => fold.Clips) == folds.Max(static fold => fold.Clips)
            ? Quantity.Of(folds[0].Clips, "clip")
            : string.Create(
                CultureInfo.InvariantCulture, $"{folds.Min(static fold => fold.Clips)} to {folds.Max(static fold => fold.Clips)} clips");
        return folds.Exists(static fold => fold.Temperature is null) ? clips
            : folds.Count <= MostFolds
                ? string.Join(", ", folds.Select(fold => string.Create(
                    CultureInfo.InvariantCulture,
                    $"temperature {fold.Temperature:0.00}{(folds.Count > 1 ? $" in fold {fold.Fold}" : "")}"))) + $", {clips}"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"temperatures {folds.Min(static fold => fold.Temperature):0.00} to {folds.Max(static fold => fold.Temperature):0.00} in "
                    + $"{folds.Count} folds, {clips} each");
    }

    private static string Percent(double share, BootstrapInterval? interval) => interval is null
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %")
        : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} % ({100 * interval.Low:0.0} to {100 * interval.High:0.0})");
}
