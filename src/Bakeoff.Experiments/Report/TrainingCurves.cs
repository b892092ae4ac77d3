using Bakeoff.Neural.Training;
using Bakeoff.Reports.Charts;

namespace Bakeoff.Experiments.Report;

/// <summary>Training histories as the charts draw them.</summary>
public static class TrainingCurves
{
    /// <summary>Epochs as the charts want them.</summary>
    public static IReadOnlyList<TrainingCurve> From(IEnumerable<(string Fold, IReadOnlyList<EpochResult> Epochs)> folds) =>
        folds
            .Select(fold => new TrainingCurve(
                fold.Fold,
                fold.Epochs.Select(e => new EpochRow(
                        e.Epoch,
                        e.TrainLoss,
                        e.TrainAccuracy,
                        e.ValidationLoss,
                        e.ValidationAccuracy,
                        e.ValidationUar,
                        e.LearningRate)
                    {
                        TrainCcc = e.TrainCcc,
                        ValidationCcc = e.ValidationCcc,
                    })
                    .ToList(),
                fold.Epochs.LastOrDefault(e => e.IsBest)?.Epoch))
            .ToList();
}
