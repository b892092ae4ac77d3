using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Audio.Features.Measures;

/// <summary>Linear prediction by the autocorrelation method and the Levinson-Durbin recursion.</summary>
/// <remarks>Source: J. D. Markel and A. H. Gray, Linear Prediction of Speech (1976).</remarks>
internal static class LinearPrediction
{
    /// <summary>Finds the polynomial that leaves least of a stretch, which is taken for zero outside.</summary>
    /// <param name="samples">The stretch.</param>
    /// <param name="a">[order + 1] receives 1 and the coefficients: the residual of sample n is the sum of a[i] times sample n - i.</param>
    /// <param name="error">Receives the residual's energy.</param>
    /// <returns>False for silence and for what is predicted without a rest.</returns>
    public static bool Predict(ReadOnlySpan<double> samples, Span<double> a, out double error)
    {
        var order = a.Length - 1;
        Span<double> correlation = stackalloc double[(order / Vector512<double>.Count + 1) * Vector512<double>.Count];
        Correlate(samples, correlation);

        a.Clear();
        a[0] = 1;
        error = correlation[0];
        Span<double> previous = stackalloc double[order + 1];
        for (var i = 1; i <= order; i++)
        {
            if (error <= 0)
            {
                return false;
            }

            var sum = correlation[i];
            for (var j = 1; j < i; j++)
            {
                sum += a[j] * correlation[i - j];
            }

            var reflection = -sum / error;
            a.CopyTo(previous);
            for (var j = 1; j < i; j++)
            {
                a[j] = previous[j] + reflection * previous[i - j];
            }

            a[i] = reflection;
            error *= 1 - reflection * reflection;
        }

        return true;
    }

    /// <summary>Products of a stretch with itself at lags from 0 on, side by side: no lane ever holds a part of one sum.</summary>
    private static void Correlate(ReadOnlySpan<double> samples, Span<double> correlation)
    {
        var whole = Math.Max(samples.Length - correlation.Length + 1, 0);
        ref var first = ref MemoryMarshal.GetReference(samples);
        for (var lag = 0; lag < correlation.Length; lag += Vector512<double>.Count)
        {
            var sums = Vector512<double>.Zero;
            for (var n = 0; n < whole; n++)
            {
                sums += Vector512.Create(samples[n]) * Vector512.LoadUnsafe(ref first, (nuint)(n + lag));
            }

            sums.CopyTo(correlation[lag..]);
        }

        // Near the end not all lags have a sample.
        for (var lag = 0; lag < correlation.Length; lag++)
        {
            for (var n = whole; n + lag < samples.Length; n++)
            {
                correlation[lag] += samples[n] * samples[n + lag];
            }
        }
    }
}
