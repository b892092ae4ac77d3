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
    public static IReadOnlyList<(string Name, double Value)> Read(string folder) => [.. Means(ReadFolds(folder))];

    /// <summary>Reads one metric fold by fold.</summary>
    /// <param name="folder">Folder of the results.</param>
    /// <param name="name">Name of the metric.</param>
    /// <returns>The metric of each fold that has it, in the order of the folds; none where nothing was validated.</returns>
    /// <exception cref="Pipeline.Tables.TableException">A table is damaged.</exception>
    public static IReadOnlyList<(string Fold, double Value)> ReadFolds(string folder, string name) =>
    [
        .. ReadFolds(folder)
            .Where(figure => figure.Name == name && double.IsFinite(figure.Value))
            .Select(static figure => (figure.Fold, figure.Value)),
    ];

    /// <summary>Reads the metrics that several folds have, each the mean over them; none of a single fold.</summary>
    /// <param name="folder">Folder of the results.</param>
    /// <exception cref="Pipeline.Tables.TableException">A table is damaged.</exception>
    internal static IEnumerable<(string Name, double Value)> ReadMeans(string folder)
    {
        var figures = ReadFolds(folder).ToList();
        var names = figures
            .Where(static figure => double.IsFinite(figure.Value))
            .CountBy(static figure => figure.Name, StringComparer.Ordinal);
        var several = names.Where(static name => name.Value > 1).Select(static name => name.Key).ToHashSet(StringComparer.Ordinal);
        return Means(figures.Where(figure => several.Contains(figure.Name)));
    }

    private static IEnumerable<(string Name, double Value)> Means(IEnumerable<(string Name, string Fold, double Value)> figures) => figures
        .GroupBy(static figure => figure.Name, StringComparer.Ordinal)
        .Select(static figure => (figure.Key, Value: figure.Average(static of => of.Value)))
        .Where(static figure => double.IsFinite(figure.Value));

    /// <summary>Every metric of every fold, metric by metric; NaN where a fold has none.</summary>
    private static IEnumerable<(string Name, string Fold, double Value)> ReadFolds(string folder)
    {
        var history = Path.Combine(folder, TrainStage.HistoryFile);
        if (File.Exists(history))
        {
            var best = HistoryTable.Read(history).Select(static fold => (fold.Fold, Epoch: BestOf(fold.Epochs))).ToList();
            return OfEpochs.SelectMany(figure => best.Select(fold => (figure.Name, fold.Fold, fold.Epoch.Value(figure.Metric))));
        }

        var candidates = Path.Combine(folder, TrainStage.CandidatesFile);
        var chosen = File.Exists(candidates) ? CandidateTable.Read(candidates).Where(static row => row.IsChosen).ToList() : [];
        return
        [
            .. chosen.Select(static row => (InnerUar, row.Fold, row.InnerUar ?? double.NaN)),
            .. chosen.Select(static row => (InnerCcc, row.Fold, row.InnerCcc ?? double.NaN)),
        ];
    }

    private static EpochResult BestOf(IReadOnlyList<EpochResult> epochs) => epochs.LastOrDefault(static epoch => epoch.IsBest) ?? epochs[^1];
}
