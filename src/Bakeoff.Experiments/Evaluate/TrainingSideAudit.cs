using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bakeoff.Audio.Features;
using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Confidence;
using Bakeoff.Classifiers.Selection;
using Bakeoff.Corpora;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Train;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Evaluate;

/// <summary>
/// Verifies, before a model is evaluated, that what it learnt beside its weights came from its training side: learns it again from those
/// clips and compares bit by bit.
/// </summary>
/// <param name="data">Clips, features and folds.</param>
/// <param name="pool">Threads to compute with; they change no result.</param>
internal sealed class TrainingSideAudit(FoldData data, WorkerPool pool)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private ILookup<string, HeldOutEntry>? _heldOut;

    /// <summary>Writes the checks of all folds as JSON.</summary>
    public static void Write(string path, IReadOnlyList<ProtocolCheck> checks) =>
        File.WriteAllBytes(path, [.. JsonSerializer.SerializeToUtf8Bytes(checks, Json), (byte)'\n']);

    /// <summary>Checks one fold.</summary>
    /// <param name="fold">The fold.</param>
    /// <param name="model">Its model.</param>
    /// <param name="training">Folder of the training's results.</param>
    /// <exception cref="StageFailedException">Something was learnt from other clips.</exception>
    public IReadOnlyList<ProtocolCheck> Check(SplitFold fold, TrainedModel model, string training) =>
        model switch
        {
            ClassifierModel classifier =>
            [
                Scaling(fold, classifier),
                Selection(fold, classifier),
                .. Calibration(fold, model, () => HeldOut(fold, classifier, training)),
                .. Edges(fold, training),
            ],
            NetworkModel network =>
            [
                Scaling(fold, network),
                EarlyStopping(fold, network, Path.Combine(training, TrainStage.HistoryFile)),
                .. Calibration(fold, model, () => data.HeldOut(fold, model.PredictUncalibrated(data.Table(fold, Partition.Validation), pool))),
                .. Edges(fold, training),
            ],
            _ => throw new ArgumentOutOfRangeException(nameof(model), model.GetType().Name, "Unknown model."),
        };

    private IEnumerable<ProtocolCheck> Edges(SplitFold fold, string training)
    {
        if (data.Bins is not { } bins)
        {
            yield break;
        }

        var recorded = EdgeTable.Read(Path.Combine(training, TrainStage.EdgesFile)).Where(entry => entry.Fold == fold.Name);
        var edges = string.Join(", ", bins.EdgesOf(fold).Select(ColumnValues.TextOfNumber));
        if (!recorded.SequenceEqual(bins.Entries().Where(entry => entry.Fold == fold.Name)))
        {
            throw AuditFailure.Create(fold, $"{TrainStage.EdgesFile} has other edges of the labels than {{value}}", "the same bits", edges);
        }

        yield return new ProtocolCheck(
            fold.Name,
            "bins",
            bins.AreStated
                ? $"Edges of the labels are those of the experiment: {edges}."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"Edges of the labels, {edges}, were found again on the {fold.IndicesOf(Partition.Train).Length} clips of the train "
                        + $"partition: the same bits."));
    }

    private static IEnumerable<ProtocolCheck> Calibration(SplitFold fold, TrainedModel model, Func<HeldOutClips> heldOut)
    {
        if (model.Calibration is not { } calibration)
        {
            yield break;
        }

        if (calibration.Obstacle is { } obstacle)
        {
            yield return new ProtocolCheck(fold.Name, "calibration", $"Probabilities are not calibrated: {obstacle}.");
            yield break;
        }

        var expected = CalibrationFitter.Fit(calibration.Method, heldOut());
        if (!expected.Weights.SequenceEqual(calibration.Weights) || !expected.Biases.SequenceEqual(calibration.Biases))
        {
            throw AuditFailure.Create(
                fold, $"the calibration is not that of the {expected.Clips} clips which were held out", "the same bits");
        }

        var clips = calibration.HeldOutBy == HeldOutClips.Validation
            ? "validation clips"
            : "clips of the training side, each held out by an inner fold";
        yield return new ProtocolCheck(
            fold.Name,
            "calibration",
            string.Create(
                CultureInfo.InvariantCulture,
                $"The {YamlName.Of(calibration.Method)} calibration was fitted again on the {expected.Clips} {clips}, of which none is tested: "
                    + $"the same bits."));
    }

    /// <summary>The clips that a classifier's probabilities were calibrated on, if they are those of the training side.</summary>
    private HeldOutClips HeldOut(SplitFold fold, ClassifierModel model, string training)
    {
        var side = data.TrainingSide(fold);
        _heldOut ??= HeldOutTable
            .Read(Path.Combine(training, TrainStage.HeldOutFile))
            .ToLookup(static entry => entry.Fold, StringComparer.Ordinal);
        List<HeldOutEntry> entries = [.. _heldOut[fold.Name]];
        if (!entries.Select(static entry => entry.Sha256).SequenceEqual(side.Clips.Select(static clip => clip.Sha256)))
        {
            throw AuditFailure.Create(
                fold, $"{TrainStage.HeldOutFile} has other clips than the {side.Clips.Count} of the training side", "the same clips");
        }

        return new HeldOutClips(HeldOutClips.InnerFolds, entries.ConvertAll(static entry => entry.Probabilities), side.Classes)
        {
            Smallest = model.Fitted.Classifier.SmallestProbability,
        };
    }

    private ProtocolCheck Scaling(SplitFold fold, NetworkModel model)
    {
        var expected = IsScaled(model) ? Standardizer.Fit(data.Sequences(fold, Partition.Train)) : null;
        return Scaling(
            fold,
            model,
            IsSame(expected?.Mean, model.Standardizer?.Mean) && IsSame(expected?.StandardDeviation, model.Standardizer?.StandardDeviation),
            fold.IndicesOf(Partition.Train).Length);
    }

    private ProtocolCheck Scaling(SplitFold fold, ClassifierModel model)
    {
        var training = data.TrainingSide(fold);
        var expected = IsScaled(model)
            ? StandardScaler.Fit(
                training.Take([.. Enumerable.Range(0, training.Clips.Count)]).Rows, model.Scaler?.Scaling ?? default, pool.ThreadCount)
            : null;
        return Scaling(
            fold,
            model,
            IsSame(expected?.Mean, model.Scaler?.Mean)
                && IsSame(expected?.Scale, model.Scaler?.Scale)
                && expected?.Limit == model.Scaler?.Limit,
            training.Clips.Count);
    }

    private ProtocolCheck Scaling(SplitFold fold, TrainedModel model, bool isSame, int clips)
    {
        if (!isSame)
        {
            throw AuditFailure.Create(
                fold, $"the model's means and deviations are not those of its {clips} training clips", "the same bits");
        }

        var copies =
            data.Copies.Count == 0
                ? string.Empty
                : string.Create(CultureInfo.InvariantCulture, $" and their {data.Copies.Count * clips} copies");
        return new ProtocolCheck(
            fold.Name,
            "normalization",
            model.Normalization switch
            {
                FeatureNormalization.None => "Features are used as they are.",
                FeatureNormalization.Speaker => "Transductive: each speaker's features by all of that speaker's clips, labels unseen.",
                _ => string.Create(CultureInfo.InvariantCulture, $"Learnt again from the {clips} training clips{copies}: the same bits."),
            });
    }

    private static ProtocolCheck Selection(SplitFold fold, ClassifierModel model)
    {
        var candidates = model.Selection.Candidates;
        var rule = candidates[0].Lead is null ? "best" : "first within one standard error of the best";
        return model.Selection.Chosen == CandidateChoice.PositionOf(candidates)
            ? new ProtocolCheck(
                fold.Name,
                "selection",
                candidates.Count == 1
                    ? "There was one candidate."
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"The chosen candidate is the {rule} of {candidates.Count} on {model.Selection.HoldOuts}."))
            : throw AuditFailure.Create(
                fold, $"candidate {model.Selection.Chosen + 1} was chosen", $"the {rule} on the inner folds");
    }

    // The metrics that stopped the training must be those of the saved weights on the validation clips. Weights are of the best epoch, or
    // of the last where asked for.
    private ProtocolCheck EarlyStopping(SplitFold fold, NetworkModel model, string history)
    {
        var epochs = HistoryTable.Read(history).First(entry => entry.Fold == fold.Name).Epochs;
        var validation = fold.IndicesOf(Partition.Validation);
        if (validation.Length == 0)
        {
            return new ProtocolCheck(fold.Name, "early_stopping", "There are no validation clips; training figures alone were looked at.");
        }

        EpochResult[] saved = [epochs.Last(static epoch => epoch.IsBest), epochs[^1]];
        var (isSame, found) = data.Labels.Count == 0
            ? CompareCcc(model, fold, data.Targets!, saved)
            : CompareAccuracy(model, fold, [.. validation.Where(clip => data.LabelOf(fold, clip).Length > 0)], saved);
        return isSame
            ? new ProtocolCheck(
                fold.Name,
                "early_stopping",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The saved weights reach the recorded figures on the {validation.Length} validation clips, of which none is tested."))
            : throw AuditFailure.Create(fold, found, $"what {TrainStage.HistoryFile} records");
    }

    private (bool IsSame, string Found) CompareAccuracy(NetworkModel model, SplitFold fold, int[] validation, EpochResult[] saved)
    {
        var (right, tied) = Count(model, fold, validation);
        return (
            saved.Any(epoch => Math.Abs((epoch.ValidationAccuracy * validation.Length) - right) <= tied + 1e-6),
            string.Create(
                CultureInfo.InvariantCulture, $"the saved weights tell {right} of {validation.Length} validation clips right"));
    }

    // Predictions are float32 in the corpus's units, training compared the network's outputs: a few units in the seventh digit apart.
    private (bool IsSame, string Found) CompareCcc(NetworkModel model, SplitFold fold, TargetValues targets, EpochResult[] saved)
    {
        double[] predicted = [.. model.Predict(data.Table(fold, Partition.Validation), pool).Cast<float>()];
        var truth = targets.Select(fold.IndicesOf(Partition.Validation));
        var ccc = ConcordanceCorrelation.MeanOverTargets(truth, predicted, targets.Names.Count);
        return (
            saved.Any(epoch => double.IsNaN(ccc) ? double.IsNaN(epoch.ValidationCcc) : Math.Abs(epoch.ValidationCcc - ccc) <= 1e-5),
            string.Create(CultureInfo.InvariantCulture, $"the saved weights reach a CCC of {ccc:0.0000} on the validation clips"));
    }

    // Probabilities are float32: of two classes that it cannot tell apart, training may have preferred the other.
    private (int Right, int Tied) Count(NetworkModel model, SplitFold fold, int[] validation)
    {
        var probabilities = model.PredictUncalibrated(data.Features.Select(validation), pool);
        var (right, tied) = (0, 0);
        for (var row = 0; row < validation.Length; row++)
        {
            double[] scores = [.. Enumerable.Range(0, data.Labels.Count).Select(k => (double)probabilities[row, k])];
            var best = Softmax.ArgMax(scores);
            right += data.Labels[best] == data.LabelOf(fold, validation[row]) ? 1 : 0;
            tied += scores.Count(score => score == scores[best]) > 1 ? 1 : 0;
        }

        return (right, tied);
    }

    private static bool IsScaled(TrainedModel model) => model.Normalization is FeatureNormalization.Train or FeatureNormalization.Clip
        || model is ClassifierModel { Normalization: FeatureNormalization.Speaker, Scaler.Scaling: FeatureScaling.Robust };

    private static bool IsSame<T>(IReadOnlyList<T>? expected, IReadOnlyList<T>? found) =>
        expected is null ? found is null : found is not null && expected.SequenceEqual(found);
}
