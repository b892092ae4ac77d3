using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Charts;

/// <summary>Shows how values spread within each label: a box from the first to the third
/// quartile, the median, and single clips as dots.</summary>
public static class DistributionChart
{
    private const int MaxRows = 60;
    private const int MaxDots = 120;
    private const double RowHeight = 38;

    /// <summary>Creates the chart.</summary>
    /// <param name="title">Title, such as <c>Durations per emotion</c>.</param>
    /// <param name="axisTitle">Quantity and unit, such as <c>Duration (s)</c>.</param>
    /// <param name="groups">The values per label, in the order to be shown.</param>
    public static Chart Create(string title, string axisTitle, IReadOnlyList<LabelValues> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var rows = groups.Select(group => new Row(group.Label, [.. group.Values.Where(double.IsFinite).Order()])).ToList();
        var numbers = new NumberTable(
            ["Label", "Clips", "Lowest", "First quartile", "Median", "Third quartile", "Highest"],
            rows.ConvertAll(row =>
                (IReadOnlyList<string>)
                    [
                        row.Label,
                        NumberText.Count(row.Sorted.Count),
                        Text(row.Box?.Low),
                        Text(row.Box?.First),
                        Text(row.Box?.Median),
                        Text(row.Box?.Third),
                        Text(row.Box?.High),
                    ]));
        var known = rows.Where(row => row.Box is not null).ToList();
        var description =
            known.Count == 0
                ? "There are no values to draw."
                : $"Box plots of {axisTitle.ToLowerInvariant()} for {rows.Count} labels. Highest median: "
                    + $"{known.MaxBy(row => row.Box!.Median)!.Label}, {Text(known.Max(row => row.Box!.Median))}. Lowest: "
                    + $"{known.MinBy(row => row.Box!.Median)!.Label}, {Text(known.Min(row => row.Box!.Median))}.";
        var broken = groups.Sum(group => group.Values.Count) - rows.Sum(row => row.Sorted.Count);
        var note =
            known.Count == 0 ? "Nothing was measured."
            : rows.Count > MaxRows ? $"The first {MaxRows} of {rows.Count} are drawn; the table has {NumberTable.Shown(rows.Count)}."
            : broken > 0 ? $"{broken} values are not numbers and are left out."
            : null;
        return new Chart(title, description, numbers, (canvas, top) => Draw(canvas, top, axisTitle, rows.Take(MaxRows).ToList()), note);
    }

    private static string Text(double? value) => NumberText.Short(value ?? double.NaN);

    private static void Draw(Canvas canvas, double top, string axisTitle, List<Row> rows)
    {
        var range = ValueRange.Of(rows.SelectMany(row => row.Sorted));
        if (!range.IsKnown)
        {
            canvas.Height = top + 6;
            return;
        }

        var paints = EmotionColours.For(rows.Select(row => row.Label));
        var nameWidth = Math.Min(canvas.Width * 0.38, rows.Max(row => TextMetrics.Width(SafeText.Clean(row.Label), 12)));
        var plot = new PlotArea(8 + nameWidth + 12, top + 2, canvas.Width - 18, top + 2 + (RowHeight * rows.Count));
        var (from, to) = LinearScale.Nice(range.Low, range.High, 6);
        var x = new LinearScale(from, to, plot.Left, plot.Right);
        Axis.Bottom(canvas, plot, x, axisTitle, grid: true);
        for (var i = 0; i < rows.Count; i++)
        {
            var middle = plot.Top + (RowHeight * (i + 0.5));
            canvas.Text(
                plot.Left - 10,
                middle + 4,
                rows[i].Label,
                new TextStyle(Theme.Text, 12) { Anchor = TextAnchor.End, MaxWidth = nameWidth });
            DrawRow(canvas, rows[i], middle, plot.Left + 4, x, paints[rows[i].Label]);
        }

        canvas.Height = plot.Bottom + Axis.BottomHeight;
    }

    private static void DrawRow(Canvas canvas, Row row, double middle, double left, LinearScale x, Paint paint)
    {
        if (row.Box is not { } box)
        {
            canvas.Text(left, middle + 4, NumberText.Missing, new TextStyle(Theme.Muted, 12));
            return;
        }

        var step = Math.Max(1, (double)row.Sorted.Count / MaxDots);
        for (var k = 0; (int)(k * step) < row.Sorted.Count; k++)
        {
            // Multiples of the golden section spread neighbours evenly and need no random numbers.
            var spread = (k * 0.6180339887498949) % 1;
            canvas.Disc(x.Map(row.Sorted[(int)(k * step)]), middle - 15 + (12 * spread), 1.7, paint, opacity: 0.55);
        }

        var tooltip =
            $"{row.Label}: median {NumberText.Short(box.Median)}, middle half {NumberText.Short(box.First)} to "
                + $"{NumberText.Short(box.Third)}";
        // The box lies below the dots, so that neither hides the other.
        var centre = middle + 7;
        canvas.Line((x.Map(box.Low), centre), (x.Map(box.First), centre), paint, 1.5);
        canvas.Line((x.Map(box.Third), centre), (x.Map(box.High), centre), paint, 1.5);
        canvas.Rect(
            new Box(x.Map(box.First), centre - 5, Math.Max(1.5, x.Map(box.Third) - x.Map(box.First)), 10),
            paint,
            tooltip,
            radius: 2);
        canvas.Line((x.Map(box.Median), centre - 5), (x.Map(box.Median), centre + 5), Theme.Surface, 2.5);
    }

    private sealed record Row(string Label, IReadOnlyList<double> Sorted)
    {
        public Quartiles? Box { get; } = Quartiles.Of(Sorted);
    }
}
