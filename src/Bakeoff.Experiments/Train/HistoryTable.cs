using Bakeoff.Neural.Training;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Experiments.Train;

/// <summary>Writes and reads <c>history.csv</c>: one row for each epoch of each fold.</summary>
/// <remarks>Where classes are learned, it has columns of accuracy and UAR; where numbers are learned, of CCC.</remarks>
public static class HistoryTable
{
    /// <summary>Writes the table.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="folds">Epochs of each fold, in order.</param>
    public static void Write(string path, IReadOnlyList<(string Fold, IReadOnlyList<EpochResult> Epochs)> folds)
    {
        ArgumentNullException.ThrowIfNull(folds);
        List<(string Fold, EpochResult Epoch)> rows = [.. folds.SelectMany(static fold => fold.Epochs.Select(epoch => (fold.Fold, epoch)))];
        var hasTargets = rows.Exists(static row => row.Epoch.HasTargets);
        new Form(hasClasses: !hasTargets || rows.Exists(static row => row.Epoch.HasClasses), hasTargets).Table.Write(path, rows);
    }

    /// <summary>Reads the table.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <returns>Epochs of each fold, in the order written.</returns>
    /// <exception cref="TableException">The file is missing, lacks a column, or holds a value that does not parse.</exception>
    public static IReadOnlyList<(string Fold, IReadOnlyList<EpochResult> Epochs)> Read(string path)
    {
        var header = File.Exists(path) ? CsvFiles.ReadHeader(path) : [];
        var hasTargets = header.Contains("train_ccc", StringComparer.Ordinal);
        var form = new Form(hasClasses: !hasTargets || header.Contains("train_uar", StringComparer.Ordinal), hasTargets);
        return
        [
            .. form.Table.Read(path, form.Read)
                .GroupBy(static row => row.Fold, StringComparer.Ordinal)
                .Select(static fold => (fold.Key, (IReadOnlyList<EpochResult>)[.. fold.Select(static row => row.Epoch)])),
        ];
    }

    private sealed class Form
    {
        private readonly CsvColumn<string> _fold;
        private readonly CsvColumn<int> _epoch;
        private readonly CsvColumn<double> _trainLoss;
        private readonly CsvColumn<double>? _trainAccuracy;
        private readonly CsvColumn<double>? _trainUar;
        private readonly CsvColumn<double>? _trainCcc;
        private readonly CsvColumn<double> _validationLoss;
        private readonly CsvColumn<double>? _validationAccuracy;
        private readonly CsvColumn<double>? _validationUar;
        private readonly CsvColumn<double>? _validationCcc;
        private readonly CsvColumn<double> _learningRate;
        private readonly CsvColumn<bool> _isBest;

        public Form(bool hasClasses, bool hasTargets)
        {
            CsvColumn<double>? Number(bool isThere, string name, Func<EpochResult, double> value) =>
                isThere ? Table.Double(name, row => value(row.Epoch)) : null;
            _fold = Table.Text("fold", static row => row.Fold);
            _epoch = Table.Int32("epoch", static row => row.Epoch.Epoch);
            _trainLoss = Table.Double("train_loss", static row => row.Epoch.TrainLoss);
            _trainAccuracy = Number(hasClasses, "train_accuracy", static epoch => epoch.TrainAccuracy);
            _trainUar = Number(hasClasses, "train_uar", static epoch => epoch.TrainUar);
            _trainCcc = Number(hasTargets, "train_ccc", static epoch => epoch.TrainCcc);
            _validationLoss = Table.Double("validation_loss", static row => row.Epoch.ValidationLoss);
            _validationAccuracy = Number(hasClasses, "validation_accuracy", static epoch => epoch.ValidationAccuracy);
            _validationUar = Number(hasClasses, "validation_uar", static epoch => epoch.ValidationUar);
            _validationCcc = Number(hasTargets, "validation_ccc", static epoch => epoch.ValidationCcc);
            _learningRate = Table.Double("learning_rate", static row => row.Epoch.LearningRate);
            _isBest = Table.Boolean("is_best", static row => row.Epoch.IsBest);
        }

        public CsvTable<(string Fold, EpochResult Epoch)> Table { get; } = new();

        public (string Fold, EpochResult Epoch) Read(CsvRow row)
        {
            double Get(CsvColumn<double>? column) => column is null ? double.NaN : row.Get(column);
            return (row.Get(_fold), new EpochResult
            {
                Epoch = row.Get(_epoch),
                TrainLoss = row.Get(_trainLoss),
                TrainAccuracy = Get(_trainAccuracy),
                TrainUar = Get(_trainUar),
                TrainCcc = Get(_trainCcc),
                ValidationLoss = row.Get(_validationLoss),
                ValidationAccuracy = Get(_validationAccuracy),
                ValidationUar = Get(_validationUar),
                ValidationCcc = Get(_validationCcc),
                LearningRate = row.Get(_learningRate),
                IsBest = row.Get(_isBest),
            });
        }
    }
}
