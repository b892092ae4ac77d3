using Bakeoff.Neural.Training;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Experiments.Train;

/// <summary>Writes and reads <c>history.csv</c>: one row for each epoch of each fold.</summary>
/// <remarks>A training of classes has accuracy and UAR as columns, one of numbers CCC.</remarks>
public static class HistoryTable
{
    private static readonly CsvTable<(string Fold, EpochResult Epoch)> Table = new();
    private static readonly CsvTable<(string Fold, EpochResult Epoch)> TargetTable = new();
    private static readonly CsvColumn<string> Fold = Table.Text("fold", static row => row.Fold);
    private static readonly CsvColumn<int> Epoch = Table.Int32("epoch", static row => row.Epoch.Epoch);
    private static readonly CsvColumn<double> TrainLoss = Table.Double("train_loss", static row => row.Epoch.TrainLoss);
    private static readonly CsvColumn<double> TrainAccuracy = Table.Double("train_accuracy", static row => row.Epoch.TrainAccuracy);
    private static readonly CsvColumn<double> TrainUar = Table.Double("train_uar", static row => row.Epoch.TrainUar);
    private static readonly CsvColumn<double> ValidationLoss = Table.Double("validation_loss", static row => row.Epoch.ValidationLoss);
    private static readonly CsvColumn<double> ValidationAccuracy =
        Table.Double("validation_accuracy", static row => row.Epoch.ValidationAccuracy);
    private static readonly CsvColumn<double> ValidationUar = Table.Double("validation_uar", static row => row.Epoch.ValidationUar);
    private static readonly CsvColumn<double> LearningRate = Table.Double("learning_rate", static row => row.Epoch.LearningRate);
    private static readonly CsvColumn<bool> IsBest = Table.Boolean("is_best", static row => row.Epoch.IsBest);

    private static readonly CsvColumn<string> TargetFold = TargetTable.Text("fold", static row => row.Fold);
    private static readonly CsvColumn<int> TargetEpoch = TargetTable.Int32("epoch", static row => row.Epoch.Epoch);
    private static readonly CsvColumn<double> TargetTrainLoss = TargetTable.Double("train_loss", static row => row.Epoch.TrainLoss);
    private static readonly CsvColumn<double> TrainCcc = TargetTable.Double("train_ccc", static row => row.Epoch.TrainCcc);
    private static readonly CsvColumn<double> TargetValidationLoss =
        TargetTable.Double("validation_loss", static row => row.Epoch.ValidationLoss);
    private static readonly CsvColumn<double> ValidationCcc = TargetTable.Double("validation_ccc", static row => row.Epoch.ValidationCcc);
    private static readonly CsvColumn<double> TargetLearningRate =
        TargetTable.Double("learning_rate", static row => row.Epoch.LearningRate);
    private static readonly CsvColumn<bool> IsBestOfTargets = TargetTable.Boolean("is_best", static row => row.Epoch.IsBest);

    /// <summary>Writes the table.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="folds">Epochs of each fold, in order.</param>
    public static void Write(string path, IReadOnlyList<(string Fold, IReadOnlyList<EpochResult> Epochs)> folds)
    {
        ArgumentNullException.ThrowIfNull(folds);
        var table = folds.Any(static fold => fold.Epochs.Any(static epoch => epoch.IsOfTargets)) ? TargetTable : Table;
        table.Write(path, folds.SelectMany(fold => fold.Epochs.Select(epoch => (fold.Fold, epoch))));
    }

    /// <summary>Reads the table.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <returns>Epochs of each fold, in the order written.</returns>
    /// <exception cref="TableException">The file is missing, lacks a column, or holds a value that does not parse.</exception>
    public static IReadOnlyList<(string Fold, IReadOnlyList<EpochResult> Epochs)> Read(string path) =>
    [
        .. ReadRows(path)
            .GroupBy(static row => row.Fold, StringComparer.Ordinal)
            .Select(static fold => (fold.Key, (IReadOnlyList<EpochResult>)[.. fold.Select(static row => row.Epoch)])),
    ];

    private static IEnumerable<(string Fold, EpochResult Epoch)> ReadRows(string path)
    {
        var header = File.Exists(path) ? File.ReadLines(path).FirstOrDefault() ?? "" : "";
        return header.Contains(",train_ccc,", StringComparison.Ordinal)
            ? TargetTable.Read(path, static row => (row.Get(TargetFold), ReadTargetEpoch(row)))
            : Table.Read(path, static row => (row.Get(Fold), ReadEpoch(row)));
    }

    private static EpochResult ReadTargetEpoch(CsvRow row) => new()
    {
        Epoch = row.Get(TargetEpoch),
        TrainLoss = row.Get(TargetTrainLoss),
        TrainAccuracy = double.NaN,
        TrainUar = double.NaN,
        TrainCcc = row.Get(TrainCcc),
        ValidationLoss = row.Get(TargetValidationLoss),
        ValidationCcc = row.Get(ValidationCcc),
        LearningRate = row.Get(TargetLearningRate),
        IsBest = row.Get(IsBestOfTargets),
    };

    private static EpochResult ReadEpoch(CsvRow row) => new()
    {
        Epoch = row.Get(Epoch),
        TrainLoss = row.Get(TrainLoss),
        TrainAccuracy = row.Get(TrainAccuracy),
        TrainUar = row.Get(TrainUar),
        ValidationLoss = row.Get(ValidationLoss),
        ValidationAccuracy = row.Get(ValidationAccuracy),
        ValidationUar = row.Get(ValidationUar),
        LearningRate = row.Get(LearningRate),
        IsBest = row.Get(IsBest),
    };
}
