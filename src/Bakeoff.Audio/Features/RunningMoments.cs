using System.Runtime.InteropServices;

namespace Bakeoff.Audio.Features;

/// <summary>
/// Mean and standard deviation of a column, taken stretch by stretch in float64 over ascending frames; frames without a value are left out.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct RunningMoments
{
    // Dividing by the standard deviation of a constant feature would turn rounding noise into signal.
    private const double SmallestStandardDeviation = 1e-6;

    private double _sum;
    private double _squares;
    private int _count;

    /// <summary>Mean of the values so far; 0 without any.</summary>
    public readonly double Mean => _count == 0 ? 0 : _sum / _count;

    /// <summary>Population standard deviation of the values so far; 0 without any.</summary>
    public readonly double StandardDeviation => Math.Sqrt(_squares / Math.Max(_count, 1));

    /// <summary>Adds to the mean.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        var (sum, count) = (_sum, _count);
        foreach (var value in values)
        {
            if (!float.IsNaN(value))
            {
                sum += value;
                count++;
            }
        }

        (_sum, _count) = (sum, count);
    }

    /// <summary>Adds to the standard deviation; follows after <see cref="Add"/> has seen every value.</summary>
    public void AddSquares(ReadOnlySpan<float> values)
    {
        var (mean, squares) = (Mean, _squares);
        foreach (var value in values)
        {
            if (!float.IsNaN(value))
            {
                squares += (value - mean) * (value - mean);
            }
        }

        _squares = squares;
    }

    /// <summary>Shifts and scales values to mean 0 and population standard deviation 1; constant ones are only shifted.</summary>
    public readonly void Normalise(Span<float> values)
    {
        var mean = Mean;
        var standardDeviation = StandardDeviation;
        var scale = standardDeviation > SmallestStandardDeviation ? standardDeviation : 1;
        foreach (ref var value in values)
        {
            value = (float)((value - mean) / scale);
        }
    }
}
