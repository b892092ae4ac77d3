using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Gemaps;

/// <summary>Jitter and shimmer of the cycles of a voiced frame.</summary>
/// <remarks>
/// Source: F. Eyben et al. (2016), section 3.1. Each cycle is as long as the lag, at most 10 % from the pitch's period, at which the signal
/// after it is most similar; jitter is the mean absolute difference of neighbouring cycles' lengths over their mean length, shimmer the
/// mean absolute difference of neighbouring cycles' heights in dB.
/// </remarks>
internal sealed class CycleIrregularity(int rateHz)
{
    private const double Search = 0.1;
    private const double LeastSimilarity = 0.5;
    private const double FrameSeconds = 0.06;

    private readonly int _window = (int)(rateHz * FrameSeconds + 0.5);
    private double[] _similarities = [];

    /// <summary>Measures a frame.</summary>
    /// <param name="signal">All samples.</param>
    /// <param name="start">First sample of the frame.</param>
    /// <param name="frequencyHz">Its fundamental frequency.</param>
    /// <returns>Jitter (a ratio) and shimmer in dB; zeros if there are fewer than two cycles.</returns>
    public (double Jitter, double Shimmer) Measure(ReadOnlySpan<float> signal, int start, double frequencyHz)
    {
        var period = rateHz / frequencyHz;
        var (shortest, longest, width) = ((int)Math.Ceiling((1 - Search) * period), (int)((1 + Search) * period), (int)(period + 0.5));
        var end = Math.Min(start + _window, signal.Length);
        var (lengthSum, lengthChange, heightChange, count) = (0.0, 0.0, 0.0, 0);
        var (lengthBefore, heightBefore) = (0.0, 0.0);
        for (var at = Start(signal, start, width); at + longest + 1 + width <= end;)
        {
            var (length, lag, similarity) = FindLength(signal, at, (shortest, longest, width));
            if (similarity < LeastSimilarity)
            {
                at += width;
                continue;
            }

            var height = Height(signal.Slice(at, width));
            lengthSum += length;
            if (count > 0)
            {
                lengthChange += Math.Abs(length - lengthBefore);
                heightChange += height > 0 && heightBefore > 0
                    ? Math.Abs(20 * DeterministicMath.Log10(height / heightBefore))
                    : 0;
            }

            (lengthBefore, heightBefore) = (length, height);
            count++;
            at += lag;
        }

        return count < 2 ? (0, 0) : (lengthChange / (count - 1) / (lengthSum / count), heightChange / (count - 1));
    }

    private (double Length, int Lag, double Similarity) FindLength(
        ReadOnlySpan<float> signal, int at, (int Shortest, int Longest, int Width) search)
    {
        var count = search.Longest - search.Shortest + 3;
        if (_similarities.Length < count)
        {
            _similarities = new double[count];
        }

        var cycle = signal.Slice(at, search.Width);
        var energy = Product(cycle, cycle);
        var best = 1;
        for (var i = 0; i < count; i++)
        {
            var other = signal.Slice(at + search.Shortest - 1 + i, search.Width);
            var size = Math.Sqrt(energy * Product(other, other));
            _similarities[i] = size > 0 ? Product(cycle, other) / size : 0;
            best = i > 0 && i < count - 1 && _similarities[i] > _similarities[best] ? i : best;
        }

        var (before, here, after) = (_similarities[best - 1], _similarities[best], _similarities[best + 1]);
        var curvature = before - 2 * here + after;
        var shift = curvature < 0 ? Math.Clamp(0.5 * (before - after) / curvature, -0.5, 0.5) : 0;
        var lag = search.Shortest - 1 + best;
        return (lag + shift, lag, here);
    }

    /// <summary>A first sample for which the strongest excursion of the first cycle lies in the middle, so that none is cut in two.</summary>
    private static int Start(ReadOnlySpan<float> signal, int start, int width)
    {
        var strongest = start;
        for (var n = start; n < Math.Min(start + width, signal.Length); n++)
        {
            strongest = Math.Abs(signal[n]) > Math.Abs(signal[strongest]) ? n : strongest;
        }

        var first = strongest - width / 2;
        return first < start ? first + width : first;
    }

    /// <summary>Sum of products; the lanes' sums are added in a fixed order.</summary>
    private static double Product(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (sum0, sum1, sum2, sum3) = (0f, 0f, 0f, 0f);
        var n = 0;
        for (; n + 4 <= a.Length; n += 4)
        {
            sum0 += a[n] * b[n];
            sum1 += a[n + 1] * b[n + 1];
            sum2 += a[n + 2] * b[n + 2];
            sum3 += a[n + 3] * b[n + 3];
        }

        for (; n < a.Length; n++)
        {
            sum0 += a[n] * b[n];
        }

        return (double)sum0 + sum1 + (sum2 + sum3);
    }

    private static double Height(ReadOnlySpan<float> cycle)
    {
        var (lowest, highest) = (cycle[0], cycle[0]);
        foreach (var value in cycle)
        {
            (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
        }

        return highest - lowest;
    }
}
