using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Measures;

/// <summary>Jitter and shimmer of voiced frames, from successive cycles.</summary>
/// <remarks>
/// Source: F. Eyben et al. (2016), section 3.1. A cycle is as long as the lag, near the pitch's period, at which it resembles the stretch
/// of the same length after it most; the next begins there. Jitter is the mean absolute difference of neighbouring lengths over the mean
/// length, its delta the mean absolute difference of such differences over the mean length; shimmer is the mean absolute difference of
/// the ranges of neighbouring cycles over their mean range. The harmonics-to-noise ratio is that of the mean cycle's energy to what the
/// cycles differ from it by (E. Yumoto, W. J. Gould and T. Baer, Harmonics-to-noise ratio as an index of the degree of hoarseness, JASA
/// 71, 1982). As in published values, cycles go on from frame to frame; a frame has at least one, which is looked for again in the next
/// frame if it reaches beyond this one's 10 ms; no ratio exceeds 1. At rates of which 10 ms are rounded down to whole samples (11,025 and
/// 24,414 Hz), frames begin before the one before has ended: there, the cycles of each frame begin with its first sample, as many as if
/// they went on.
/// </remarks>
/// <param name="rateHz">Rate of the signal.</param>
/// <param name="search">Greatest relative deviation of a cycle from the pitch's period.</param>
/// <param name="hasNoise">True if the harmonics-to-noise ratio is measured.</param>
internal sealed class CycleIrregularity(int rateHz, double search, bool hasNoise)
{
    private const double LeastSimilarity = 0.5;
    private const double SmallestEnergy = 1e-20;

    private readonly int _hop = (int)Math.Ceiling(rateHz / 100.0);
    private readonly bool _goesOn = rateHz % 100 is 0 or >= 50;
    private readonly List<int> _starts = [];
    private double[] _similarities = [];
    private double[] _sums = [];
    private double[] _squares = [];
    private double[] _mean = [];
    private float[] _samples = [];
    private float[] _products = [];
    private int _unused;
    private double _lengthBefore;
    private double _changeBefore;
    private Irregularity _last;

    /// <summary>Begins anew: the frame is unvoiced.</summary>
    public void Restart() => (_unused, _lengthBefore, _changeBefore, _last) = (0, 0, double.NaN, default);

    /// <summary>Measures a frame, which follows on the one measured before.</summary>
    /// <param name="signal">Samples; 50 ms of them before the frame, unless the clip begins later, and 60 ms from its first on.</param>
    /// <param name="start">The frame's first sample.</param>
    /// <param name="frequencyHz">Fundamental frequency of the frame.</param>
    /// <returns>Those of the frame before if no cycle ends in this one, zeros before the first.</returns>
    public Irregularity Measure(ReadOnlySpan<float> signal, int start, double frequencyHz)
    {
        var period = rateHz / frequencyHz;
        var lags = new CycleSearch((int)((1 - search) * period), (int)((1 + search) * period));
        var begin = _goesOn ? start - _unused : start;
        var end = begin + _unused + _hop;
        var (at, last) = (begin, 0);
        var (lengths, ranges, rangeChange) = (0.0, 0.0, 0.0);
        var (lengthChange, changeCount, deltaChange, deltaCount) = (0.0, 0, 0.0, 0);
        _starts.Clear();
        while ((at == begin || at + 2 * (lags.Longest + 2) <= end) && at + 2 * lags.Longest <= signal.Length)
        {
            var (lag, shift, similarity) = FindLag(signal[at..], lags);
            if (similarity >= LeastSimilarity)
            {
                var (range, rangeAfter) = (Range(signal.Slice(at, lag)), Range(signal.Slice(at + lag, lag)));
                rangeChange += Math.Abs(rangeAfter - range);
                ranges += (range + rangeAfter) / 2;
                var length = lag + shift;
                var change = _lengthBefore > 0 ? length - _lengthBefore : double.NaN;
                (lengthChange, changeCount) = Add(change, lengthChange, changeCount);
                (deltaChange, deltaCount) = Add(change - _changeBefore, deltaChange, deltaCount);
                (_lengthBefore, _changeBefore) = (length, change);
                lengths += length;
                _starts.Add(at);
                last = at + lag;
            }

            at += lag > 0 ? lag : (int)(period + 0.5);
        }

        _unused = end - (at > end ? begin : at);
        var mean = lengths / _starts.Count;
        if (changeCount > 0)
        {
            _last = _last with { Jitter = Ratio(lengthChange / changeCount, mean), JitterDelta = Ratio(deltaChange / Math.Max(deltaCount, 1), mean) };
        }

        if (ranges > 0)
        {
            _starts.Add(last);
            _last = _last with
            {
                Shimmer = Ratio(rangeChange, ranges),
                HarmonicsToNoiseDb = hasNoise ? HarmonicsToNoise(signal, (int)(mean + 0.5)) : 0,
            };
        }

        return _last;
    }

    private static (double Sum, int Count) Add(double change, double sum, int count) =>
        double.IsNaN(change) ? (sum, count) : (sum + Math.Abs(change), count + 1);

