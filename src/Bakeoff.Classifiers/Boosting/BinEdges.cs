namespace Bakeoff.Classifiers.Boosting;

/// <summary>Division of a feature's values into bins: bin 0 for missing values (NaN and negative infinity), bin b from 1 for numbers up
/// to the
/// b-th upper bound.</summary>
/// <remarks>Every different value has a bin of its own where there are no more of them than bins; else upper bounds are the quantiles of
/// the
/// training values, each of which ends a bin of about as many rows.</remarks>
internal sealed class BinEdges
{
    private readonly double[] _upper;
    private readonly double[] _thresholds;

    private BinEdges(double[] upper, double[] thresholds) => (_upper, _thresholds) = (upper, thresholds);

    /// <summary>Number of bins, that of missing values included.</summary>
    public int Count => _upper.Length + 1;

    /// <summary>Chooses the bins of a feature.</summary>
    /// <param name="values">The training values; sorted on return, those that are missing first.</param>
    /// <param name="most">Largest number of bins of numbers, at most 255.</param>
    public static BinEdges Choose(double[] values, int most)
    {
        Array.Sort(values);
        var missing = 0;
        while (missing < values.Length && !(values[missing] > double.NegativeInfinity))
        {
            missing++;
        }

        var numbers = values.AsSpan(missing);
        var upper = Different(numbers, most) ?? Quantiles(numbers, most);

        // Thresholds lie half way to the next training value, so that new clips are divided fairly; they end the bins 0, 1, ...
        var thresholds = new double[upper.Count];
        for (var bin = 0; bin < thresholds.Length; bin++)
        {
            var lower = bin == 0 ? double.NegativeInfinity : upper[bin - 1];
            var next = numbers[bin == 0 ? 0 : FirstAbove(numbers, lower)];
            var middle = lower + ((next - lower) / 2);
            thresholds[bin] = lower < middle && middle < next ? middle : lower;
        }

        return new BinEdges([.. upper], thresholds);
    }

    /// <summary>Bin of a value.</summary>
    public int BinOf(double value)
    {
        if (!(value > double.NegativeInfinity))
        {
            return 0;
        }

        var position = Array.BinarySearch(_upper, value);
        return 1 + (position < 0 ? ~position : position);
    }

    /// <summary>The threshold that leaves the bins up to a given one, which is not the last, on its left.</summary>
    public double ThresholdAfter(int bin) => _thresholds[bin];

    private static List<double>? Different(ReadOnlySpan<double> sorted, int most)
    {
        var different = new List<double>();
        foreach (var value in sorted)
        {
            if (different.Count > 0 && different[^1] == value)
            {
                continue;
            }

            if (different.Count == most)
            {
                return null;
            }

            different.Add(value);
        }

        return different;
    }

    private static List<double> Quantiles(ReadOnlySpan<double> sorted, int most)
    {
        var upper = new List<double>();
        for (var bin = 1; bin <= most; bin++)
        {
            var value = sorted[(int)((((long)bin * sorted.Length) + most - 1) / most) - 1];
            if (upper.Count == 0 || upper[^1] < value)
            {
                upper.Add(value);
            }
        }

        return upper;
    }

    private static int FirstAbove(ReadOnlySpan<double> sorted, double value)
    {
        var (low, high) = (0, sorted.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] > value ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
