using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Charts;

/// <summary>Errors of predicted numbers over ranges of the true ones: mean and standard deviation. Predictions that shrink to the mean are
/// too high at the left and too low at the right.</summary>
public static class ResidualChart
{
    private const int Ranges = 6;

    /// <summary>Creates the chart.</summary>
    /// <param name="title">Title, such as <c>arousal: errors over the truth</c>.</param>
    /// <param name="points">The numbers.</param>
    public static Chart Create(string title, TargetPoints points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var bins = Bins(points);
        var numbers = new NumberTable(
            ["Truth", "Mean error", "Standard deviation", "Clips"],
            bins.ConvertAll(bin => (IReadOnlyList<string>)
            [
                $"{NumberText.Short(bin.From, 3)} to {NumberText.Short(bin.To, 3)}", NumberText.Short(bin.Mean),
                NumberText.Short(bin.Deviation), NumberText.Count(bin.Clips),
            ]));
        return new Chart(
            title,
            bins.Count == 0
                ? "There are no clips to draw."
                : $"Mean error of the predicted {points.Target} in {bins.Count} ranges of the true one, with its standard deviation.",
            numbers,
            (canvas, top) => Draw(canvas, top, bins),
            bins.Count == 0 ? "There are no clips." : "Prediction less truth: mean, and one standard deviation to both sides.");
    }

    private static List<Bin> Bins(TargetPoints points)
    {
        var range = ValueRange.Of(points.Truth.Select(static truth => (double)truth));
        if (!range.IsKnown)
        {
            return [];
        }

        var width = range.High > range.Low ? (range.High - range.Low) / Ranges : 1;
        return
        [
            .. points.Truth
                .Select((truth, i) => (Truth: (double)truth, Error: (double)points.Predicted[i] - truth))
                .GroupBy(point => Math.Clamp((int)((point.Truth - range.Low) / width), 0, Ranges - 1))
                .OrderBy(static bin => bin.Key)
                .Select(bin =>
                {
                    var mean = bin.Average(static point => point.Error);
                    var deviation = Math.Sqrt(bin.Average(point => (point.Error - mean) * (point.Error - mean)));
                    return new Bin(range.Low + (bin.Key * width), range.Low + ((bin.Key + 1) * width), mean, deviation, bin.Count());
                }),
        ];
    }

    private static void Draw(Canvas canvas, double top, List<Bin> bins)
    {
        if (bins.Count == 0)
        {
            canvas.Height = top + 6;
            return;
        }

        var ends = ValueRange.Of(bins.SelectMany(static bin => new[] { bin.Mean - bin.Deviation, bin.Mean + bin.Deviation, 0 }));
        var margin = ends.High > ends.Low ? (ends.High - ends.Low) * 0.06 : 0.5;
        var height = Math.Min(300, canvas.Width * 0.6);
        var y = new LinearScale(ends.Low - margin, ends.High + margin, top + 6 + height, top + 6);
        var ticks = y.Ticks(6);
        var plot = new PlotArea(Axis.LeftWidth(ticks, hasTitle: true) + 6, top + 6, canvas.Width - 14, top + 6 + height);
        var x = new LinearScale(bins[0].From, bins[^1].To, plot.Left, plot.Right);
        Axis.Left(canvas, plot, y, "Mean error", ticks);
        Axis.Bottom(canvas, plot, x, "Truth", grid: true);
        canvas.Line((plot.Left, y.Map(0)), (plot.Right, y.Map(0)), Theme.Accent, 1.5, "2 3");
        foreach (var bin in bins)
        {
            var middle = x.Map((bin.From + bin.To) / 2);
            canvas.Line((middle, y.Map(bin.Mean - bin.Deviation)), (middle, y.Map(bin.Mean + bin.Deviation)), Theme.First, 2);
            canvas.Disc(
                middle,
                y.Map(bin.Mean),
                5,
                Theme.First,
                $"Truth {NumberText.Short(bin.From, 3)} to {NumberText.Short(bin.To, 3)}: {NumberText.Short(bin.Mean)} ± "
                    + $"{NumberText.Short(bin.Deviation)}, {NumberText.Count(bin.Clips)} clips");
        }

        canvas.Height = plot.Bottom + Axis.BottomHeight;
    }

    private sealed record Bin(double From, double To, double Mean, double Deviation, int Clips);
}
