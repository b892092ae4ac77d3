using System.Runtime.InteropServices;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Measures;

/// <summary>Jitter and shimmer of voiced frames, from cycles that follow one another through the frames.</summary>
/// <remarks>
/// Source: F. Eyben et al. (2016), section 3.1. Each cycle is as long as the lag, near the pitch's period, at which the signal after it is most
/// similar; the next begins there. A cycle belongs to the first frame whose 10 ms reach behind two of them. Jitter is the
/// mean absolute difference of neighbouring lengths over the mean length, its delta the mean absolute difference of such differences over
/// the mean length; shimmer is the mean absolute difference of the ranges of neighbouring cycles over their mean range. The
/// harmonics-to-noise ratio is that of the mean cycle's energy to what the cycles differ from it by (E. Yumoto, W. J. Gould and T. Baer,
/// Harmonics-to-noise ratio as an index of the degree of hoarseness, JASA 71, 1982).
/// </remarks>
/// <param name="rateHz">Rate of the signal.</param>
/// <param name="search">Greatest relative deviation of a cycle from the pitch's period.</param>
/// <param name="delay">Frames by which cycles are taken from behind the frame's start.</param>
internal sealed class CycleIrregularity(int rateHz, double search, int delay = 0)
{
    private const double LeastSimilarity = 0.5;
    private const double SmallestEnergy = 1e-20;

    private readonly int _hop = (int)(rateHz * 0.01 + 0.5);
    private readonly List<int> _starts = [];
    private double[] _similarities = [];
    private double[] _mean = [];
    private float[] _cycle = [];
    private float[] _products = [];
    private float[] _padded = [];
    private long _next;
    private double _lengthBefore;
    private double _changeBefore;
    private Irregularity _last;
    private bool _isVoiced;

    /// <summary>Begins anew: the frame is unvoiced.</summary>
    public void Restart() => (_isVoiced, _lengthBefore, _changeBefore, _last) = (false, 0, double.NaN, default);

    /// <summary>Measures a frame, which follows on the one measured before.</summary>
    /// <param name="signal">Samples; those of the frame, and 50 ms before it as far as there are any.</param>
    /// <param name="start">The frame's first sample.</param>
    /// <param name="offset">Number in the clip of the signal's first sample.</param>
    /// <param name="frequencyHz">Fundamental frequency of the frame.</param>
    /// <returns>Those of the frame before if no cycle ends in this one, zeros before the first.</returns>
    public Irregularity Measure(ReadOnlySpan<float> signal, int start, long offset, double frequencyHz)
    {
        var period = rateHz / frequencyHz;
        var lags = new CycleSearch((int)((1 - search) * period), (int)Math.Ceiling((1 + search) * period), (int)(period + 0.5));
        var reach = 2 * lags.Longest + 2;
        start += delay * _hop;
        var end = start + _hop;
        _starts.Clear();
        if (!_isVoiced)
        {
            (_isVoiced, _next, end) = (true, offset + start, Math.Max(end, start + reach));
        }

        var at = (int)(_next - offset);
        var (lengths, lengthChange, lengthCount) = (0.0, 0.0, 0);
        var (ranges, rangeChange, deltaChange) = (0.0, 0.0, 0.0);
        while (at + reach <= end)
        {
            var (lag, shift) = FindLag(signal, at, lags);
            if (lag == 0)
            {
                at += lags.Width;
                continue;
            }

            var (range, rangeAfter) = (Range(signal.Slice(at, lags.Width)), Range(signal.Slice(at + lag, lags.Width)));
            rangeChange += Math.Abs(rangeAfter - range);
            ranges += (range + rangeAfter) / 2;
            var length = lag + shift;
            if (_lengthBefore > 0)
            {
                var change = length - _lengthBefore;
                lengthChange += Math.Abs(change);
                lengths += length;
                lengthCount++;
                deltaChange += double.IsNaN(_changeBefore) ? 0 : Math.Abs(change - _changeBefore);
                _changeBefore = change;
            }

            _lengthBefore = length;
            _starts.Add(at);
            at += lag;
        }

        _next = offset + at;
        if (ranges > 0)
        {
            _starts.Add(at);
            _last = _last with { Shimmer = rangeChange / ranges, HarmonicsToNoiseDb = HarmonicsToNoise(signal, lags.Width) };
        }

        if (lengthCount > 0)
        {
            _last = _last with { Jitter = lengthChange / lengths, JitterDelta = deltaChange / lengths };
        }

        return _last;
    }

