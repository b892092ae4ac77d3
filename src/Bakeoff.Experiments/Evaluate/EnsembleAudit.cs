using System.Globalization;
using Bakeoff.Classifiers.Ensembles;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Train;
using Bakeoff.Models.Storage;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Evaluate;

/// <summary>
/// Verifies, before an ensemble is evaluated, that none of its members and none of its weights learnt from a test clip: repeats the audit of
/// each member on its own training side, and fits the weights of stacking again.
/// </summary>
internal static class EnsembleAudit
{
    /// <summary>Checks one fold.</summary>
    /// <param name="fold">The fold.</param>
    /// <param name="model">Its ensemble.</param>
    /// <param name="members">What the members read; opened, so that none was trained on a test clip.</param>
    /// <param name="own">Clips and folds of the ensemble, and the folder of its training's results.</param>
    /// <param name="pool">Threads to compute with; they change no result.</param>
    /// <exception cref="StageFailedException">Something was learnt from other clips.</exception>
    public static IEnumerable<ProtocolCheck> Check(
        SplitFold fold, EnsembleModel model, EnsembleData members, (FoldData Data, string Training) own, WorkerPool pool)
    {
        foreach (var ((member, data), trained) in members.Members.Zip(model.Members))
        {
            var same = data.Folds.First(known => known.Name == fold.Name);
            foreach (var check in new TrainingSideAudit(data, pool).Check(same, trained, member.FolderOf(StageNames.Train)))
            {
                yield return check with { Finding = $"Member {member.Name}: {check.Finding}" };
            }
        }

        var tested = fold.IndicesOf(Partition.Test).Length;
        yield return new ProtocolCheck(
            fold.Name,
            "members",
            string.Create(
                CultureInfo.InvariantCulture, $"None of {members.Members.Count} members was trained on one of the {tested} test clips."));
        if (model.Fusion.By == FusionRule.Stacking)
        {
            yield return Stacking(fold, model, own.Data, own.Training);
        }
    }

    private static ProtocolCheck Stacking(SplitFold fold, EnsembleModel model, FoldData own, string training)
    {
        var rows = HeldOutTable.Read(Path.Combine(training, TrainStage.HeldOutFile));
        var tested = fold.IndicesOf(Partition.Test).Select(clip => own.Clips[clip].Sha256).ToHashSet(StringComparer.Ordinal);
        var expected = EnsembleTrainStage.Stack(fold.Name, own.Labels, rows, model.Members.Count);
        var isLeak = rows.Any(row => row.Fold == fold.Name && tested.Contains(row.Sha256));
        return !isLeak && expected.Coefficients.SequenceEqual(model.Fusion.Coefficients)
            ? new ProtocolCheck(
                fold.Name,
                "stacking",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The weights were fitted again on the {expected.Clips} clips that every member held out, of which none is tested: the "
                        + $"same bits."))
            : throw AuditFailure.Create(
                fold,
                $"the weights of stacking {(isLeak ? "saw a test clip" : "are not those of the held-out clips")}",
                "weights of clips that are not tested");
    }
}
