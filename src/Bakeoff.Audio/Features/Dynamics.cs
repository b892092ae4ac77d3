namespace Bakeoff.Audio.Features;

/// <summary>
/// Statistics of the trajectory of one feature over a clip: its distribution, its shape from start to end, and its rate of change.
/// </summary>
/// <remarks>
/// Frames without a value (NaN) are left out; with fewer than five values all statistics are 0. Time runs from -1 at the first frame to 1
/// at the last, so that shape does not depend on length. Sums run in float64 over ascending frames. Checked against NumPy
/// (tests/fixtures/dynamics). Determinism: equal bits on every machine. Not thread-safe.
/// </remarks>
public sealed class Dynamics
{
    private const int FewestValues = 5;
    private const int SmoothingFrames = 5;
    private const double Third = 1.0 / 3;
    private const double SkewnessGuard = 1e-6;

    private static readonly string[] Distribution =
        ["mean", "deviation", "p5", "p25", "p50", "p75", "p95", "interquartile_range", "p5_to_p95", "skewness"];

    private static readonly string[] Shape = ["trend", "curvature", "first_third", "middle_third", "last_third"];
    private static readonly string[] Motion = ["mean_abs_difference", "slope_deviation"];
    private static readonly double[] Percentiles = [0.05, 0.25, 0.50, 0.75, 0.95];

    private readonly ModulationSpectrum _modulation = new();
    private double[] _times = [];
    private float[] _numbers = [];

    /// <summary>Names of the statistics in order, appended to the name of the feature.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Distribution, .. Shape, .. Motion,
        .. Enumerable.Range(0, ModulationSpectrum.BandCount).Select(band => FormattableString.Invariant($"modulation_{band}")),
    ];

    /// <summary>Computes all statistics of one feature.</summary>
    /// <param name="values">[T] values, NaN where there is none.</param>
    /// <param name="frameSeconds">Seconds between frames.</param>
    /// <param name="statistics">
    /// [24] receives mean, standard deviation (population), five percentiles, their distances 25 to 75 and 5 to 95, skewness; slope and
    /// curvature of the fitted parabola (orthogonal terms, time from -1 to 1), means of the three thirds less the mean of all; mean
    /// absolute difference of neighbours, standard deviation of the slope over five frames; seven bands of the modulation spectrum in dB.
    /// </param>
    public void Compute(ReadOnlySpan<float> values, double frameSeconds, Span<float> statistics) =>
        Compute(new FeatureTrajectories(values, 1, values.Length, ..values.Length), frameSeconds, statistics);

    /// <summary>Computes all statistics of some features, which takes less time than one after the other.</summary>
    /// <param name="columns">The features.</param>
    /// <param name="frameSeconds">Seconds between frames.</param>
    /// <param name="statistics">[columns, 24] receives the statistics of each.</param>
    internal void Compute(FeatureTrajectories columns, double frameSeconds, Span<float> statistics)
    {
        _modulation.Compute(columns, 1 / frameSeconds, statistics, Names.Count);
        for (var column = 0; column < columns.Count; column++)
        {
            Describe(columns[column], statistics.Slice(column * Names.Count, Names.Count));
        }
    }

    private void Describe(ReadOnlySpan<float> values, Span<float> statistics)
    {
        var count = Gather(values);
        if (count < FewestValues)
        {
            statistics.Clear();
            return;
        }

        var numbers = _numbers.AsSpan(0, count);
        var times = _times.AsSpan(0, count);
        var mean = Functionals.Mean(numbers);
        DescribeShape(numbers, times, mean, statistics.Slice(Distribution.Length, Shape.Length));
        DescribeMotion(values, statistics.Slice(Distribution.Length + Shape.Length, Motion.Length));
        DescribeDistribution(numbers, mean, statistics[..Distribution.Length]);
    }

    private int Gather(ReadOnlySpan<float> values)
    {
        if (_numbers.Length < values.Length)
        {
            (_numbers, _times) = (new float[values.Length], new double[values.Length]);
        }

        var count = 0;
        for (var t = 0; t < values.Length; t++)
        {
            if (!float.IsNaN(values[t]))
            {
                _times[count] = 2.0 * t / Math.Max(values.Length - 1, 1) - 1;
                _numbers[count++] = values[t];
            }
        }

        return count;
    }

    private static void DescribeDistribution(Span<float> numbers, double mean, Span<float> target)
    {
        var (squares, cubes) = (0.0, 0.0);
        foreach (var number in numbers)
        {
            var difference = number - mean;
            squares += difference * difference;
            cubes += difference * difference * difference;
        }

        var standardDeviation = Math.Sqrt(squares / numbers.Length);
        target[0] = (float)mean;
        target[1] = (float)standardDeviation;
        numbers.Sort();
        for (var i = 0; i < Percentiles.Length; i++)
        {
            target[2 + i] = (float)Functionals.Percentile(numbers, Percentiles[i]);
        }

        target[7] = target[5] - target[3];
        target[8] = target[6] - target[2];
        // The guard keeps the rounding of a constant feature from becoming a skewness.
        target[9] = (float)(cubes / numbers.Length / (standardDeviation * standardDeviation * standardDeviation + SkewnessGuard));
    }

    private static void DescribeShape(ReadOnlySpan<float> numbers, ReadOnlySpan<double> times, double mean, Span<float> target)
    {
        var (centre, squareMean) = Moments(times);
        var (variance, skew) = (0.0, 0.0);
        foreach (var time in times)
        {
            variance += (time - centre) * (time - centre);
            skew += (time * time - squareMean) * (time - centre);
        }

        var (trend, curvature, curvatureScale) = (0.0, 0.0, 0.0);
        for (var i = 0; i < numbers.Length; i++)
        {
            var linear = times[i] - centre;
            var parabola = times[i] * times[i] - squareMean - linear * skew / variance;
            trend += linear * (numbers[i] - mean);
            curvature += parabola * (numbers[i] - mean);
            curvatureScale += parabola * parabola;
        }

        target[0] = (float)(trend / variance);
        target[1] = (float)(curvature / curvatureScale);
        target[2] = (float)MeanBetween(numbers, times, mean, -1, -Third);
        target[3] = (float)MeanBetween(numbers, times, mean, -Third, Third);
        target[4] = (float)MeanBetween(numbers, times, mean, Third, 1);
    }

    private static (double Mean, double SquareMean) Moments(ReadOnlySpan<double> times)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var time in times)
        {
            sum += time;
            squares += time * time;
        }

        return (sum / times.Length, squares / times.Length);
    }

    private static double MeanBetween(ReadOnlySpan<float> numbers, ReadOnlySpan<double> times, double mean, double from, double to)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < numbers.Length; i++)
        {
            if (times[i] >= from && times[i] <= to)
            {
                sum += numbers[i] - mean;
                count++;
            }
        }

        return count == 0 ? 0 : sum / count;
    }

    private static void DescribeMotion(ReadOnlySpan<float> values, Span<float> target)
    {
        target[0] = (float)Functionals.MeanAbsoluteDifference(values);
        var (sum, squares, count, run) = (0.0, 0.0, 0, 0);
        for (var t = 0; t < values.Length; t++)
        {
            run = float.IsNaN(values[t]) ? 0 : run + 1;
            if (run > SmoothingFrames)
            {
                var slope = ((double)values[t] - values[t - SmoothingFrames]) / SmoothingFrames;
                sum += slope;
                squares += slope * slope;
                count++;
            }
        }

        var mean = count == 0 ? 0 : sum / count;
        target[1] = count == 0 ? 0 : (float)Math.Sqrt(Math.Max(squares / count - mean * mean, 0));
    }
}
