using System.Globalization;
using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Charts;

/// <summary>A heat map of corpora against corpora: rows train, columns are tested on; cells show the share and its 95 % interval.</summary>
public static class CrossChart
{
    private const double LargestCell = 84;

    /// <summary>Smaller cells have no text; the table has it.</summary>
    private const double SmallestCellWithText = 28;
    private const double Gap = 1.5;

    /// <summary>Creates the chart.</summary>
    /// <param name="title">Title, such as <c>Test UAR, corpus against corpus</c>.</param>
    /// <param name="estimates">The shares; a cell whose row and column have one name is framed.</param>
    /// <param name="note">Shown below the title; null for none.</param>
    /// <exception cref="ArgumentException">The number of values is not that of rows times columns.</exception>
    public static Chart Create(string title, CrossEstimates estimates, string? note = null)
    {
        ArgumentNullException.ThrowIfNull(estimates);
        if (estimates.Values.Count != estimates.Rows.Count * estimates.Columns.Count)
        {
            throw new ArgumentException(
                $"There are {estimates.Values.Count} values, expected rows x columns = {estimates.Rows.Count} x {estimates.Columns.Count}.",
                nameof(estimates));
        }

        return new Chart(title, Describe(estimates), Numbers(estimates), (canvas, top) => Draw(canvas, top, estimates), note);
    }

    private static NumberTable Numbers(CrossEstimates estimates)
    {
        var (columns, hasRowMeans) = (estimates.Columns.Count, estimates.RowMeans.Count > 0);
        var rows = estimates.Rows.Select((row, i) => (IReadOnlyList<string>)
        [
            row,
            .. estimates.Values.Skip(i * columns).Take(columns).Select(static value =>
                value.ValueText(isShare: true) + (value.IntervalText(isShare: true) is { } interval ? $" ({interval})" : string.Empty)),
            .. hasRowMeans ? [NumberText.Percent(estimates.RowMeans[i])] : Array.Empty<string>(),
        ]);
        var means = (IReadOnlyList<string>)
        [
            "Mean of the others",
            .. estimates.ColumnMeans.Select(static mean => NumberText.Percent(mean)),
            .. hasRowMeans ? [NumberText.Missing] : Array.Empty<string>(),
        ];
        return new NumberTable(
            ["Train \\ test", .. estimates.Columns, .. hasRowMeans ? ["Mean of the others"] : Array.Empty<string>()],
            estimates.ColumnMeans.Count > 0 ? [.. rows, means] : [.. rows]);
    }

