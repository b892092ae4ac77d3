using Bakeoff.Neural.Training;

namespace Bakeoff.Experiments.Train;

/// <summary>Metrics of a training that no test clip has a part in, by which settings may be chosen.</summary>
public static class ValidationFigures
{
    /// <summary>UAR over the inner folds of the classifier that was chosen, under the name that MLflow has it by.</summary>
    public const string InnerUar = "inner_uar";

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

    private static (string Name, double Value)[] ReadEpochs(string path)
    {
        var best = HistoryTable
            .Read(path)
            .Select(static fold => fold.Epochs.LastOrDefault(static epoch => epoch.IsBest) ?? fold.Epochs[^1])
            .ToList();
        return [.. OfEpochs.Select(figure => (figure.Name, Mean(best.Select(epoch => epoch.Value(figure.Metric)))))];
    }

    private static (string Name, double Value)[] ReadCandidates(string path)
    {
        var chosen = CandidateTable.Read(path).Where(static row => row.IsChosen).ToList();
        return
        [
            (InnerUar, Mean(chosen.Select(static row => row.InnerUar ?? double.NaN))),
            ("inner_ccc", Mean(chosen.Select(static row => row.InnerCcc ?? double.NaN))),
        ];
    }

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();
}