    /// <summary>The lag of greatest similarity, and where between samples it lies; 0 if the cycle is not repeated.</summary>
    private (int Lag, double Shift) FindLag(ReadOnlySpan<float> signal, int at, CycleSearch search)
    {
        var count = search.Longest - search.Shortest + 1;
        var vectors = (count + LagProducts.Lanes - 1) / LagProducts.Lanes * LagProducts.Lanes;
        if (_products.Length < vectors)
        {
            (_similarities, _products) = (new double[vectors], new float[vectors]);
        }

        if (_cycle.Length < search.Width)
        {
            _cycle = new float[search.Width];
        }

        var cycle = _cycle.AsSpan(0, search.Width);
        var energy = WithoutMean(signal.Slice(at, search.Width), cycle);
        var others = Others(signal[(at + search.Shortest)..], search.Width + vectors);
        LagProducts.Compute(cycle, others, _products.AsSpan(0, vectors));
        var (sum, square) = (0.0, 0.0);
        foreach (var sample in others[..search.Width])
        {
            sum += sample;
            square += (double)sample * sample;
        }

        for (var i = 0; i < count; i++)
        {
            var size = Math.Sqrt(energy * Math.Max(square - sum * sum / search.Width, 0));
            _similarities[i] = size > 0 ? _products[i] / size : 0;
            var (first, next) = ((double)others[i], (double)others[i + search.Width]);
            sum += next - first;
            square += next * next - first * first;
        }

        return Peak(_similarities.AsSpan(0, count), search.Shortest);
    }

    private double HarmonicsToNoise(ReadOnlySpan<float> signal, int width)
    {
        if (_mean.Length < width)
        {
            _mean = new double[width];
        }

        var mean = _mean.AsSpan(0, width);
        mean.Clear();
        foreach (var start in _starts)
        {
            for (var n = 0; n < width; n++)
            {
                mean[n] += signal[start + n] / (double)_starts.Count;
            }
        }

        var (energy, rest) = (0.0, 0.0);
        for (var n = 0; n < width; n++)
        {
            energy += mean[n] * mean[n];
            foreach (var start in _starts)
            {
                rest += (signal[start + n] - mean[n]) * (signal[start + n] - mean[n]) / _starts.Count;
            }
        }

        return 10 * DeterministicMath.Log10(Math.Max(energy, SmallestEnergy) / Math.Max(rest, SmallestEnergy));
    }

    private static (int Lag, double Shift) Peak(ReadOnlySpan<double> similarities, int shortest)
    {
        var best = 0;
        for (var i = 1; i < similarities.Length - 1; i++)
        {
            var isPeak = similarities[i] > similarities[i - 1] && similarities[i] >= similarities[i + 1];
            best = isPeak && similarities[i] >= LeastSimilarity && (best == 0 || similarities[i] > similarities[best]) ? i : best;
        }

        if (best == 0)
        {
            return (0, 0);
        }

        var (before, here, after) = (similarities[best - 1], similarities[best], similarities[best + 1]);
        return (shortest + best, 0.5 * (before - after) / (before - 2 * here + after));
    }

    private static double WithoutMean(ReadOnlySpan<float> samples, Span<float> target)
    {
        var mean = 0.0;
        foreach (var sample in samples)
        {
            mean += sample;
        }

        mean /= samples.Length;
        var energy = 0.0;
        for (var n = 0; n < samples.Length; n++)
        {
            target[n] = (float)(samples[n] - mean);
            energy += (double)target[n] * target[n];
        }

        return energy;
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

    private static double Range(ReadOnlySpan<float> cycle)
    {
        var (lowest, highest) = (cycle[0], cycle[0]);
        foreach (var value in cycle)
        {
            (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
        }

        return highest - lowest;
    }

    /// <summary>Shortest and longest lag, and samples of a cycle.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct CycleSearch(int Shortest, int Longest, int Width);
}

/// <summary>Irregularity of a voice's cycles, as ratios.</summary>
/// <param name="Jitter">Mean absolute difference of neighbouring lengths over the mean length.</param>
/// <param name="JitterDelta">Mean absolute difference of neighbouring differences of lengths over the mean length.</param>
/// <param name="Shimmer">Mean absolute difference of neighbouring ranges over the mean range.</param>
/// <param name="HarmonicsToNoiseDb">Energy of the mean cycle over that of what the cycles differ from it by, in dB.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Irregularity(double Jitter, double JitterDelta, double Shimmer, double HarmonicsToNoiseDb);
