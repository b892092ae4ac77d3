using Bakeoff.Classifiers.Confidence;
using Bakeoff.Evaluation.Groups;
using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Metrics;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Results;

/// <summary>Evaluates calibrated probabilities on test clips.</summary>
/// <remarks>Determinism: the result depends on the predictions in their order, the labels and the seed.</remarks>
public static class ConfidenceEvaluator
{
    private static readonly LogLoss Loss = new();

    /// <summary>Evaluates the predictions of all folds.</summary>
    /// <param name="labels">Names of the classes, in the order of the probabilities.</param>
    /// <param name="predictions">At least one prediction, with calibrated probabilities.</param>
    /// <param name="uncalibrated">Probabilities of the same clips before calibration, shape [clips, K].</param>
    /// <param name="folds">Calibration of the models of those folds that have one.</param>
    /// <param name="seed">Seed of the experiment; the stream <c>confidence</c> is used.</param>
    /// <param name="groupings">Groups of the clips of which coverage is shown as well. Default: none.</param>
    /// <remarks>Cost: 2000 resamples of the test clips.</remarks>
    public static ConfidenceScore Evaluate(
        IReadOnlyList<string> labels,
        IReadOnlyList<Prediction> predictions,
        double[] uncalibrated,
        IReadOnlyDictionary<string, ProbabilityCalibration> folds,
        ulong seed,
        IReadOnlyList<ClipGrouping>? groupings = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(uncalibrated);
        ArgumentNullException.ThrowIfNull(folds);
        var truth = Evaluator.Classes(labels, predictions, static prediction => prediction.Label);
        double[] calibrated = [.. predictions.SelectMany(static prediction => prediction.Probabilities).Select(static p => (double)p)];
        var (before, after) = (Classify(labels, truth, uncalibrated), Classify(labels, truth, calibrated));

        // Sets are of clips whose fold was calibrated: sets[level][clip] is the number of labels, negative without the true one, or 0.
        var fitted = folds.Values.FirstOrDefault(static fold => fold.IsFitted);
        var levels = fitted?.Conformal.Select(static level => level.Coverage).ToList() ?? [];
        var sets = levels.ConvertAll(level =>
            predictions.Select((clip, i) => SetOf(clip, truth[i], folds.GetValueOrDefault(clip.Fold), level)).ToArray());
        var units = new BootstrapUnits([.. predictions.Select(static prediction => prediction.Speaker)]);
        var bootstrap = new SumBootstrap(
            units,
            [
                [.. truth.Select(static _ => 1.0)],
                .. GapsOf(before),
                .. GapsOf(after),
                .. sets.SelectMany(static sizes => new double[][]
                {
                    [.. sizes.Select(static size => size == 0 ? 0.0 : 1)],
                    [.. sizes.Select(static size => size > 0 ? 1.0 : 0)],
                }),
            ]);
        const int Bins = Calibration.BinCount;
        var intervals = bootstrap.Intervals(
            [
                static sums => Error(sums.AsSpan(1, Bins), sums[0]),
                static sums => Error(sums.AsSpan(1 + Bins, Bins), sums[0]),
                .. levels.Select((_, level) => (Func<double[], double>)(sums =>
                    sums[1 + (2 * Bins) + (2 * level) + 1] / sums[1 + (2 * Bins) + (2 * level)])),
            ],
            new SeededRandom(seed, "confidence"));
        return new ConfidenceScore
        {
            Folds =
            [
                .. folds.Select(static fold => new FoldCalibration(
                    fold.Key,
                    YamlName.Of(fold.Value.Method),
                    fold.Value.HeldOutBy,
                    fold.Value.Clips,
                    fold.Value.Temperature,
                    fold.Value.Obstacle)),
            ],
            Before = Score(before, intervals[0]),
            After = Score(after, intervals[1]),
            Rejection = Reject(after, [.. folds.Values]),
            Sets = [.. levels.Select((stated, level) => Cover(stated, sets[level], predictions, groupings ?? [], intervals[2 + level]))],
        };
    }

    private static ClassifiedClips Classify(IReadOnlyList<string> labels, int[] truth, double[] probabilities) => new(
        labels,
        truth,
        [.. truth.Select((_, clip) => Softmax.ArgMax(probabilities.AsSpan(clip * labels.Count, labels.Count)))],
        probabilities);

