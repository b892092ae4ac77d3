using System.Globalization;
using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Charts;

/// <summary>Parallel coordinates of a sweep: one line a run through the values of its
/// parameters to its result, the better the stronger.</summary>
/// <remarks>The axes lie below each other, so that the picture is readable on a phone with any number of parameters.</remarks>
public static class ParallelCoordinatesChart
{
    private const double AxisDistance = 64;
    private const int MaxRuns = 200;
    private const int MaxCategories = 60;

    /// <summary>Creates the chart.</summary>
    /// <param name="title">Title.</param>
    /// <param name="axes">Names of the axes; the last one is the result, and colours the lines when it holds numbers.</param>
    /// <param name="rows">The runs, with one value an axis.</param>
    /// <exception cref="ArgumentException">A run has another number of values than there are axes.</exception>
    public static Chart Create(string title, IReadOnlyList<string> axes, IReadOnlyList<ParallelRow> rows)
    {
        ArgumentNullException.ThrowIfNull(axes);
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.FirstOrDefault(row => row.Values.Count != axes.Count) is { } odd)
        {
            throw new ArgumentException(
                $"{odd.Name}: the run has {odd.Values.Count} values, expected one per axis ({axes.Count}).",
                nameof(rows));
        }

        var numbers = new NumberTable(
            ["Run", .. axes],
            rows.Select(row => (IReadOnlyList<string>)[row.Name, .. row.Values.Select(value => value ?? NumberText.Missing)]).ToList());
        var hasData = rows.Count > 0 && axes.Count > 1;
        var description = hasData
            ? $"Parallel coordinates of {rows.Count} runs over {string.Join(", ", axes)}."
            : "There is nothing to draw.";
        var note =
            !hasData ? "Nothing differs between the runs."
            : rows.Count > MaxRuns ? $"The first {MaxRuns} of {rows.Count} runs are drawn; the table has {NumberTable.Shown(rows.Count)}."
            : null;
        return new Chart(title, description, numbers, (canvas, top) => Draw(canvas, top, axes, rows.Take(MaxRuns).ToList(), hasData), note);
    }

    private static void Draw(Canvas canvas, double top, IReadOnlyList<string> names, List<ParallelRow> rows, bool hasData)
    {
        if (!hasData)
        {
            canvas.Height = top + 6;
            return;
        }

        var (left, right) = (24.0, canvas.Width - 24);
        var axes = names.Select((_, i) => new ValueAxis(rows.Select(row => row.Values[i]).ToList(), left, right)).ToList();
        // Weak lines first, so that the best runs lie on top.
        foreach (var index in Enumerable.Range(0, rows.Count).OrderBy(index => axes[^1].Share(index)))
        {
            var points = axes.Select((axis, i) => (axis.Position(index), top + 28 + (AxisDistance * i)));
            var level = axes[^1].IsNumeric ? (int)Math.Min(4, Math.Max(0, axes[^1].Share(index)) * 5) : 3;
            canvas.Polyline(
                points,
                Theme.Levels[level],
                2,
                tooltip: $"{rows[index].Name}: "
                    + $"{string.Join(", ", names.Zip(rows[index].Values, (name, value) => $"{name} {value ?? NumberText.Missing}"))}",
                opacity: 0.85);
        }

        for (var i = 0; i < axes.Count; i++)
        {
            var y = top + 28 + (AxisDistance * i);
            canvas.Line((left, y), (right, y), Theme.Axis, 1.5);
            canvas.Backed(left - 14, y - 9, names[i], new TextStyle(Theme.Text, 12) { IsBold = true, MaxWidth = right - left });
            axes[i].DrawTicks(canvas, y);
        }

        canvas.Height = top + 28 + (AxisDistance * (axes.Count - 1)) + 34;
    }

    private sealed class ValueAxis
    {
        private readonly Scale _scale;
        private readonly List<double> _values;
        private readonly List<string> _categories;

        public ValueAxis(List<string?> values, double left, double right)
        {
            var parsed = values.ConvertAll(value =>
                value is null ? double.NaN
                : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                    ? number
                : (double?)null);
            IsNumeric = parsed.TrueForAll(value => value is not null) && parsed.Exists(value => double.IsFinite(value!.Value));
            _categories = IsNumeric
                ? []
                : values
                    .Select(value => value ?? NumberText.Missing)
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)
                    .ToList();
            _values = IsNumeric
                ? parsed.ConvertAll(value => value!.Value)
                : values.ConvertAll(value => _categories.IndexOf(value ?? NumberText.Missing) + 0.5);
            var range = ValueRange.Of(_values);
            // Learning rates and the like are chosen by ratio; a linear axis would press all but the largest together.
            var isLog = IsNumeric && range.Low > 0 && range.High / range.Low >= 20;
            var (from, to) = IsNumeric ? LinearScale.Nice(range.Low, range.High, 4) : (0, _categories.Count);
            _scale = isLog ? new LogScale(range.Low, range.High, left, right) : new LinearScale(from, to, left, right);
        }

        public bool IsNumeric { get; }

        public double Position(int row) => _scale.Map(_values[row]);

        public double Share(int row)
        {
            var range = ValueRange.Of(_values);
            return range.High > range.Low && double.IsFinite(_values[row]) ? (_values[row] - range.Low) / (range.High - range.Low) : 0.99;
        }

        public void DrawTicks(Canvas canvas, double y)
        {
            IReadOnlyList<Tick> ticks = IsNumeric
                ? _scale.Ticks(4)
                : _categories.Take(MaxCategories).Select((name, i) => new Tick(i + 0.5, SafeText.Clean(name))).ToList();
            var room = IsNumeric ? 80 : (_scale.Map(1) - _scale.Map(0)) - 8;
            var lastRight = double.NegativeInfinity;
            foreach (var tick in ticks)
            {
                var x = _scale.Map(tick.Value);
                canvas.Line((x, y - 4), (x, y + 4), Theme.Axis, 1.5);
                var label = TextMetrics.Fit(tick.Label, Math.Max(room, 60), Axis.FontSize);
                var half = TextMetrics.Width(label, Axis.FontSize) / 2;
                var centre = Math.Clamp(x, half + 4, Math.Max(half + 4, canvas.Width - half - 4));
                if (centre - half > lastRight + 6)
                {
                    canvas.Backed(centre - half, y + 17, label, new TextStyle(Theme.Muted, Axis.FontSize) { MaxWidth = (2 * half) + 1 });
                    lastRight = centre + half;
                }
            }
        }
    }
}