    private static string Describe(CrossEstimates estimates)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"Heat map of {estimates.Rows.Count} rows that train against {estimates.Columns.Count} corpora that are tested on.");
        var known = Enumerable.Range(0, estimates.Values.Count).Where(i => double.IsFinite(estimates.Values[i].Value)).ToList();
        return known.Count == 0
            ? $"{text} No cell has a value."
            : $"{text} Highest: {Cell(known.MaxBy(i => estimates.Values[i].Value))}. Lowest: {Cell(known.MinBy(i => estimates.Values[i].Value))}.";

        string Cell(int i) =>
            $"trained on {estimates.Rows[i / estimates.Columns.Count]}, tested on {estimates.Columns[i % estimates.Columns.Count]}, "
                + estimates.Values[i].ValueText(isShare: true);
    }

    private static void Draw(Canvas canvas, double top, CrossEstimates estimates)
    {
        var columns = estimates.Columns.Count;
        if (columns == 0)
        {
            canvas.Height = top + 6;
            return;
        }

        var rowNames = Math.Min(canvas.Width * 0.28, estimates.Rows.Max(static row => TextMetrics.Width(SafeText.Clean(row), 12)));
        var left = 26 + rowNames + 8;
        var hasRowMeans = estimates.RowMeans.Count > 0;
        var cell = Math.Min(LargestCell, (canvas.Width - left - 10) / (columns + (hasRowMeans ? 1 : 0)));
        var longest = estimates.Columns.Max(static column => TextMetrics.Width(SafeText.Clean(column), 12));
        var areColumnsTurned = longest > cell - 4;
        var columnNames = areColumnsTurned ? Math.Min(110, longest) : 14;
        var plotTop = top + 20 + columnNames + 4;
        var plot = new PlotArea(left, plotTop, left + (cell * columns), plotTop + (cell * estimates.Rows.Count));
        var axis = new TextStyle(Theme.Muted, Axis.FontSize) { Anchor = TextAnchor.Middle };
        canvas.Text((plot.Left + plot.Right) / 2, top + 12, "Tested on", axis);
        canvas.VerticalText(15, (plot.Top + plot.Bottom) / 2, "Trained on", Theme.Muted, Axis.FontSize, plot.Height);
        for (var i = 0; i < columns && cell >= SmallestCellWithText; i++)
        {
            var centre = plot.Left + (cell * (i + 0.5));
            if (areColumnsTurned)
            {
                canvas.VerticalTextUp(centre + 4, plot.Top - 6, estimates.Columns[i], Theme.Text, 12, columnNames);
            }
            else
            {
                var style = new TextStyle(Theme.Text, 12) { Anchor = TextAnchor.Middle, MaxWidth = cell - 2 };
                canvas.Text(centre, plot.Top - 6, estimates.Columns[i], style);
            }
        }

        for (var row = 0; row < estimates.Rows.Count; row++)
        {
            var y = plot.Top + (cell * row);
            var style = new TextStyle(Theme.Text, 12) { Anchor = TextAnchor.End, MaxWidth = rowNames };
            if (cell >= SmallestCellWithText)
            {
                canvas.Text(plot.Left - 8, y + (cell / 2) + 4, estimates.Rows[row], style);
            }

            for (var column = 0; column < columns; column++)
            {
                DrawCell(canvas, new Box(plot.Left + (cell * column), y, cell - Gap, cell - Gap), estimates, (row * columns) + column);
            }

            if (hasRowMeans)
            {
                DrawMean(canvas, plot.Right + (cell / 2), y + (cell / 2), cell, estimates.RowMeans[row]);
            }
        }

        if (hasRowMeans)
        {
            canvas.Text(plot.Right + (cell / 2), plot.Top - 6, "mean", axis with { MaxWidth = cell });
        }

        for (var column = 0; column < estimates.ColumnMeans.Count; column++)
        {
            DrawMean(canvas, plot.Left + (cell * (column + 0.5)), plot.Bottom + 12, cell, estimates.ColumnMeans[column]);
        }

        if (estimates.ColumnMeans.Count > 0)
        {
            canvas.Text(plot.Left - 8, plot.Bottom + 16, "mean", axis with { Anchor = TextAnchor.End });
        }

        canvas.Height = plot.Bottom + (estimates.ColumnMeans.Count > 0 ? 26 : 10);
    }

    private static void DrawMean(Canvas canvas, double x, double y, double cell, double mean)
    {
        if (cell >= SmallestCellWithText - Gap)
        {
            canvas.Text(x, y + 4, Fitting(mean, cell - 4, isBold: false), new TextStyle(Theme.Muted, 12) { Anchor = TextAnchor.Middle });
        }
    }

    private static void DrawCell(Canvas canvas, Box box, CrossEstimates estimates, int index)
    {
        var (row, column) = (estimates.Rows[index / estimates.Columns.Count], estimates.Columns[index % estimates.Columns.Count]);
        var value = estimates.Values[index];
        var (x, y) = (box.Left + (box.Width / 2), box.Top + (box.Height / 2));
        if (!double.IsFinite(value.Value))
        {
            canvas.Rect(box, Theme.Track, $"trained on {row}, tested on {column}: no result", radius: 2);
            DrawMean(canvas, x, y, box.Width, double.NaN);
            return;
        }

        // From chance on, so that systems that learned nothing look alike; even these stand out from a missing cell.
        var strength = 0.16 + (Math.Clamp((value.Value - estimates.Chance) / (1 - estimates.Chance), 0, 1) * 0.84);
        var interval = value.IntervalText(isShare: true);
        canvas.Rect(
            box,
            Theme.Cell,
            $"trained on {row}, tested on {column}: {value.ValueText(isShare: true)}{(interval is null ? string.Empty : $" ({interval})")}",
            radius: 2,
            opacity: strength);
        if (box.Width < SmallestCellWithText - Gap)
        {
            return;
        }

        if (row == column)
        {
            canvas.Frame(box.Left + 1, box.Top + 1, box.Width - 2, box.Height - 2, Theme.Accent);
        }

        var paint = strength > Theme.StrongOpacity ? Theme.OnStrong : Theme.OnPale;
        var range = value is { Low: { } low, High: { } high } && interval is not null
            ? string.Create(CultureInfo.InvariantCulture, $"{low * 100:0}–{high * 100:0}")
            : string.Empty;
        var hasRange = range.Length > 0 && box.Width >= 34 && TextMetrics.Width(range, 10) <= box.Width - 4;
        var style = new TextStyle(paint, 12) { Anchor = TextAnchor.Middle, IsBold = true };
        canvas.Text(x, y + (hasRange ? -1 : 4), Fitting(value.Value, box.Width - 4, isBold: true), style);
        if (hasRange)
        {
            canvas.Text(x, y + 12, range, new TextStyle(paint, 10) { Anchor = TextAnchor.Middle });
        }
    }

    // A percentage, or where there is no room the whole number alone.
    private static string Fitting(double share, double room, bool isBold)
    {
        var text = NumberText.Percent(share);
        return !double.IsFinite(share) || TextMetrics.Width(text, 12, isBold) <= room
            ? text
            : (share * 100).ToString("0", CultureInfo.InvariantCulture);
    }
}