    private static double Ratio(double part, double whole) => Math.Min(part / whole, 1);

    /// <summary>The lag of greatest similarity, where between samples it lies, and the similarity there; zeros if there is no peak.</summary>
    private (int Lag, double Shift, double Similarity) FindLag(ReadOnlySpan<float> signal, CycleSearch search)
    {
        var count = search.Longest - search.Shortest + 1;
        var vectors = (count + LagProducts.Lanes - 1) / LagProducts.Lanes * LagProducts.Lanes;
        Load(signal[..(2 * search.Longest)], 2 * search.Shortest + vectors);

        // What all lags have in common is summed for sixteen of them at a time, the rest lag by lag.
        LagProducts.Compute(
            _samples.AsSpan(0, search.Shortest), _samples.AsSpan(search.Shortest, search.Shortest + vectors), _products.AsSpan(0, vectors));
        for (var i = 0; i < count; i++)
        {
            var lag = search.Shortest + i;
            var product = (double)_products[i];
            for (var n = search.Shortest; n < lag; n++)
            {
                product += (double)_samples[n] * _samples[n + lag];
            }

            var (sum, sumAfter) = (_sums[lag], _sums[2 * lag] - _sums[lag]);
            var energy = _squares[lag] - sum * sum / lag;
            var energyAfter = _squares[2 * lag] - _squares[lag] - sumAfter * sumAfter / lag;
            var size = Math.Sqrt(Math.Max(energy, 0) * Math.Max(energyAfter, 0));
            _similarities[i] = size > 0 ? (product - sum * sumAfter / lag) / size : 0;
        }

        return Peak(_similarities.AsSpan(0, count), search.Shortest);
    }

    /// <summary>Copies the samples less their mean, zeros behind them, and sums them and their squares up.</summary>
    private void Load(ReadOnlySpan<float> signal, int length)
    {
        length = Math.Max(length, signal.Length);
        if (_samples.Length < length)
        {
            (_samples, _products, _similarities) = (new float[length], new float[length], new double[length]);
            (_sums, _squares) = (new double[length + 1], new double[length + 1]);
        }

        var mean = 0.0;
        foreach (var sample in signal)
        {
            mean += sample;
        }

        mean /= signal.Length;
        var (sum, squares) = (0.0, 0.0);
        for (var n = 0; n < signal.Length; n++)
        {
            var sample = (float)(signal[n] - mean);
            sum += sample;
            squares += (double)sample * sample;
            (_samples[n], _sums[n + 1], _squares[n + 1]) = (sample, sum, squares);
        }

        _samples.AsSpan(signal.Length, length - signal.Length).Clear();
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

    private static (int Lag, double Shift, double Similarity) Peak(ReadOnlySpan<double> similarities, int shortest)
    {
        var best = 0;
        for (var i = 1; i < similarities.Length - 1; i++)
        {
            var isPeak = similarities[i] > similarities[i - 1] && similarities[i] >= similarities[i + 1];
            best = isPeak && (best == 0 || similarities[i] > similarities[best]) ? i : best;
        }

        if (best == 0)
        {
            return (0, 0, 0);
        }

        var (before, here, after) = (similarities[best - 1], similarities[best], similarities[best + 1]);
        var shift = 0.5 * (before - after) / (before - 2 * here + after);
        return (shortest + best, shift, here - 0.25 * (before - after) * shift);
    }

    /// <summary>Range of a cycle without its first and last sample.</summary>
    private static double Range(ReadOnlySpan<float> cycle)
    {
        cycle = cycle[1..^1];
        var (lowest, highest) = (cycle[0], cycle[0]);
        var eights = MemoryMarshal.Cast<float, Vector256<float>>(cycle);
        if (eights.Length > 0)
        {
            var (lows, highs) = (eights[0], eights[0]);
            foreach (var eight in eights)
            {
                (lows, highs) = (Vector256.Min(lows, eight), Vector256.Max(highs, eight));
            }

            for (var lane = 0; lane < Vector256<float>.Count; lane++)
            {
                (lowest, highest) = (Math.Min(lowest, lows[lane]), Math.Max(highest, highs[lane]));
            }
        }

        foreach (var value in cycle[(eights.Length * Vector256<float>.Count)..])
        {
            (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
        }

        return highest - lowest;
    }

    /// <summary>Shortest and longest lag.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct CycleSearch(int Shortest, int Longest);
}

/// <summary>Irregularity of a voice's cycles, as ratios.</summary>
/// <param name="Jitter">Mean absolute difference of neighbouring lengths over the mean length.</param>
/// <param name="JitterDelta">Mean absolute difference of neighbouring differences of lengths over the mean length.</param>
/// <param name="Shimmer">Mean absolute difference of neighbouring ranges over the mean range.</param>
/// <param name="HarmonicsToNoiseDb">Energy of the mean cycle over that of what the cycles differ from it by, in dB; 0 where it is not measured.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Irregularity(double Jitter, double JitterDelta, double Shimmer, double HarmonicsToNoiseDb);
