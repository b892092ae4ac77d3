using Bakeoff.Evaluation.Splits;
using Bakeoff.Models.Storage;

namespace Bakeoff.Experiments.Train;

/// <summary>The models of a training, one a fold.</summary>
internal static class FoldModels
{
    /// <summary>Loads the model of each fold when its turn comes, so that one is in memory at a time.</summary>
    /// <param name="training">Folder that the training left.</param>
    /// <param name="folds">The folds.</param>
    public static IEnumerable<(SplitFold Fold, TrainedModel Model)> Load(string training, IReadOnlyList<SplitFold> folds) =>
        folds.Select(fold => (fold, Load(training, fold, folds.Count)));

    /// <summary>Loads the model of a fold.</summary>
    /// <param name="training">Folder that the training left.</param>
    /// <param name="fold">The fold.</param>
    /// <param name="folds">Number of folds of the training.</param>
    public static TrainedModel Load(string training, SplitFold fold, int folds) =>
        TrainedModel.Load(ModelFolders.PathOf(training, fold.Name, folds));
}
