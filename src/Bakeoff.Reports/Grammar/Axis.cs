using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Grammar;

/// <summary>Draws axes: grid, tick labels that never touch each other, and a title.</summary>
internal static class Axis
{
    /// <summary>Font size of tick labels and axis titles, in pixels.</summary>
    public const double FontSize = 11.5;

    /// <summary>Height below a plot that a horizontal axis with a title needs.</summary>
    public const double BottomHeight = 42;

    /// <summary>Room left of a plot for these labels and a vertical title.</summary>
    public static double LeftWidth(IEnumerable<Tick> ticks, bool hasTitle) =>
        ticks.Select(tick => TextMetrics.Width(tick.Label, FontSize)).DefaultIfEmpty(0).Max() + 10 + (hasTitle ? 20 : 0);

    /// <summary>Draws the horizontal axis below a plot.</summary>
    public static void Bottom(Canvas canvas, PlotArea plot, Scale scale, string title, bool grid = false)
    {
        DrawBottomTicks(canvas, plot, scale, Thinned(scale, (int)(plot.Width / 60), plot), grid);
        canvas.Line((plot.Left, plot.Bottom), (plot.Right, plot.Bottom), Theme.Axis);
        canvas.Text(
            (plot.Left + plot.Right) / 2,
            plot.Bottom + 36,
            title,
            new TextStyle(Theme.Muted, FontSize) { Anchor = TextAnchor.Middle, MaxWidth = plot.Width });
    }

    /// <summary>Draws the vertical axis left of a plot, with a grid across it.</summary>
    public static void Left(Canvas canvas, PlotArea plot, Scale scale, string? title, IReadOnlyList<Tick> ticks, bool grid = true)
    {
        var lastTop = double.PositiveInfinity;
        foreach (var tick in ticks)
        {
            var y = scale.Map(tick.Value);
            if (y < plot.Top - 0.5 || y > plot.Bottom + 0.5)
            {
                continue;
            }

            if (grid)
            {
                canvas.Line((plot.Left, y), (plot.Right, y), Theme.Grid);
            }

            if (Math.Abs(lastTop - y) < FontSize + 1)
            {
                continue;
            }

            canvas.Text(plot.Left - 7, y + 4, tick.Label, new TextStyle(Theme.Muted, FontSize) { Anchor = TextAnchor.End });
            lastTop = y;
        }

        if (title is not null)
        {
            canvas.VerticalText(13, (plot.Top + plot.Bottom) / 2, title, Theme.Muted, FontSize, plot.Height + 10);
        }
    }

    private static void DrawBottomTicks(Canvas canvas, PlotArea plot, Scale scale, IReadOnlyList<Tick> ticks, bool grid)
    {
        foreach (var tick in ticks)
        {
            var x = scale.Map(tick.Value);
            if (grid)
            {
                canvas.Line((x, plot.Top), (x, plot.Bottom), Theme.Grid);
            }

            canvas.Line((x, plot.Bottom), (x, plot.Bottom + 4), Theme.Axis);
            var half = TextMetrics.Width(tick.Label, FontSize) / 2;
            var centre = Math.Clamp(x, half + 1, Math.Max(half + 1, canvas.Width - half - 1));
            canvas.Text(centre, plot.Bottom + 17, tick.Label, new TextStyle(Theme.Muted, FontSize) { Anchor = TextAnchor.Middle });
        }
    }

    // Asks for fewer ticks until no two labels touch; the last resort is one label.
    private static IReadOnlyList<Tick> Thinned(Scale scale, int target, PlotArea plot)
    {
        for (; target >= 1; target--)
        {
            var ticks = scale
                .Ticks(target)
                .Where(tick => scale.Map(tick.Value) >= plot.Left - 0.5 && scale.Map(tick.Value) <= plot.Right + 0.5)
                .ToList();
            var free = true;
            for (var i = 1; i < ticks.Count; i++)
            {
                var room = Math.Abs(scale.Map(ticks[i].Value) - scale.Map(ticks[i - 1].Value));
                free &= room >= ((TextMetrics.Width(ticks[i].Label, FontSize) + TextMetrics.Width(ticks[i - 1].Label, FontSize)) / 2) + 8;
            }

            if (free)
            {
                return ticks;
            }
        }

        return scale.Ticks(1).Take(1).ToList();
    }
}
