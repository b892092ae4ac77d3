using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Charts;

/// <summary>Predicted over true numbers of a target: the darker a cell, the more clips lie in it. On the diagonal both are equal.</summary>
public static class AgreementChart
{
    private const int Cells = 24;

    /// <summary>Creates the chart.</summary>
    /// <param name="title">Title, such as <c>arousal: truth and prediction</c>.</param>
    /// <param name="points">The numbers.</param>
    public static Chart Create(string title, TargetPoints points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var counts = points.Truth.Count == 0 ? null : new Density(points);
        var numbers = new NumberTable(
            ["", "Lowest", "Mean", "Highest", "Standard deviation"],
            [Row("Truth", points.Truth), Row("Prediction", points.Predicted)]);
        var description = counts is null
            ? "There are no clips to draw."
            : $"Predicted over true {points.Target} of {NumberText.Count(points.Truth.Count)} clips, as a map of {Cells} x {Cells} cells.";
        return new Chart(
            title,
            description,
            numbers,
            (canvas, top) => Draw(canvas, top, counts),
            counts is null ? "There are no clips." : $"{NumberText.Count(points.Truth.Count)} clips; a darker cell has more of them.");
    }

    private static IReadOnlyList<string> Row(string name, IReadOnlyList<float> values)
    {
        var mean = values.Select(static value => (double)value).DefaultIfEmpty(double.NaN).Average();
        var variance = values.Select(value => (value - mean) * (value - mean)).DefaultIfEmpty(double.NaN).Average();
        var range = ValueRange.Of(values.Select(static value => (double)value));
        return
        [
            name,
            NumberText.Short(range.IsKnown ? range.Low : double.NaN),
            NumberText.Short(mean),
            NumberText.Short(range.IsKnown ? range.High : double.NaN),
            NumberText.Short(Math.Sqrt(variance)),
        ];
    }

    private static void Draw(Canvas canvas, double top, Density? density)
    {
        if (density is null)
        {
            canvas.Height = top + 6;
            return;
        }

        var side = Math.Min(320, canvas.Width - 90);
        var plot = new PlotArea(70, top + 6, 70 + side, top + 6 + side);
        var x = new LinearScale(density.Low, density.High, plot.Left, plot.Right);
        var y = new LinearScale(density.Low, density.High, plot.Bottom, plot.Top);
        Axis.Left(canvas, plot, y, "Prediction", y.Ticks(5));
        Axis.Bottom(canvas, plot, x, "Truth", grid: true);
        var cell = side / Cells;
        foreach (var (row, column, clips) in density.Filled())
        {
            var (from, to) = (density.EdgeOf(column), density.EdgeOf(column + 1));
            var (low, high) = (density.EdgeOf(row), density.EdgeOf(row + 1));
            canvas.Rect(
                new Box(plot.Left + (column * cell), plot.Bottom - ((row + 1) * cell), cell, cell),
                Theme.Cell,
                $"Truth {NumberText.Short(from, 3)} to {NumberText.Short(to, 3)}, prediction {NumberText.Short(low, 3)} to "
                    + $"{NumberText.Short(high, 3)}: {NumberText.Count(clips)} clips",
                opacity: 0.16 + (0.84 * clips / density.Most));
        }

        canvas.Line((plot.Left, plot.Bottom), (plot.Right, plot.Top), Theme.Accent, 1.5, "2 3");
        canvas.Height = plot.Bottom + Axis.BottomHeight;
    }

    /// <summary>Clips in each cell of a square that holds all numbers of both sides.</summary>
    private sealed class Density
    {
        private readonly int[] _counts = new int[Cells * Cells];

        public Density(TargetPoints points)
        {
            var range = ValueRange.Of(points.Truth.Concat(points.Predicted).Select(static value => (double)value));
            var margin = range.High > range.Low ? (range.High - range.Low) * 0.02 : 0.5;
            (Low, High) = (range.Low - margin, range.High + margin);
            for (var i = 0; i < points.Truth.Count; i++)
            {
                _counts[(CellOf(points.Predicted[i]) * Cells) + CellOf(points.Truth[i])]++;
            }
        }

        public double Low { get; }

        public double High { get; }

        public int Most => _counts.Max();

        public double EdgeOf(int cell) => Low + ((High - Low) * cell / Cells);

        public IEnumerable<(int Row, int Column, int Clips)> Filled() =>
            _counts.Index().Where(static cell => cell.Item > 0).Select(static cell => (cell.Index / Cells, cell.Index % Cells, cell.Item));

        private int CellOf(double value) => Math.Clamp((int)((value - Low) / (High - Low) * Cells), 0, Cells - 1);
    }
}
