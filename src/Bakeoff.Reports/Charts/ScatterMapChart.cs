using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Charts;

/// <summary>A two-dimensional map of clips (PCA, t-SNE, or any two quantities); colour and form tell the groups apart.</summary>
public static class ScatterMapChart
{
    private const int MaxPoints = 1500;
    private const int MaxNamedPoints = 400;

    /// <summary>Creates the chart.</summary>
    /// <param name="title">Title, such as <c>Clips by emotion (PCA)</c>.</param>
    /// <param name="xTitle">Title of the horizontal axis.</param>
    /// <param name="yTitle">Title of the vertical axis.</param>
    /// <param name="points">The clips; those whose coordinates are no numbers are left out and counted.</param>
    public static Chart Create(string title, string xTitle, string yTitle, IReadOnlyList<MapPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var known = points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)).ToList();
        var groups = points.Select(point => point.Group).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var byGroup = known.ToLookup(point => point.Group, StringComparer.Ordinal);
        var numbers = new NumberTable(
            ["Group", "Clips", "Mean of " + xTitle, "Mean of " + yTitle],
            groups.ConvertAll(group =>
                (IReadOnlyList<string>)
                    [
                        group,
                        NumberText.Count(byGroup[group].Count()),
                        NumberText.Short(Mean(byGroup[group].Select(point => point.X))),
                        NumberText.Short(Mean(byGroup[group].Select(point => point.Y))),
                    ]));
        var description =
            known.Count == 0
                ? "There are no clips to draw."
                : $"Map of {NumberText.Count(known.Count)} clips in {groups.Count} groups. Close points are clips with similar features.";
        return new Chart(
            title,
            description,
            numbers,
            (canvas, top) => Draw(canvas, top, xTitle, yTitle, known, groups),
            Note(points.Count, known.Count));
    }

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();

    private static string? Note(int all, int known) => known == 0 ? "There are no clips to draw."
        : known > MaxPoints ? $"{NumberText.Count(MaxPoints)} of {NumberText.Count(known)} clips are drawn, evenly chosen."
        : known < all ? $"{all - known} clips have no coordinates and are left out." : null;

    private static void Draw(Canvas canvas, double top, string xTitle, string yTitle, List<MapPoint> points, List<string> groups)
    {
        if (points.Count == 0)
        {
            canvas.Height = top + 6;
            return;
        }

        var paints = EmotionColours.For(groups);
        var forms = groups
            .Select((group, index) => (group, index))
            .ToDictionary(entry => entry.group, entry => entry.index, StringComparer.Ordinal);
        top += Legend.Draw(
            canvas,
            groups.ConvertAll(group => new LegendEntry(group, paints[group], LegendMark.Symbol, Symbol: forms[group])),
            8,
            top,
            canvas.Width - 16);
        var (xRange, yRange) = (ValueRange.Of(points.Select(point => point.X)), ValueRange.Of(points.Select(point => point.Y)));
        var height = Math.Min(380, canvas.Width * 0.75);
        var y = Padded(yRange, top + 6 + height, top + 6);
        var ticks = y.Ticks(6);
        var plot = new PlotArea(Axis.LeftWidth(ticks, hasTitle: true) + 6, top + 6, canvas.Width - 14, top + 6 + height);
        var x = Padded(xRange, plot.Left, plot.Right);
        Axis.Left(canvas, plot, y, yTitle, ticks);
        Axis.Bottom(canvas, plot, x, xTitle, grid: true);
        var step = Math.Max(1, (double)points.Count / MaxPoints);
        for (var k = 0; (int)(k * step) < points.Count; k++)
        {
            var point = points[(int)(k * step)];
            var tooltip = points.Count > MaxNamedPoints ? null : point.Name is null ? point.Group : $"{point.Group}: {point.Name}";
            canvas.Area(
                Symbol.Path(forms[point.Group], x.Map(point.X), y.Map(point.Y), points.Count > 600 ? 2.6 : 3.6),
                paints[point.Group],
                tooltip,
                0.8);
        }

        canvas.Height = plot.Bottom + Axis.BottomHeight;
    }

    private static LinearScale Padded(ValueRange range, double fromPixel, double toPixel)
    {
        var margin = (range.High - range.Low) * 0.04;
        return new LinearScale(range.Low - margin, range.High + margin, fromPixel, toPixel);
    }
}
