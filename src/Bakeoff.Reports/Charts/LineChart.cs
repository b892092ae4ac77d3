using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Charts;

/// <summary>Lines over a common horizontal axis, the base of the training and spectrum charts.</summary>
internal sealed record LineChart(string XTitle, string YTitle, IReadOnlyList<LineSeries> Series)
{
    private const int MaxDots = 60;

    /// <summary>Height of the plot in pixels.</summary>
    public double PlotHeight { get; init; } = 200;

    /// <summary>Lowest value of the vertical axis; null follows the data.</summary>
    public double? YFrom { get; init; }

    /// <summary>Highest value of the vertical axis; null follows the data.</summary>
    public double? YTo { get; init; }

    /// <summary>True for a logarithmic vertical axis, if all values are positive.</summary>
    public bool IsLog { get; init; }

    /// <summary>Text of a value on the vertical axis; null for plain numbers.</summary>
    public Func<double, string>? YLabel { get; init; }

    /// <summary>A marked place of the horizontal axis, such as the chosen epoch.</summary>
    public double? MarkX { get; init; }

    /// <summary>Text beside the marked place.</summary>
    public string MarkLabel { get; init; } = string.Empty;

    /// <summary>True draws a dot at each point, as long as there is room; a marked point is always drawn.</summary>
    public bool HasDots { get; init; } = true;

    /// <summary>True when X counts whole things, such as epochs.</summary>
    public bool IsWholeX { get; init; }

    /// <summary>Draws legend, axes and lines below <paramref name="top"/>.</summary>
    public void Draw(Canvas canvas, double top)
    {
        var legend = Series.Select(series => new LegendEntry(series.Name, series.Paint, LegendMark.Line, series.Dashes)).ToList();
        top += Legend.Draw(canvas, legend.Count > 1 ? legend : [], 8, top, canvas.Width - 16);
        var markRoom = MarkX is null ? 6 : 20;
        var (plotTop, plotBottom) = (top + markRoom, top + markRoom + PlotHeight);
        var yScale = YScale(plotTop, plotBottom);
        var ticks = yScale.Ticks(5);
        var plot = new PlotArea(Axis.LeftWidth(ticks, hasTitle: true) + 6, plotTop, canvas.Width - 16, plotBottom);
        var xScale = XScale(plot);
        Axis.Left(canvas, plot, yScale, YTitle, ticks);
        Axis.Bottom(canvas, plot, xScale, XTitle);
        DrawMark(canvas, plot, xScale);
        foreach (var series in Series)
        {
            DrawSeries(canvas, series, xScale, yScale);
        }

        canvas.Height = plot.Bottom + Axis.BottomHeight;
    }

    /// <summary>The drawing as a chart wants it; nothing below the title when there is nothing to draw.</summary>
    public Action<Canvas, double> DrawOn(bool hasData) => (canvas, top) =>
    {
        if (hasData)
        {
            Draw(canvas, top);
        }
        else
        {
            canvas.Height = top + 6;
        }
    };

    private Scale YScale(double top, double bottom)
    {
        var range = ValueRange.Of(Series.SelectMany(series => series.Points).Select(point => point.Y));
        if (IsLog && range is { IsKnown: true, Low: > 0 })
        {
            return new LogScale(range.Low, range.High, bottom, top);
        }

        var (from, to) = LinearScale.Nice(YFrom ?? range.Low, YTo ?? range.High, 5);
        return new LinearScale(from, to, bottom, top, YLabel);
    }

    private LinearScale XScale(PlotArea plot)
    {
        var range = ValueRange.Of(Series.SelectMany(series => series.Points).Select(point => point.X));
        return IsWholeX
            ? new LinearScale(range.Low, range.High, plot.Left, plot.Right, value =>
                Math.Abs(value - Math.Round(value)) < 1e-9 ? NumberText.Short(value) : string.Empty)
            : new LinearScale(range.Low, range.High, plot.Left, plot.Right);
    }

    private void DrawMark(Canvas canvas, PlotArea plot, LinearScale xScale)
    {
        if (MarkX is not { } markX)
        {
            return;
        }

        var x = Math.Clamp(xScale.Map(markX), plot.Left, plot.Right);
        canvas.Line((x, plot.Top - 4), (x, plot.Bottom), Theme.Accent, 1.5, "2 3");
        var half = TextMetrics.Width(MarkLabel, Axis.FontSize) / 2;
        canvas.Text(
            Math.Clamp(x, half + 2, canvas.Width - half - 2),
            plot.Top - 8,
            MarkLabel,
            new TextStyle(Theme.Accent, Axis.FontSize) { Anchor = TextAnchor.Middle });
    }

    private void DrawSeries(Canvas canvas, LineSeries series, LinearScale xScale, Scale yScale)
    {
        var points = series.Points.Select(point => (X: xScale.Map(point.X), Y: yScale.Map(point.Y))).ToList();
        canvas.Polyline(points, series.Paint, 2, series.Dashes, series.Name);
        for (var i = 0; i < points.Count; i++)
        {
            var isMarked = series.MarkedX is { } marked && marked == series.Points[i].X;
            if (!double.IsFinite(points[i].Y) || ((!HasDots || points.Count > MaxDots) && !isMarked && points.Count > 1))
            {
                continue;
            }

            var text = YLabel?.Invoke(series.Points[i].Y) ?? NumberText.Short(series.Points[i].Y);
            var tooltip = $"{series.Name}, {XTitle} {NumberText.Short(series.Points[i].X)}: {text}";
            if (isMarked)
            {
                canvas.Ring(points[i].X, points[i].Y, 4.5, series.Paint, tooltip);
            }
            else
            {
                canvas.Disc(points[i].X, points[i].Y, points.Count > 25 ? 1.6 : 2.4, series.Paint, tooltip);
            }
        }
    }
}
