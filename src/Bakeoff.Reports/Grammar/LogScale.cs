using System.Globalization;

namespace Bakeoff.Reports.Grammar;

/// <summary>A scale with equal steps for equal ratios; for positive values.</summary>
internal sealed class LogScale : Scale
{
    private readonly double _low;
    private readonly double _high;
    private readonly double _fromPixel;
    private readonly double _toPixel;

    /// <summary>Creates a scale between whole powers of ten around positive values.</summary>
    public LogScale(double from, double to, double fromPixel, double toPixel)
    {
        _low = DecimalPowers.Exponent(from);
        _high = DecimalPowers.Exponent(to);
        if (DecimalPowers.Power((int)_high) < to || _high <= _low)
        {
            _high++;
        }

        (_fromPixel, _toPixel) = (fromPixel, toPixel);
    }

    /// <inheritdoc/>
    public override double Map(double value) =>
        value > 0 ? _fromPixel + ((DecimalPowers.Log10(value) - _low) / (_high - _low) * (_toPixel - _fromPixel)) : double.NaN;

    /// <inheritdoc/>
    public override IReadOnlyList<Tick> Ticks(int target)
    {
        var step = Math.Max(1, (int)Math.Ceiling((_high - _low) / Math.Max(1, target)));
        var ticks = new List<Tick>();
        for (var exponent = (int)_low; exponent <= _high; exponent += step)
        {
            var value = DecimalPowers.Power(exponent);
            ticks.Add(
                new Tick(
                    value,
                    _low < -3 || _high > 5 ? string.Create(CultureInfo.InvariantCulture, $"1e{exponent}") : NumberText.Short(value, 1)));
        }

        return ticks;
    }
}
