using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Charts;

/// <summary>Loss, accuracy and learning rate over the epochs of a training, with the chosen epoch marked.</summary>
public static class TrainingCharts
{
    private const string Dashed = "6 4";

    /// <summary>Training and validation loss over epochs.</summary>
    public static Chart Loss(TrainingCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        return Create(
            curve,
            "Loss over epochs",
            "Loss",
            [("Training", row => row.TrainLoss, Theme.First, null), ("Validation", row => row.ValidationLoss, Theme.Second, Dashed)],
            isShare: false);
    }

    /// <summary>Training and validation accuracy and validation UAR over epochs.</summary>
    public static Chart Accuracy(TrainingCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        return Create(
            curve,
            "Accuracy over epochs",
            "Share right",
            [
                ("Training accuracy", row => row.TrainAccuracy, Theme.First, null),
                ("Validation accuracy", row => row.ValidationAccuracy, Theme.Second, Dashed),
                ("Validation UAR", row => row.ValidationUar, Theme.Third, "2 3"),
            ],
            isShare: true);
    }

    /// <summary>Training and validation CCC over epochs, means over the targets.</summary>
    public static Chart Ccc(TrainingCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        return Create(
            curve,
            "Concordance correlation over epochs",
            "CCC",
            [
                ("Training CCC", row => row.TrainCcc, Theme.First, null),
                ("Validation CCC", row => row.ValidationCcc, Theme.Second, Dashed),
            ],
            isShare: false);
    }

    /// <summary>Learning rate over epochs, on a logarithmic axis when it changes tenfold or more.</summary>
    public static Chart LearningRate(TrainingCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        var range = ValueRange.Of(curve.Epochs.Select(row => row.LearningRate));
        var isLog = range is { IsKnown: true, Low: > 0 } && range.High / range.Low >= 10;
        return Create(
            curve,
            "Learning rate over epochs",
            "Learning rate",
            [("Learning rate", row => row.LearningRate, Theme.First, null)],
            isShare: false,
            isLog);
    }

    private static Chart Create(
        TrainingCurve curve,
        string title,
        string yTitle,
        IReadOnlyList<(string Name, Func<EpochRow, double> Value, Paint Paint, string? Dashes)> columns,
        bool isShare,
        bool isLog = false)
    {
        string Text(double value) => isShare ? NumberText.Percent(value) : NumberText.Short(value);
        var present = columns.Where(column => curve.Epochs.Any(row => double.IsFinite(column.Value(row)))).ToList();
        var series = present.ConvertAll(column => new LineSeries(
            column.Name, curve.Epochs.Select(row => ((double)row.Epoch, column.Value(row))).ToList(), column.Paint, column.Dashes,
            curve.ChosenEpoch));
        var chart = new LineChart("Epoch", yTitle, series)
        {
            YFrom =
                isLog ? null
                : isShare || present.Count == 0 ? 0
                : Math.Min(0, curve.Epochs.SelectMany(row => present.Select(column => column.Value(row))).Where(double.IsFinite).Min()),
            YTo = isShare ? 1 : null,
            IsLog = isLog,
            YLabel = isShare ? value => NumberText.Percent(value, 0) : null,
            IsWholeX = true,
            MarkX = curve.ChosenEpoch,
            MarkLabel = $"chosen: epoch {curve.ChosenEpoch}",
        };
        var numbers = new NumberTable(
            ["Epoch", .. present.Select(column => column.Name)],
            curve
                .Epochs.Select(row =>
                    (IReadOnlyList<string>)[NumberText.Count(row.Epoch), .. present.Select(column => Text(column.Value(row)))])
                .ToList());
        var note =
            curve.Epochs.Count == 0 ? "No epoch was recorded."
            : present.Count == 0 ? "Nothing was measured."
            : present.Count < columns.Count
                ? $"Not measured: {string.Join(", ", columns.Except(present).Select(column => column.Name.ToLowerInvariant()))}."
            : null;
        return new Chart(
            title,
            Describe(curve, present.Select(column => (column.Name, column.Value)), Text),
            numbers,
            chart.DrawOn(curve.Epochs.Count > 0 && present.Count > 0),
            note);
    }

    private static string Describe(
        TrainingCurve curve,
        IEnumerable<(string Name, Func<EpochRow, double> Value)> columns,
        Func<double, string> text)
    {
        if (curve.Epochs.Count == 0)
        {
            return "There is no training history to draw.";
        }

        var parts = columns.Select(column =>
            $"{column.Name} goes from {text(column.Value(curve.Epochs[0]))} to {text(column.Value(curve.Epochs[^1]))}");
        var chosen = curve.ChosenEpoch is { } epoch ? $" The weights of epoch {epoch} were kept." : string.Empty;
        return $"Line chart over {curve.Epochs.Count} epochs. {string.Join("; ", parts)}.{chosen}";
    }
}
