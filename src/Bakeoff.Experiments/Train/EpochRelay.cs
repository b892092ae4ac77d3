using System.Globalization;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Stages;
using Bakeoff.Neural.Training;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Train;

/// <summary>Passes each epoch on to the listener, and as progress with its metrics.</summary>
[OutsideFingerprint("tells how far the work is; cannot change a result")]
internal sealed class EpochRelay(
    IProgress<StageProgress> progress,
    ITrainingListener listener,
    IReadOnlyList<SplitFold> folds,
    SplitFold fold,
    int epochs) : IProgress<EpochResult>
{
    public void Report(EpochResult value)
    {
        listener.EpochEnded(value);
        var where = folds.Count == 1 ? string.Empty : $"fold {fold.Name}, ";

        (string Name, double Score)[] scores =
        [
            .. value.HasClasses ? [("UAR", value.ValidationUar)] : Array.Empty<(string, double)>(),
            .. value.HasTargets ? [("CCC", value.ValidationCcc)] : Array.Empty<(string, double)>(),
        ];
        var validation = string.Concat(
            scores.Select(static score => string.Create(CultureInfo.InvariantCulture, $", {score.Name} {score.Score:0.000}")));

        // All folds count, so that the remaining time is that of the stage; a fold that stops early is skipped over.
        var before = epochs * folds.TakeWhile(other => other != fold).Count();
        progress.Report(
            new StageProgress(
                before + value.Epoch,
                epochs * folds.Count,
                "epochs",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{where}loss {value.TrainLoss:0.000}; validation: loss {value.ValidationLoss:0.000}{validation}"
                        + $"{(value.IsBest ? " (best)" : string.Empty)}")));
    }
}
