using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Charts;

/// <summary>Horizontal bars of metrics between 0 and 1 with their 95 % intervals, per class or per speaker.</summary>
public static class IntervalBarChart
{
    /// <summary>Number of bars that are drawn.</summary>
    internal const int MaxBars = 60;

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
        var hasClips = bars.Any(static bar => bar.Clips is not null);
        var numbers = new NumberTable(
            ["Name", measure, "Low (95 %)", "High (95 %)", .. hasClips ? ["Clips"] : Array.Empty<string>()],
            bars.Select(bar =>
                    (IReadOnlyList<string>)
                        [
                            bar.Name,
                            bar.TextOf(bar.Value.Value),
                            bar.TextOf(bar.Value.Low ?? double.NaN),
                            bar.TextOf(bar.Value.High ?? double.NaN),
                            .. hasClips ? [NumberText.Count(bar.Clips ?? 0)] : Array.Empty<string>(),
                        ])
                .ToList());
        var known = bars.Where(bar => double.IsFinite(bar.Value.Value)).ToList();
        var description =
            known.Count == 0
                ? "There is nothing to draw."
                : $"Bar chart of {measure.ToLowerInvariant()} for {bars.Count} names. Best: {known.MaxBy(bar => bar.Value.Value)!.Name}, "
                    + $"{bars[0].TextOf(known.Max(bar => bar.Value.Value))}. Worst: {known.MinBy(bar => bar.Value.Value)!.Name}, "
                    + $"{bars[0].TextOf(known.Min(bar => bar.Value.Value))}.";
        var note =
            bars.Count == 0 ? "Nothing was measured."
            : bars.Count > MaxBars ? $"The first {MaxBars} of {bars.Count} are drawn; the table has {NumberTable.Shown(bars.Count)}."
            : null;
        var paints = EmotionColours.For(bars.Select(bar => bar.Name));
        return new Chart(
            title,
            description,
            numbers,
            new Layout(measure, bars.Take(MaxBars).ToList(), areLabels ? paints : null, chance, missing).Draw,
            note);
    }

    private sealed record Layout(
        string Measure,
        List<FigureBar> Bars,
        IReadOnlyDictionary<string, Paint>? Paints,
        double? Chance,
        string Missing)
    {
        public void Draw(Canvas canvas, double top)
        {
            if (Bars.Count == 0)
            {
                canvas.Height = top + 6;
                return;
            }

            var nameWidth = Math.Min(
                canvas.Width * (canvas.Width < NarrowWidth ? 0.5 : 0.38),
                Bars.Max(bar => TextMetrics.Width(SafeText.Clean(bar.Name), 12)));
            var missingWidth = Bars.TrueForAll(bar => double.IsFinite(bar.Value.Value)) ? 0 : TextMetrics.Width(Missing, 12);
            var valueWidth = Math.Max(TextMetrics.Width("100.0 %", 12), missingWidth) + 8;
            var plotTop = top + (Chance is null ? 2 : 18);
            var plot = new PlotArea(8 + nameWidth + 10, plotTop, canvas.Width - valueWidth - 10, plotTop + (RowHeight * Bars.Count));
            var x = new LinearScale(0, 1, plot.Left, plot.Right, value => Bars[0].IsShare ? NumberText.Percent(value, 0) : NumberText.Short(value));
            Axis.Bottom(canvas, plot, x, Measure, grid: true);
            var nameStyle = new TextStyle(Theme.Text) { Anchor = TextAnchor.End, MaxWidth = nameWidth };
            for (var i = 0; i < Bars.Count; i++)
            {
                var rowTop = plot.Top + (RowHeight * i);
                canvas.Text(plot.Left - 10, rowTop + (RowHeight / 2) + 4, Bars[i].Name, nameStyle);
                DrawBar(canvas, plot, rowTop, x, Bars[i]);
            }

            if (Chance is { } guess && guess is >= 0 and <= 1)
            {
                DrawChance(canvas, plot, x.Map(guess), $"chance {NumberText.Percent(guess)}");
            }

            canvas.Height = plot.Bottom + Axis.BottomHeight;
        }

        private static void DrawChance(Canvas canvas, PlotArea plot, double x, string label)
        {
            canvas.Line((x, plot.Top - 4), (x, plot.Bottom), Theme.Accent, 1.5, "2 3");
            var half = TextMetrics.Width(label, Axis.FontSize) / 2;
            var centre = Math.Clamp(x, half + 2, canvas.Width - half - 2);
            canvas.Text(centre, plot.Top - 7, label, new TextStyle(Theme.Accent, Axis.FontSize) { Anchor = TextAnchor.Middle });
        }

        private void DrawBar(Canvas canvas, PlotArea plot, double top, LinearScale x, FigureBar bar)
        {
            var middle = top + (RowHeight / 2);
            if (!double.IsFinite(bar.Value.Value))
            {
                canvas.Text(plot.Right + 8, middle + 4, Missing, new TextStyle(Theme.Muted));
                return;
            }

            var value = Math.Clamp(bar.Value.Value, 0, 1);
            var tooltip = $"{bar.Name}: {bar.TextOf(bar.Value.Value)}{(bar.Clips is { } clips ? $" of {clips} clips" : "")}";
            var box = new Box(plot.Left, top + 5, x.Map(value) - plot.Left, RowHeight - 10);
            canvas.Rect(box, Paints?[bar.Name] ?? Theme.First, tooltip, radius: 2);
            if (bar.Value is { Low: { } low, High: { } high } && double.IsFinite(low) && double.IsFinite(high))
            {
                var (from, to) = (x.Map(Math.Clamp(low, 0, 1)), x.Map(Math.Clamp(high, 0, 1)));
                // The part of the bar above the lower end is paler: it could be absent, and the whisker shows on it.
                canvas.Rect(new Box(from, top + 5, x.Map(value) - from, RowHeight - 10), Theme.Surface, opacity: 0.62);
                canvas.Line((from, middle), (to, middle), Theme.Text, 1.5);
                canvas.Line((from, middle - 4), (from, middle + 4), Theme.Text, 1.5);
                canvas.Line((to, middle - 4), (to, middle + 4), Theme.Text, 1.5);
            }

            canvas.Text(plot.Right + 8, middle + 4, bar.TextOf(bar.Value.Value), new TextStyle(Theme.Text));
        }
    }
}