    private static CalibrationScore Score(ClassifiedClips clips, BootstrapInterval? interval)
    {
        var calibration = Calibration.Measure(clips)!;
        return new CalibrationScore(Loss.Compute(clips)!.Value, calibration.ExpectedCalibrationError, interval, calibration.Bins);
    }

    /// <summary>For each bin of confidence, 1 or 0 for right or wrong minus the confidence of each clip in the bin; 0 for others.</summary>
    private static double[][] GapsOf(ClassifiedClips clips)
    {
        var gaps = Enumerable.Range(0, Calibration.BinCount).Select(_ => new double[clips.Truth.Length]).ToArray();
        for (var clip = 0; clip < clips.Truth.Length; clip++)
        {
            var confidence = clips.Probabilities[(clip * clips.ClassCount) + clips.Predicted[clip]];
            gaps[Calibration.BinOf(confidence)][clip] = (clips.Truth[clip] == clips.Predicted[clip] ? 1 : 0) - confidence;
        }

        return gaps;
    }

    private static double Error(ReadOnlySpan<double> gaps, double clips)
    {
        var error = 0.0;
        foreach (var gap in gaps)
        {
            error += Math.Abs(gap);
        }

        return error / clips;
    }

    private static int SetOf(Prediction clip, int truth, ProbabilityCalibration? fold, double coverage)
    {
        if (fold?.Conformal.FirstOrDefault(level => level.Coverage == coverage) is not { } level)
        {
            return 0;
        }

        var size = Enumerable.Range(0, clip.Probabilities.Count).Count(k => level.Holds(clip.Probabilities, k));
        return level.Holds(clip.Probabilities, truth) ? size : -size;
    }

    private static List<RejectionScore> Reject(ClassifiedClips test, IReadOnlyList<ProbabilityCalibration> folds)
    {
        var confidences = new float[test.Truth.Length];
        var isRight = new bool[test.Truth.Length];
        for (var clip = 0; clip < confidences.Length; clip++)
        {
            confidences[clip] = (float)test.Probabilities[(clip * test.ClassCount) + test.Predicted[clip]];
            isRight[clip] = test.Predicted[clip] == test.Truth[clip];
        }

        var steps = ConfidenceStep.Sum([.. folds.Select(static fold => fold.Steps)]);
        return
        [
            .. steps.Select(step =>
            {
                var kept = confidences.Count(confidence => confidence >= step.Threshold);
                var right = confidences.Index().Count(clip => clip.Item >= step.Threshold && isRight[clip.Index]);
                return new RejectionScore(
                    step.Threshold,
                    step.Kept / (double)steps[0].Kept,
                    step.Accuracy,
                    kept / (double)confidences.Length,
                    kept == 0 ? null : right / (double)kept);
            }),
        ];
    }

    private static CoverageScore Cover(
        double stated, int[] sizes, IReadOnlyList<Prediction> predictions, IReadOnlyList<ClipGrouping> groupings, BootstrapInterval? interval)
    {
        int[] covered = [.. Enumerable.Range(0, sizes.Length).Where(clip => sizes[clip] != 0)];
        return new CoverageScore(
            stated,
            Share(covered),
            interval,
            covered.Sum(clip => Math.Abs(sizes[clip])) / (double)covered.Length,
            [
                .. Groups("fold", isSorted: false, clip => predictions[clip].Fold),
                .. Groups("speaker", isSorted: true, clip => predictions[clip].Speaker),
                .. groupings.SelectMany(grouping => Groups(
                    grouping.Column, isSorted: true, clip => grouping.GroupOf[clip] < 0 ? "" : grouping.Names[grouping.GroupOf[clip]])),
            ]);

        double Share(IReadOnlyCollection<int> clips) => clips.Count(clip => sizes[clip] > 0) / (double)clips.Count;

        IEnumerable<GroupCoverage> Groups(string kind, bool isSorted, Func<int, string> key)
        {
            var groups = covered.GroupBy(key, StringComparer.Ordinal).ToList();
            return groups.Count < 2
                ? []
                : (isSorted ? groups.OrderBy(static group => group.Key, StringComparer.Ordinal) : groups.AsEnumerable())
                    .Where(static group => group.Key.Length > 0)
                    .Select(group => new GroupCoverage(kind, group.Key, group.Count(), Share([.. group])));
        }
    }
}
