namespace Bakeoff.Audio.Features;

/// <summary>Time derivatives by Savitzky-Golay fits over nine frames, as librosa.feature.delta with its defaults.</summary>
/// <remarks>
/// Source: A. Savitzky and M. Golay, Analytical Chemistry 36 (1964). A polynomial of the same degree as the derivative has a constant
/// derivative, so that mode 'interp' repeats the first and last full fit over the four frames at each end.
/// </remarks>
public static class Delta
{
    /// <summary>Frames under one fit; also the least number of frames.</summary>
    public const int Width = 9;

    private const int Half = Width / 2;

    // Slope of the fitted line: n / sum(n^2). Second derivative of the fitted parabola: 2 (n^2 - 20/3) / sum((n^2 - 20/3)^2).
    private static readonly double[] FirstWeights = [.. Offsets().Select(n => n / 60.0)];
    private static readonly double[] SecondWeights = [.. Offsets().Select(n => (3.0 * n * n - 20.0) / 462.0)];

    /// <summary>Derivative of one feature over time, per frame (order 1) or per frame squared (order 2).</summary>
    /// <param name="values">[T] values; T at least <see cref="Width"/>.</param>
    /// <param name="order">1 or 2.</param>
    /// <param name="result">[T] receives the derivative; sums run in float64 over ascending frames.</param>
    /// <exception cref="ArgumentException">Fewer than nine frames, another order, or lengths that differ.</exception>
    public static void Compute(ReadOnlySpan<float> values, int order, Span<float> result)
    {
        if (order is not (1 or 2))
        {
            throw new ArgumentOutOfRangeException(nameof(order), order, "Expected 1 or 2.");
        }

        if (values.Length < Width || result.Length != values.Length)
        {
            throw new ArgumentException(
                $"Input has {values.Length} frames and result {result.Length}, expected equal numbers of at least {Width}.",
                nameof(values));
        }

        var weights = order == 1 ? FirstWeights : SecondWeights;
        for (var t = Half; t < values.Length - Half; t++)
        {
            var sum = 0.0;
            for (var i = 0; i < Width; i++)
            {
                sum = Math.FusedMultiplyAdd(weights[i], values[t - Half + i], sum);
            }

            result[t] = (float)sum;
        }

        result[..Half].Fill(result[Half]);
        result[^Half..].Fill(result[^(Half + 1)]);
    }

    private static IEnumerable<int> Offsets() => Enumerable.Range(-Half, Width);
}
