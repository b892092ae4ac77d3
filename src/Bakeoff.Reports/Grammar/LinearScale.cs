using System.Globalization;

namespace Bakeoff.Reports.Grammar;

/// <summary>A scale with equal steps.</summary>
internal sealed class LinearScale : Scale
{
    private readonly double _from;
    private readonly double _to;
    private readonly double _fromPixel;
    private readonly double _toPixel;
    private readonly Func<double, string>? _label;

    /// <summary>Creates a scale; an empty or unknown range becomes one around the value,
    /// so that one single value can be drawn too.</summary>
    public LinearScale(double from, double to, double fromPixel, double toPixel, Func<double, string>? label = null)
    {
        if (!double.IsFinite(from) || !double.IsFinite(to))
        {
            (from, to) = (0, 1);
        }

        if (to <= from)
        {
            var margin = from == 0 ? 1 : Math.Abs(from) * 0.1;
            (from, to) = (from - margin, from + margin);
        }

        (_from, _to, _fromPixel, _toPixel, _label) = (from, to, fromPixel, toPixel, label);
    }

    /// <inheritdoc/>
    public override double Map(double value) => _fromPixel + ((value - _from) / (_to - _from) * (_toPixel - _fromPixel));

    /// <inheritdoc/>
    public override IReadOnlyList<Tick> Ticks(int target)
    {
        var step = Step(_from, _to, target);
        var ticks = new List<Tick>();
        var first = Math.Ceiling((_from / step) - 1e-9);
        for (var k = first; k * step <= _to + (step * 1e-9); k++)
        {
            var value = k == 0 ? 0 : k * step;
            ticks.Add(new Tick(value, _label?.Invoke(value) ?? Label(value, step)));
        }

        return ticks;
    }

    /// <summary>Widens a range to whole steps, so that the outermost ticks lie at the ends.</summary>
    public static (double From, double To) Nice(double from, double to, int target)
    {
        if (!double.IsFinite(from) || !double.IsFinite(to) || to <= from)
        {
            return (from, to);
        }

        var step = Step(from, to, target);
        return (Math.Floor((from / step) + 1e-9) * step, Math.Ceiling((to / step) - 1e-9) * step);
    }

    private static double Step(double from, double to, int target)
    {
        var rough = (to - from) / Math.Max(1, target);
        var power = DecimalPowers.Power(DecimalPowers.Exponent(rough));
        var factor = rough / power;
        return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 2.5 ? 2.5 : factor <= 5 ? 5 : 10);
    }

    private static string Label(double value, double step)
    {
        if (value == 0 && step < 1e-4)
        {
            return "0";
        }

        if (Math.Abs(value) >= 1e6 || step < 1e-4)
        {
            return NumberText.Short(value, 3);
        }

        var decimals = 0;
        var unit = step;
        while (decimals < 6 && Math.Abs(unit - Math.Round(unit)) > 1e-6)
        {
            unit *= 10;
            decimals++;
        }

        return value.ToString($"F{decimals}", CultureInfo.InvariantCulture);
    }
}
