using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features;

/// <summary>Statistics of one feature over the frames of a clip, so that clips of any length become vectors of one length.</summary>
/// <remarks>
/// Frames without a value (NaN: pitch where nothing is voiced) are left out; a feature without any value gives zeros. Sums run in float64
/// over ascending frames; percentiles interpolate linearly between order statistics, as numpy.percentile. Determinism: equal bits on every
/// machine.
/// </remarks>
public static class Functionals
{
    /// <summary>Names of the statistics in order, appended to the name of the feature.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["mean", "deviation", "p5", "p25", "p50", "p75", "p95", "range", "slope", "mean_abs_difference"];

    private static readonly double[] Percentiles = [0.05, 0.25, 0.50, 0.75, 0.95];

    /// <summary>Computes all statistics of one feature.</summary>
    /// <param name="values">[T] values, NaN where there is none; overwritten.</param>
    /// <param name="frameSeconds">Seconds between frames; slopes are per second.</param>
    /// <param name="statistics">[10] receives mean, standard deviation (population), five percentiles, range (highest - lowest), slope of
    /// the fitted line, and the mean absolute difference of neighbouring frames that both have a value.</param>
    public static void Compute(Span<float> values, double frameSeconds, Span<float> statistics)
    {
        statistics[..Names.Count].Clear();
        statistics[9] = (float)MeanAbsoluteDifference(values);
        statistics[8] = (float)(Slope(values) / frameSeconds);
        var count = KeepNumbers(values);
        if (count == 0)
        {
            return;
        }

        var numbers = values[..count];
        var moments = Moments.Of(numbers);
        statistics[0] = (float)moments.Mean;
        statistics[1] = (float)moments.StandardDeviation;
        numbers.Sort();
        for (var i = 0; i < Percentiles.Length; i++)
        {
            statistics[2 + i] = (float)Percentile(numbers, Percentiles[i]);
        }

        statistics[7] = numbers[^1] - numbers[0];
    }

    /// <summary>
    /// Shifts and scales the values that are numbers to mean 0 and population standard deviation 1; constant ones are only shifted.
    /// </summary>
    internal static void Normalise(Span<float> values)
    {
        var moments = default(RunningMoments);
        moments.Add(values);
        moments.AddSquares(values);
        moments.Normalise(values);
    }

    /// <summary>Mean of the values that are numbers; 0 without any.</summary>
    internal static double Mean(ReadOnlySpan<float> values)
    {
        var moments = default(RunningMoments);
        moments.Add(values);
        return moments.Mean;
    }

    /// <summary>Linear interpolation between order statistics, as numpy.percentile.</summary>
    internal static double Percentile(ReadOnlySpan<float> sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - (double)sorted[below]);
    }

    /// <summary>Slope per frame of the least-squares line through the frames that have a value.</summary>
    private static double Slope(ReadOnlySpan<float> values)
    {
        var (count, frameSum) = (0, 0.0);
        for (var t = 0; t < values.Length; t++)
        {
            if (!float.IsNaN(values[t]))
            {
                count++;
                frameSum += t;
            }
        }

        var (centre, mean) = (frameSum / Math.Max(count, 1), Mean(values));
        var (covariance, variance) = (0.0, 0.0);
        for (var t = 0; t < values.Length; t++)
        {
            if (!float.IsNaN(values[t]))
            {
                covariance += (t - centre) * (values[t] - mean);
                variance += (t - centre) * (t - centre);
            }
        }

        return variance == 0 ? 0 : covariance / variance;
    }

    /// <summary>Mean absolute difference of neighbouring frames that both have a value; 0 without any.</summary>
    internal static double MeanAbsoluteDifference(ReadOnlySpan<float> values)
    {
        var (sum, count) = (0.0, 0);
        for (var t = 1; t < values.Length; t++)
        {
            var difference = Math.Abs(values[t] - (double)values[t - 1]);
            if (!double.IsNaN(difference))
            {
                sum += difference;
                count++;
            }
        }

        return count == 0 ? 0 : sum / count;
    }

    private static int KeepNumbers(Span<float> values)
    {
        var count = 0;
        foreach (var value in values)
        {
            if (!float.IsNaN(value))
            {
                values[count++] = value;
            }
        }

        return count;
    }
}
