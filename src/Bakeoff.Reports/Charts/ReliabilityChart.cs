using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Charts;

/// <summary>A reliability diagram: how often predictions of a given confidence are right.
/// Points below the diagonal are over-confident.</summary>
public static class ReliabilityChart
{
    private static readonly Words OfConfidence = new("Confidence", "Mean confidence", "Share right", "Clips")
    {
        Axis = "Confidence of the prediction",
        Description = "Share of right predictions over confidence",
        Of = static clips => $"of {clips} clips right",
    };

    private static readonly Words OfShares = new("Probability", "Mean probability", "Share of votes", "Clips x classes")
    {
        Axis = "Probability of a class",
        Description = "Mean share of the votes over probability",
        Of = static pairs => $"of the votes, of {pairs} clips x classes",
    };

    /// <summary>Creates the chart.</summary>
    /// <param name="title">Title.</param>
    /// <param name="bins">Bins of confidence; empty ones are left out.</param>
    /// <param name="calibrationError">Expected calibration error, 0..1; null when not measured.</param>
    public static Chart Create(string title, IReadOnlyList<ReliabilityBin> bins, double? calibrationError = null)
    {
        ArgumentNullException.ThrowIfNull(bins);
        return Create(title, bins, calibrationError, OfConfidence);
    }

    /// <summary>Creates the chart of shares of votes: a point for each range of probability over all clips and classes. Points below the diagonal
    /// are classes that raters choose less often than the system expects.</summary>
    /// <param name="title">Title.</param>
    /// <param name="bins">Ranges of probability; the mean share of the votes is their accuracy, pairs of clip and class their clips.</param>
    public static Chart OfVotes(string title, IReadOnlyList<ReliabilityBin> bins)
    {
        ArgumentNullException.ThrowIfNull(bins);
        return Create(title, bins, null, OfShares);
    }

    private static Chart Create(string title, IReadOnlyList<ReliabilityBin> bins, double? calibrationError, Words words)
    {
        var used = bins.Where(bin => bin.Clips > 0 && double.IsFinite(bin.MeanConfidence) && double.IsFinite(bin.Accuracy)).ToList();
        var numbers = new NumberTable(
            [words.Range, words.Mean, words.Share, words.Count],
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
                : $"{words.Description} in {used.Count} bins.{error}";
        var note =
            used.Count == 0 ? "There are no predictions."
            : calibrationError is null ? null
            : $"Expected calibration error {NumberText.Percent(calibrationError.Value)}. Disc area shows the number of clips.";
        return new Chart(title, description, numbers, (canvas, top) => Draw(canvas, top, used, words), note);
    }

    private static void Draw(Canvas canvas, double top, List<ReliabilityBin> bins, Words words)
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
        Axis.Left(canvas, plot, y, words.Share, y.Ticks(5));
        Axis.Bottom(canvas, plot, x, words.Axis, grid: true);
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
                $"{words.Range} {NumberText.Percent(bin.MeanConfidence)}: {NumberText.Percent(bin.Accuracy)} {words.Of(bin.Clips)}",
                0.85);
        }

        canvas.Height = plot.Bottom + Axis.BottomHeight;
    }

    private sealed record Words(string Range, string Mean, string Share, string Count)
    {
        public required string Axis { get; init; }

        public required string Description { get; init; }

        public required Func<long, string> Of { get; init; }
    }
}
