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
    private float[] _products = [];
    private float[] _padded = [];

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
        var vectors = (count + LagProducts.Lanes - 1) / LagProducts.Lanes * LagProducts.Lanes;
        if (_products.Length < vectors)
        {
            (_similarities, _products) = (new double[vectors], new float[vectors]);
        }

        var cycle = signal.Slice(at, search.Width);
        var others = Others(signal[(at + search.Shortest - 1)..], search.Width + vectors);
        LagProducts.Compute(cycle, others, _products.AsSpan(0, vectors));
        var (energy, otherEnergy) = (Energy(cycle), Energy(others[..search.Width]));
        var best = 1;
        for (var i = 0; i < count; i++)
        {
            var size = Math.Sqrt(energy * Math.Max(otherEnergy, 0));
            _similarities[i] = size > 0 ? _products[i] / size : 0;
            best = i > 0 && i < count - 1 && _similarities[i] > _similarities[best] ? i : best;
            otherEnergy += (double)others[i + search.Width] * others[i + search.Width] - (double)others[i] * others[i];
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

    /// <summary>So many samples of a signal, zeros behind its end.</summary>
    private ReadOnlySpan<float> Others(ReadOnlySpan<float> signal, int count)
    {
        if (signal.Length >= count)
        {
            return signal[..count];
        }

        if (_padded.Length < count)
        {
            _padded = new float[count];
        }

        signal.CopyTo(_padded);
        _padded.AsSpan(signal.Length, count - signal.Length).Clear();
        return _padded.AsSpan(0, count);
    }

    private static double Energy(ReadOnlySpan<float> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples)
        {
            sum += (double)sample * sample;
        }

        return sum;
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
