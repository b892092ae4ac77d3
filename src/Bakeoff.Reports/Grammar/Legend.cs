using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Grammar;

/// <summary>Names the colours of a chart in rows above the plot; wraps, shortens long names and counts what finds no room.</summary>
internal static class Legend
{
    private const double FontSize = 12;
    private const double RowHeight = 18;
    private const double Gap = 14;
    private const int MaxRows = 6;

    /// <summary>Draws the legend and returns the height it took, 0 for no entries.</summary>
    public static double Draw(Canvas canvas, IReadOnlyList<LegendEntry> entries, double left, double top, double width)
    {
        if (entries.Count == 0)
        {
            return 0;
        }

        var x = left;
        var row = 0;
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            var sample = entry.Mark == LegendMark.Line ? 22 : 12;
            var more = $"and {entries.Count - i} more";
            // Room for the closing words is kept on every row, so that a label has one width wherever it comes to stand.
            var reserve = i < entries.Count - 1 ? TextMetrics.Width(more, FontSize) + Gap : 0;
            var maxLabel = Math.Min(220, width - sample - 6 - reserve);
            var needed = sample + 6 + TextMetrics.Width(TextMetrics.Fit(SafeText.Clean(entry.Label), maxLabel, FontSize), FontSize);
            var isLastRow = row == MaxRows - 1;
            if (x > left && x + needed + (isLastRow ? reserve : 0) > left + width)
            {
                if (isLastRow)
                {
                    canvas.Text(x, top + (row * RowHeight) + 13, more, new TextStyle(Theme.Muted, FontSize));
                    break;
                }

                row++;
                x = left;
            }

            DrawEntry(canvas, entry, x, top + (row * RowHeight), sample, maxLabel);
            x += needed + Gap;
        }

        return ((row + 1) * RowHeight) + 6;
    }

    private static void DrawEntry(Canvas canvas, LegendEntry entry, double x, double y, double sample, double maxLabel)
    {
        switch (entry.Mark)
        {
            case LegendMark.Line: canvas.Line((x, y + 9), (x + sample, y + 9), entry.Paint, 2.5, entry.Dashes); break;
            case LegendMark.Symbol: canvas.Area(Symbol.Path(entry.Symbol, x + 6, y + 9, 4.5), entry.Paint); break;
            default: canvas.Rect(new Box(x, y + 3, 12, 12), entry.Paint, radius: 2); break;
        }

        canvas.Text(x + sample + 6, y + 13, entry.Label, new TextStyle(Theme.Text, FontSize) { MaxWidth = maxLabel });
    }
}
