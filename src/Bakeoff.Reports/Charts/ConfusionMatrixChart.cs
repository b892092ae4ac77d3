using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Charts;

/// <summary>A confusion matrix: rows are the truth, columns the prediction; colours show the
/// share of the row, cells the count and the share.</summary>
public static class ConfusionMatrixChart
{
    private const int MaxLabelsWithText = 24;
    private const int MaxLabelsInTable = 40;
    private const int MaxErrorsInTable = 60;
    private const int MaxPixels = 250;

    /// <summary>Creates the chart.</summary>
    /// <param name="title">Title, such as <c>Confusion matrix, test side</c>.</param>
    /// <param name="confusion">The counts.</param>
    /// <exception cref="ArgumentException">The number of counts is not the square of the number of labels.</exception>
    public static Chart Create(string title, ConfusionCounts confusion)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        var size = confusion.Labels.Count;
        if (confusion.Counts.Count != (long)size * size)
        {
            throw new ArgumentException(
                $"The confusion matrix holds {confusion.Counts.Count} counts, expected labels x labels = {size} x {size}.",
                nameof(confusion));
        }

        var totals = Enumerable
            .Range(0, size)
            .Select(row => Enumerable.Range(0, size).Sum(column => confusion.Counts[(row * size) + column]))
            .ToList();
        var numbers = size > MaxLabelsInTable ? Errors(confusion, totals) : Counts(confusion, totals);
        var absent = confusion.Labels.Where((_, row) => totals[row] == 0).ToList();
        var unnamed =
            size > MaxLabelsInTable
                ? $"{size} classes are too many to name{Blocks(size)}. The table has the most frequent errors; confusion.csv has every "
                    + "count. "
            : size > MaxLabelsWithText ? $"{size} classes are too many to name beside the cells: the table has them. "
            : string.Empty;
        var untested =
            absent.Count > 0
                ? $"No test clip has the label "
                    + $"{string.Join(", ", absent.Take(5))}{(absent.Count > 5 ? $" and {absent.Count - 5} more" : string.Empty)}."
                : string.Empty;
        var note = size == 0 ? "There are no classes." : unnamed.Length + untested.Length > 0 ? (unnamed + untested).TrimEnd() : null;
        return new Chart(title, Describe(confusion, totals), numbers, (canvas, top) => Draw(canvas, top, confusion, totals), note);
    }

    private static NumberTable Counts(ConfusionCounts confusion, IReadOnlyList<long> totals)
    {
        var size = confusion.Labels.Count;
        return new NumberTable(
            ["Truth \\ prediction", .. confusion.Labels, "Clips", "Recall"],
            Enumerable.Range(0, size).Select(row => (IReadOnlyList<string>)
            [
                confusion.Labels[row],
                .. Enumerable.Range(0, size).Select(column => NumberText.Count(confusion.Counts[(row * size) + column])),
                NumberText.Count(totals[row]),
                NumberText.Percent(totals[row] == 0 ? double.NaN : (double)confusion.Counts[(row * size) + row] / totals[row]),
            ]).ToList());
    }

    // A million cells are no table; what is confused most often is what a reader looks for in them.
    private static NumberTable Errors(ConfusionCounts confusion, IReadOnlyList<long> totals)
    {
        var size = confusion.Labels.Count;
        return new NumberTable(
            ["Truth", "Prediction", "Clips", "Share of the truth"],
            [
                .. Enumerable.Range(0, confusion.Counts.Count)
                    .Where(i => confusion.Counts[i] > 0 && i / size != i % size)
                    .OrderByDescending(i => confusion.Counts[i])
                    .ThenByDescending(i => (double)confusion.Counts[i] / totals[i / size])
                    .Take(MaxErrorsInTable)
                    .Select(i => (IReadOnlyList<string>)
                    [
                        confusion.Labels[i / size],
                        confusion.Labels[i % size],
                        NumberText.Count(confusion.Counts[i]),
                        NumberText.Percent((double)confusion.Counts[i] / totals[i / size]),
                    ]),
            ]);
    }

    private static string Blocks(int size)
    {
        var block = BlockOf(size);
        return block == 1 ? " beside the cells" : $": each dot stands for {block} x {block} of them, in their order";
    }

    private static int BlockOf(int size) => (size + MaxPixels - 1) / MaxPixels;

    private static string Describe(ConfusionCounts confusion, IReadOnlyList<long> totals)
    {
        var size = confusion.Labels.Count;
        var right = Enumerable.Range(0, size).Sum(i => confusion.Counts[(i * size) + i]);
        var text =
            $"Confusion matrix of {size} classes: {NumberText.Count(right)} of {NumberText.Count(totals.Sum())} clips lie on the diagonal.";
        var worst = Enumerable
            .Range(0, size * size)
            .Where(i => i / size != i % size)
            .DefaultIfEmpty(-1)
            .MaxBy(i => i < 0 ? 0 : confusion.Counts[i]);
        return worst < 0 || confusion.Counts[worst] == 0
            ? text
            : $"{text} The most frequent error: {confusion.Labels[worst / size]} taken for {confusion.Labels[worst % size]}, "
                + $"{NumberText.Count(confusion.Counts[worst])} times.";
    }

    private static void Draw(Canvas canvas, double top, ConfusionCounts confusion, IReadOnlyList<long> totals)
    {
        var size = confusion.Labels.Count;
        if (size == 0)
        {
            canvas.Height = top + 6;
            return;
        }

        var hasText = size <= MaxLabelsWithText;
        var longest = confusion.Labels.Max(label => TextMetrics.Width(SafeText.Clean(label), 12));
        var rowNames = hasText ? Math.Min(canvas.Width * 0.28, longest) : 0;
        var left = 26 + rowNames + 8;
        var cell = Math.Min(64, (canvas.Width - left - 10) / size);
        var areColumnsTurned = longest > cell - 4;
        var columnNames = !hasText ? 0 : areColumnsTurned ? Math.Min(110, longest) : 14;
        var plot = new PlotArea(left, top + 20 + columnNames + 4, left + (cell * size), top + 20 + columnNames + 4 + (cell * size));
        canvas.Text(
            (plot.Left + plot.Right) / 2,
            top + 12,
            "Prediction",
            new TextStyle(Theme.Muted, Axis.FontSize) { Anchor = TextAnchor.Middle });
        canvas.VerticalText(15, (plot.Top + plot.Bottom) / 2, "Truth", Theme.Muted, Axis.FontSize, plot.Height);
        for (var i = 0; i < size && hasText && cell >= 13; i++)
        {
            var centre = plot.Left + (cell * (i + 0.5));
            canvas.Text(
                plot.Left - 8,
                plot.Top + (cell * (i + 0.5)) + 4,
                confusion.Labels[i],
                new TextStyle(Theme.Text, 12) { Anchor = TextAnchor.End, MaxWidth = rowNames });
            if (areColumnsTurned)
            {
                canvas.VerticalTextUp(centre + 4, plot.Top - 6, confusion.Labels[i], Theme.Text, 12, columnNames);
            }
            else
            {
                canvas.Text(
                    centre,
                    plot.Top - 6,
                    confusion.Labels[i],
                    new TextStyle(Theme.Text, 12) { Anchor = TextAnchor.Middle, MaxWidth = cell - 2 });
            }
        }

        if (hasText)
        {
            DrawCells(canvas, plot, cell, confusion, totals);
        }
        else
        {
            // Ten thousand cells as elements would make the page slow; as pixels they are one small image.
            canvas.Image(plot.Left, plot.Top, plot.Width, plot.Height, Raster(confusion), isPixelated: true);
            canvas.Frame(plot.Left, plot.Top, plot.Width, plot.Height, Theme.Axis);
        }

        canvas.Height = plot.Bottom + 10;
    }

    // One blue, more or less transparent, so that the image lies well on a light and on a dark background.
    private static byte[] Raster(ConfusionCounts confusion)
    {
        var size = confusion.Labels.Count;
        var block = BlockOf(size);
        var side = (size + block - 1) / block;
        var (counts, rows) = (new long[side * side], new long[side]);
        for (var i = 0; i < confusion.Counts.Count; i++)
        {
            counts[(i / size / block * side) + (i % size / block)] += confusion.Counts[i];
            rows[i / size / block] += confusion.Counts[i];
        }

        var pixels = new byte[side * side];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = counts[i] == 0 ? (byte)0 : ColourMap.Index(Strength((double)counts[i] / rows[i / side]));
        }

        var palette = new byte[256 * 3];
        var alphas = new byte[256];
        for (var i = 0; i < alphas.Length; i++)
        {
            (palette[3 * i], palette[(3 * i) + 1], palette[(3 * i) + 2], alphas[i]) = (0x2F, 0x6F, 0xD6, (byte)i);
        }

        return PngEncoder.Encode(side, side, pixels, palette, alphas);
    }

    // Even one single clip must stand out from an empty cell.
    private static double Strength(double share) => 0.16 + (share * 0.84);

    private static void DrawCells(Canvas canvas, PlotArea plot, double cell, ConfusionCounts confusion, IReadOnlyList<long> totals)
    {
        var size = confusion.Labels.Count;
        var gap = cell >= 8 ? 1.5 : 0;
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                var count = confusion.Counts[(row * size) + column];
                var share = totals[row] == 0 ? 0 : (double)count / totals[row];
                var (x, y) = (plot.Left + (cell * column), plot.Top + (cell * row));
                if (count > 0)
                {
                    canvas.Rect(
                        new Box(x, y, cell - gap, cell - gap),
                        Theme.Cell,
                        $"{confusion.Labels[row]} taken for {confusion.Labels[column]}: {count} ({NumberText.Percent(share)})",
                        radius: 2,
                        opacity: Strength(share));
                }
                else
                {
                    canvas.Rect(new Box(x, y, cell - gap, cell - gap), Theme.Track, radius: 2);
                }

                DrawCellText(canvas, x + ((cell - gap) / 2), y + ((cell - gap) / 2), cell, count, share);
            }
        }
    }

    private static void DrawCellText(Canvas canvas, double x, double y, double cell, long count, double share)
    {
        var text = NumberText.Count(count);
        var room = cell - 4;
        if (count == 0 || TextMetrics.Width(text, 12, bold: true) > room)
        {
            return;
        }

        var paint = Strength(share) > Theme.StrongOpacity ? Theme.OnStrong : Theme.OnPale;
        var percent = NumberText.Percent(share, 0);
        var hasShare = cell >= 36 && TextMetrics.Width(percent, 10) <= room;
        canvas.Text(x, y + (hasShare ? -1 : 4), text, new TextStyle(paint, 12) { Anchor = TextAnchor.Middle, IsBold = true });
        if (hasShare)
        {
            canvas.Text(x, y + 12, percent, new TextStyle(paint, 10) { Anchor = TextAnchor.Middle });
        }
    }
}
