using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Charts;

/// <summary>Horizontal bars of shares between 0 and 1 with their 95 % intervals, per class or per speaker.</summary>
public static class IntervalBarChart
{
    private const int MaxBars = 60;
    private const double RowHeight = 26;

    /// <summary>Below this width, names take half of it: a bar is still read at half its length, a name cut to its ends is not.</summary>
    private const double NarrowWidth = 400;

    /// <summary>Creates the chart.</summary>
    /// <param name="title">Title, such as <c>Recall per class</c>.</param>
    /// <param name="measure">What the bars measure, such as <c>Recall</c>.</param>
    /// <param name="bars">The bars in the order to be shown.</param>
    /// <param name="areLabels">True when the names are labels and take the labels' colours.</param>
    /// <param name="chance">Share that guessing would reach, drawn as a line; null for none.</param>
    /// <param name="missing">Shown instead of a bar whose value is not a number.</param>
    public static Chart Create(
        string title,
        string measure,
        IReadOnlyList<FigureBar> bars,
        bool areLabels,
        double? chance = null,
        string missing = "not tested")
    {
        ArgumentNullException.ThrowIfNull(bars);
        var numbers = new NumberTable(
            ["Name", measure, "Low (95 %)", "High (95 %)", "Clips"],
            bars.Select(bar =>
                    (IReadOnlyList<string>)
                        [
                            bar.Name,
                            NumberText.Percent(bar.Value.Value),
                            NumberText.Percent(bar.Value.Low ?? double.NaN),
                            NumberText.Percent(bar.Value.High ?? double.NaN),
                            NumberText.Count(bar.Clips),
                        ])
                .ToList());
        var known = bars.Where(bar => double.IsFinite(bar.Value.Value)).ToList();
        var description =
            known.Count == 0
                ? "There is nothing to draw."
                : $"Bar chart of {measure.ToLowerInvariant()} for {bars.Count} names. Best: {known.MaxBy(bar => bar.Value.Value)!.Name}, {NumberText.Percent(known.Max(bar => bar.Value.Value))}. Worst: {known.MinBy(bar => bar.Value.Value)!.Name}, {NumberText.Percent(known.Min(bar => bar.Value.Value))}.";
        var note =
            bars.Count == 0 ? "Nothing was measured."
            : bars.Count > MaxBars ? $"The first {MaxBars} of {bars.Count} are drawn; the table has all."
            : null;
        var paints = EmotionColours.For(bars.Select(bar => bar.Name));
        return new Chart(
            title,
            description,
            numbers,
            (canvas, top) => Draw(canvas, top, measure, bars.Take(MaxBars).ToList(), areLabels ? paints : null, chance, missing),
            note);
    }

    private static void Draw(
        SvgCanvas canvas,
        double top,
        string measure,
        List<FigureBar> bars,
        IReadOnlyDictionary<string, Paint>? paints,
        double? chance,
        string missing)
    {
        if (bars.Count == 0)
        {
            canvas.Height = top + 6;
            return;
        }

        var nameWidth = Math.Min(
            canvas.Width * (canvas.Width < NarrowWidth ? 0.5 : 0.38),
            bars.Max(bar => TextMetrics.Width(SafeText.Clean(bar.Name), 12)));
        var valueWidth =
            Math.Max(
                TextMetrics.Width("100.0 %", 12),
                bars.TrueForAll(bar => double.IsFinite(bar.Value.Value)) ? 0 : TextMetrics.Width(missing, 12)) + 8;
        var plotTop = top + (chance is null ? 2 : 18);
        var plot = new PlotArea(8 + nameWidth + 10, plotTop, canvas.Width - valueWidth - 10, plotTop + (RowHeight * bars.Count));
        var x = new LinearScale(0, 1, plot.Left, plot.Right, value => NumberText.Percent(value, 0));
        Axis.Bottom(canvas, plot, x, measure, grid: true);
        for (var i = 0; i < bars.Count; i++)
        {
            DrawBar(canvas, bars[i], plot, plot.Top + (RowHeight * i), x, nameWidth, paints?[bars[i].Name] ?? Theme.First, missing);
        }

        if (chance is { } guess && guess is >= 0 and <= 1)
        {
            canvas.Line((x.Map(guess), plot.Top - 4), (x.Map(guess), plot.Bottom), Theme.Accent, 1.5, "2 3");
            var label = $"chance {NumberText.Percent(guess)}";
            var half = TextMetrics.Width(label, Axis.FontSize) / 2;
            canvas.Text(
                Math.Clamp(x.Map(guess), half + 2, canvas.Width - half - 2),
                plot.Top - 7,
                label,
                new TextStyle(Theme.Accent, Axis.FontSize) { Anchor = TextAnchor.Middle });
        }

        canvas.Height = plot.Bottom + Axis.BottomHeight;
    }

    private static void DrawBar(
        SvgCanvas canvas,
        FigureBar bar,
        PlotArea plot,
        double top,
        LinearScale x,
        double nameWidth,
        Paint paint,
        string missing)
    {
        var middle = top + (RowHeight / 2);
        canvas.Text(plot.Left - 10, middle + 4, bar.Name, new TextStyle(Theme.Text, 12) { Anchor = TextAnchor.End, MaxWidth = nameWidth });
        if (!double.IsFinite(bar.Value.Value))
        {
            canvas.Text(plot.Right + 8, middle + 4, missing, new TextStyle(Theme.Muted, 12));
            return;
        }

        var value = Math.Clamp(bar.Value.Value, 0, 1);
        canvas.Rect(
            new Box(plot.Left, top + 5, x.Map(value) - plot.Left, RowHeight - 10),
            paint,
            $"{bar.Name}: {NumberText.Percent(value)} of {bar.Clips} clips",
            radius: 2);
        if (bar.Value is { Low: { } low, High: { } high } && double.IsFinite(low) && double.IsFinite(high))
        {
            var (from, to) = (x.Map(Math.Clamp(low, 0, 1)), x.Map(Math.Clamp(high, 0, 1)));
            // The part of the bar above the lower end is paler: it could be absent, and the whisker shows on it.
            canvas.Rect(new Box(from, top + 5, x.Map(value) - from, RowHeight - 10), Theme.Surface, opacity: 0.62);
            canvas.Line((from, middle), (to, middle), Theme.Text, 1.5);
            canvas.Line((from, middle - 4), (from, middle + 4), Theme.Text, 1.5);
            canvas.Line((to, middle - 4), (to, middle + 4), Theme.Text, 1.5);
        }

        canvas.Text(plot.Right + 8, middle + 4, NumberText.Percent(value), new TextStyle(Theme.Text, 12));
    }
}
