using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Charts;

/// <summary>Training curves of several runs in one picture.</summary>
public static class ComparisonCharts
{
    private const int MaxRuns = 24;
    private static readonly string?[] Dashes = [null, "7 4", "2 3", "10 3 2 3"];

    /// <summary>Validation loss over epochs, one line a run.</summary>
    public static Chart ValidationLoss(IReadOnlyList<TrainingCurve> curves) =>
        Create("Validation loss over epochs", "Loss", curves, row => row.ValidationLoss, isShare: false);

    /// <summary>Validation UAR over epochs, or CCC where all runs predict numbers; one line a run.</summary>
    public static Chart ValidationScore(IReadOnlyList<TrainingCurve> curves) =>
        curves.Count > 0 && curves.All(static curve => !curve.HasClasses)
            ? Create("Validation CCC over epochs", "CCC", curves, row => row.ValidationCcc, isShare: false)
            : Create("Validation UAR over epochs", "UAR", curves, row => row.ValidationUar, isShare: true);

    private static Chart Create(
        string title,
        string yTitle,
        IReadOnlyList<TrainingCurve> curves,
        Func<EpochRow, double> value,
        bool isShare)
    {
        ArgumentNullException.ThrowIfNull(curves);
        var measured = curves.Where(curve => curve.Epochs.Any(row => double.IsFinite(value(row)))).ToList();
        var paints = EmotionColours.For(measured.Select(curve => curve.Name));
        var series = measured.Take(MaxRuns).Select((curve, i) => new LineSeries(
            curve.Name, curve.Epochs.Select(row => ((double)row.Epoch, value(row))).ToList(), paints[curve.Name], Dashes[i % Dashes.Length],
            curve.ChosenEpoch)).ToList();
        var chart = new LineChart("Epoch", yTitle, series)
        {
            YFrom = 0,
            YTo = isShare ? 1 : null,
            YLabel = isShare ? share => NumberText.Percent(share, 0) : null,
            IsWholeX = true,
            HasDots = measured.Count <= 4,
            PlotHeight = 240,
        };
        string Text(double number) => isShare ? NumberText.Percent(number) : NumberText.Short(number);
        var numbers = new NumberTable(
            ["Name", "Epochs", "Chosen epoch", "At the chosen epoch", "At the last epoch"],
            measured.ConvertAll(curve => (IReadOnlyList<string>)
            [
                curve.Name, NumberText.Count(curve.Epochs.Count),
                curve.ChosenEpoch is { } epoch ? NumberText.Count(epoch) : NumberText.Missing,
                Text(curve.Epochs.Where(row => row.Epoch == curve.ChosenEpoch).Select(value).FirstOrDefault(double.NaN)),
                Text(value(curve.Epochs[^1])),
            ]));
        var absent = curves.Count - measured.Count;
        var note =
            measured.Count == 0 ? "There is nothing to draw: no history holds this."
            : measured.Count > MaxRuns ? $"The first {MaxRuns} of {measured.Count} are drawn; the table has {NumberTable.Shown(measured.Count)}."
            : absent > 0 ? $"{absent} of {curves.Count} histories do not hold this."
            : null;
        var description =
            measured.Count == 0
                ? "There is nothing to draw."
                : $"Line chart of {yTitle} for {measured.Count} trainings; rings mark the chosen epochs.";
        return new Chart(title, description, numbers, chart.DrawOn(measured.Count > 0), note);
    }
}
