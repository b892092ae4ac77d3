using Bakeoff.Neural.Training;

namespace Bakeoff.Experiments.Train;

/// <summary>Metrics of a training that no test clip has a part in, by which settings may be chosen.</summary>
public static class ValidationFigures
{
    /// <summary>UAR over the inner folds of the classifier that was chosen, under the name that MLflow has it by.</summary>
    public const string InnerUar = "inner_uar";

    /// <summary>Mean CCC over the inner folds of the regressor that was chosen.</summary>
    public const string InnerCcc = "inner_ccc";

    private static readonly (string Name, StopMetric Metric)[] OfEpochs =
    [
        ("validation_uar", StopMetric.ValidationUar),
        ("validation_ccc", StopMetric.ValidationCcc),
        ("validation_accuracy", StopMetric.ValidationAccuracy),
        ("validation_loss", StopMetric.ValidationLoss),
    ];

    /// <summary>Reads the metrics of an experiment's latest training.</summary>
    /// <param name="folder">Folder of its results.</param>
    /// <returns>
    /// Of a network, those of the best epoch; of a classifier with several candidates, <see cref="InnerUar"/>; each the mean over the folds.
    /// None where nothing was validated.
    /// </returns>
    /// <exception cref="Pipeline.Tables.TableException">A table is damaged.</exception>
    public static IReadOnlyList<(string Name, double Value)> Read(string folder)
    {
        var history = Path.Combine(folder, TrainStage.HistoryFile);
        var candidates = Path.Combine(folder, TrainStage.CandidatesFile);
        (string Name, double Value)[] figures =
            File.Exists(history) ? ReadEpochs(history)
            : File.Exists(candidates) ? ReadCandidates(candidates)
            : [];
        return [.. figures.Where(static figure => double.IsFinite(figure.Value))];
    }

    /// <summary>Reads one metric fold by fold.</summary>
    /// <param name="folder">Folder of the results.</param>
    /// <param name="name">Name of the metric.</param>
    /// <returns>The metric of each fold that has it, in the order of the folds; none where nothing was validated.</returns>
    /// <exception cref="Pipeline.Tables.TableException">A table is damaged.</exception>
    public static IReadOnlyList<(string Fold, double Value)> ReadFolds(string folder, string name)
    {
        var history = Path.Combine(folder, TrainStage.HistoryFile);
        var candidates = Path.Combine(folder, TrainStage.CandidatesFile);
        var metric = OfEpochs.FirstOrDefault(figure => figure.Name == name);
        IEnumerable<(string Fold, double Value)> folds =
            File.Exists(history) && metric.Name is not null
                ? HistoryTable.Read(history).Select(fold => (fold.Fold, BestOf(fold.Epochs).Value(metric.Metric)))
            : File.Exists(candidates)
                ? CandidateTable
                    .Read(candidates)
                    .Where(static row => row.IsChosen)
                    .Select(row => (row.Fold, (name == InnerUar ? row.InnerUar : name == InnerCcc ? row.InnerCcc : null) ?? double.NaN))
            : [];
        return [.. folds.Where(static fold => double.IsFinite(fold.Value))];
    }

    private static EpochResult BestOf(IReadOnlyList<EpochResult> epochs) => epochs.LastOrDefault(static epoch => epoch.IsBest) ?? epochs[^1];

    private static (string Name, double Value)[] ReadEpochs(string path)
    {
        var best = HistoryTable.Read(path).Select(static fold => BestOf(fold.Epochs)).ToList();
        return [.. OfEpochs.Select(figure => (figure.Name, Mean(best.Select(epoch => epoch.Value(figure.Metric)))))];
    }

    private static (string Name, double Value)[] ReadCandidates(string path)
    {
        var chosen = CandidateTable.Read(path).Where(static row => row.IsChosen).ToList();
        return
        [
            (InnerUar, Mean(chosen.Select(static row => row.InnerUar ?? double.NaN))),
            (InnerCcc, Mean(chosen.Select(static row => row.InnerCcc ?? double.NaN))),
        ];
    }

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();
}
