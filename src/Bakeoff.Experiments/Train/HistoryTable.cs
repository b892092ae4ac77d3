using System.Globalization;
using Bakeoff.Mlflow.Rest;
using Bakeoff.Neural.Training;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Experiments.Train;

/// <summary>Writes and reads <c>history.csv</c>: one row for each epoch of each fold.</summary>
public static class HistoryTable
{
    private static readonly string[] Header =
    [
        "fold", "epoch", "train_loss", "train_accuracy", "train_uar", "validation_loss", "validation_accuracy", "validation_uar", "learning_rate", "is_best",
    ];

    /// <summary>Writes the table.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="folds">Epochs of each fold, in order.</param>
    public static void Write(string path, IReadOnlyList<(string Fold, IReadOnlyList<EpochResult> Epochs)> folds) =>
        TableFile.Write(path, Header, folds.SelectMany(fold => fold.Epochs.Select(epoch => (fold.Fold, Epoch: epoch))), static (csv, row) =>
        {
            csv.WriteField(row.Fold);
            csv.WriteField(row.Epoch.Epoch.ToString(CultureInfo.InvariantCulture));
            foreach (var value in new[] { row.Epoch.TrainLoss, row.Epoch.TrainAccuracy, row.Epoch.TrainUar, row.Epoch.ValidationLoss, row.Epoch.ValidationAccuracy, row.Epoch.ValidationUar, row.Epoch.LearningRate })
            {
                csv.WriteField(value.ToString("R", CultureInfo.InvariantCulture));
            }

            csv.WriteField(row.Epoch.IsBest ? "true" : "false");
        });

    /// <summary>Reads the table.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <returns>Epochs of each fold, in the order written.</returns>
    public static IReadOnlyList<(string Fold, IReadOnlyList<EpochResult> Epochs)> Read(string path) => TableFile
        .Read(path, Header, static csv => (Fold: csv.GetField(0)!, Epoch: new EpochResult
        {
            Epoch = csv.GetField<int>(1),
            TrainLoss = csv.GetField<double>(2),
            TrainAccuracy = csv.GetField<double>(3),
            TrainUar = csv.GetField<double>(4),
            ValidationLoss = csv.GetField<double>(5),
            ValidationAccuracy = csv.GetField<double>(6),
            ValidationUar = csv.GetField<double>(7),
            LearningRate = csv.GetField<double>(8),
            IsBest = csv.GetField(9) == "true",
        }))
        .GroupBy(row => row.Fold, StringComparer.Ordinal)
        .Select(fold => (fold.Key, (IReadOnlyList<EpochResult>)fold.Select(row => row.Epoch).ToList()))
        .ToList();
}
