namespace Bakeoff.Audio.Features.Measures;

/// <summary>Twelve statistics of a contour, which the sets of the INTERSPEECH challenges share.</summary>
/// <remarks>Source: B. Schuller, S. Steidl and A. Batliner, The INTERSPEECH 2009 emotion challenge (2009), table 1.</remarks>
internal static class ContourStatistics
{
    /// <summary>Functionals of a contour.</summary>
    public const int Count = 12;

    /// <summary>Slopes of regression lines over five frames; the ends count as often as it takes.</summary>
    /// <param name="values">[T] values.</param>
    /// <param name="slopes">[T] receives the slopes per frame.</param>
    public static void Derive(ReadOnlySpan<double> values, Span<double> slopes)
    {
        var last = values.Length - 1;
        for (var t = 0; t < values.Length; t++)
        {
            var (before, after) = (values[Math.Max(t - 1, 0)], values[Math.Min(t + 1, last)]);
            slopes[t] = (after - before + 2 * (values[Math.Min(t + 2, last)] - values[Math.Max(t - 2, 0)])) / 10;
        }
    }

    /// <summary>Describes a contour.</summary>
    /// <param name="values">[T] values, at least one.</param>
    /// <param name="statistics">[12] receives highest and lowest value, their difference, their frames, the mean, slope, offset and mean
    /// squared error of the regression line over the frames' numbers, standard deviation (population), skewness and kurtosis (3 for a
    /// normal distribution); NaN for the last two where all values are equal.</param>
    public static void Describe(ReadOnlySpan<double> values, Span<double> statistics)
    {
        var (highest, lowest, sum) = (0, 0, 0.0);
        for (var t = 0; t < values.Length; t++)
        {
            highest = values[t] > values[highest] ? t : highest;
            lowest = values[t] < values[lowest] ? t : lowest;
            sum += values[t];
        }

        // Frames are counted from their middle, which keeps the sums small.
        var (mean, middle) = (sum / values.Length, (values.Length - 1) / 2.0);
        var (squares, cubes, fourths, product, spread) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var t = 0; t < values.Length; t++)
        {
            var (difference, time) = (values[t] - mean, t - middle);
            var square = difference * difference;
            squares += square;
            cubes += square * difference;
            fourths += square * square;
            product += time * difference;
            spread += time * time;
        }

        var slope = spread > 0 ? product / spread : 0;
        var error = 0.0;
        for (var t = 0; t < values.Length; t++)
        {
            var rest = values[t] - mean - slope * (t - middle);
            error += rest * rest;
        }

        var variance = squares / values.Length;
        var isConstant = values[highest] == values[lowest];
        (statistics[0], statistics[1], statistics[2]) = (values[highest], values[lowest], values[highest] - values[lowest]);
        (statistics[3], statistics[4], statistics[5]) = (highest, lowest, mean);
        (statistics[6], statistics[7], statistics[8]) = (slope, mean - slope * middle, error / values.Length);
        statistics[9] = isConstant ? 0 : Math.Sqrt(variance);
        statistics[10] = isConstant ? double.NaN : cubes / values.Length / (variance * Math.Sqrt(variance));
        statistics[11] = isConstant ? double.NaN : fourths / values.Length / (variance * variance);
    }
}
