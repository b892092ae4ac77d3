using Bakeoff.Audio.Features.Measures;

namespace Bakeoff.Audio.Features.Challenges;

/// <summary>A contour with what several functionals of it share. Belongs to one thread.</summary>
internal sealed class ContourProfile
{
    private readonly double[] _statistics = new double[ContourStatistics.Count];
    private double[] _values = [];
    private double[] _sorted = [];
    private int _count;
    private bool _isSorted;

    /// <summary>[T] the values.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, _count);

    /// <summary>[T] the values in ascending order.</summary>
    public ReadOnlySpan<double> Sorted
    {
        get
        {
            var sorted = _sorted.AsSpan(0, _count);
            if (!_isSorted)
            {
                Values.CopyTo(sorted);
                sorted.Sort();
                _isSorted = true;
            }

            return sorted;
        }
    }

    /// <summary>[12] the statistics of <see cref="ContourStatistics.Describe"/>.</summary>
    public ReadOnlySpan<double> Statistics => _statistics;

    /// <summary>Highest value.</summary>
    public double Highest => _statistics[0];

    /// <summary>Lowest value.</summary>
    public double Lowest => _statistics[1];

    /// <summary>Highest less lowest value.</summary>
    public double Range => _statistics[2];

    /// <summary>Mean of the values.</summary>
    public double Mean => _statistics[5];

    /// <summary>Takes in a contour.</summary>
    /// <param name="values">[T] values, at least one.</param>
    public void Read(ReadOnlySpan<double> values)
    {
        if (_values.Length < values.Length)
        {
            (_values, _sorted) = (new double[values.Length], new double[values.Length]);
        }

        values.CopyTo(_values);
        (_count, _isSorted) = (values.Length, false);
        ContourStatistics.Describe(values, _statistics);
    }
}
