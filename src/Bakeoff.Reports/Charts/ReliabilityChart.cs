using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Charts;

/// <summary>A reliability diagram: how often predictions of a given confidence are right.
/// Points below the diagonal are over-confident.</summary>
public static class ReliabilityChart
{
    /// <summary>Creates the chart.</summary>
    /// <param name="title">Title.</param>
    /// <param name="bins">Bins of confidence; empty ones are left out.</param>
    /// <param name="calibrationError">Expected calibration error, 0..1; null when not measured.</param>
    public static Chart Create(string title, IReadOnlyList<ReliabilityBin> bins, double? calibrationError = null)
    {
        ArgumentNullException.ThrowIfNull(bins);
        var used = bins.Where(bin => bin.Clips > 0 && double.IsFinite(bin.MeanConfidence) && double.IsFinite(bin.Accuracy)).ToList();
        var numbers = new NumberTable(
            ["Confidence", "Mean confidence", "Share right", "Clips"],
            bins.Select(bin => (IReadOnlyList<string>)
            [
                $"{NumberText.Percent(bin.Low, 0)} to {NumberText.Percent(bin.High, 0)}",
                NumberText.Percent(bin.Clips == 0 ? double.NaN : bin.MeanConfidence),
                NumberText.Percent(bin.Clips == 0 ? double.NaN : bin.Accuracy), NumberText.Count(bin.Clips),
            ]).ToList());
        var error = calibrationError is { } value ? $" Expected calibration error {NumberText.Percent(value)}." : string.Empty;
        var description =
            used.Count == 0
                ? "There are no predictions to draw."
                : $"Share of right predictions over confidence in {used.Count} bins.{error}";
        var note =
            used.Count == 0 ? "There are no predictions."
            : calibrationError is null ? null
            : $"Expected calibration error {NumberText.Percent(calibrationError.Value)}. Disc area shows the number of clips.";
        return new Chart(title, description, numbers, (canvas, top) => Draw(canvas, top, used), note);
    }

    private static void Draw(Canvas canvas, double top, List<ReliabilityBin> bins)
    {
        if (bins.Count == 0)
        {
            canvas.Height = top + 6;
            return;
        }

        var side = Math.Min(320, canvas.Width - 90);
        var plot = new PlotArea(70, top + 6, 70 + side, top + 6 + side);
        var x = new LinearScale(0, 1, plot.Left, plot.Right, value => NumberText.Percent(value, 0));
        var y = new LinearScale(0, 1, plot.Bottom, plot.Top, value => NumberText.Percent(value, 0));
        Axis.Left(canvas, plot, y, "Share right", y.Ticks(5));
        Axis.Bottom(canvas, plot, x, "Confidence of the prediction", grid: true);
        canvas.Line((plot.Left, plot.Bottom), (plot.Right, plot.Top), Theme.Accent, 1.5, "2 3");
        canvas.Polyline(bins.Select(bin => (x.Map(bin.MeanConfidence), y.Map(bin.Accuracy))), Theme.First);
        var most = bins.Max(bin => bin.Clips);
        foreach (var bin in bins)
        {
            var radius = 3 + (9 * Math.Sqrt((double)bin.Clips / most));
            canvas.Disc(
                x.Map(bin.MeanConfidence),
                y.Map(bin.Accuracy),
                radius,
                Theme.First,
                $"Confidence {NumberText.Percent(bin.MeanConfidence)}: {NumberText.Percent(bin.Accuracy)} of {bin.Clips} clips right",
                0.85);
        }

        canvas.Height = plot.Bottom + Axis.BottomHeight;
    }
}
