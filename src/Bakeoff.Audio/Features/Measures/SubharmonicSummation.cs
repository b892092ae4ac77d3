using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Measures;

/// <summary>Candidates of the fundamental frequency of a frame: peaks of a sum of compressed spectra on an octave scale.</summary>
/// <remarks>
/// Source: D. J. Hermes, Measurement of pitch by subharmonic summation, JASA 83 (1988), with 15 harmonics that weigh 0.85 times the one
/// before. The spectrum of 60 ms is reduced to the surroundings of its peaks, smoothed, interpolated on a logarithmic axis by a natural cubic
/// spline at as many points from 25 Hz to half the rate, and weighted by the sensitivity of hearing, which is one half at 32.5 Hz.
/// </remarks>
internal sealed class SubharmonicSummation
{
    /// <summary>Most candidates of one frame.</summary>
    public const int MostCandidates = 6;

    private const double FirstPointHz = 25;
    private const int HarmonicCount = 15;
    private const double HarmonicWeight = 0.85;
    private const double HalfSensitivityHz = 32.5;

    private readonly (double LowestHz, double HighestHz) _range;
    private readonly int _count;
    private readonly double _octavesPerPoint;
    private readonly int[] _bin;
    private readonly double[] _place;
    private readonly double[] _hearing;
    private readonly double[] _width;
    private readonly double[] _factors;
    private readonly int[] _shifts = new int[HarmonicCount];
    private readonly double[] _peaks;
    private readonly double[] _smooth;
    private readonly double[] _curvature;
    private readonly double[] _octaves;
    private readonly double[] _sums;

    /// <param name="range">Lowest and highest fundamental frequency taken.</param>
    /// <param name="binCount">Frequencies of a spectrum.</param>
    /// <param name="binWidthHz">Hertz between them.</param>
    public SubharmonicSummation((double LowestHz, double HighestHz) range, int binCount, double binWidthHz)
    {
        _range = range;
        _count = binCount;
        var octaveCount = Log2((binCount - 1) * binWidthHz / FirstPointHz);
        _octavesPerPoint = octaveCount / (binCount - 1);
        _width = new double[binCount];
        for (var k = 0; k < binCount - 1; k++)
        {
            _width[k] = Log2(BinPlace(k + 1) / BinPlace(k));
        }

        (_bin, _place, _hearing) = (new int[binCount], new double[binCount], new double[binCount]);
        for (var i = 0; i < binCount; i++)
        {
            var bin = Math.Min(Hertz(i) / binWidthHz, binCount - 1);
            _bin[i] = Math.Min((int)bin, binCount - 2);
            _place[i] = Log2(bin / BinPlace(_bin[i])) / _width[_bin[i]];
            // Published values weigh a point by the sensitivity two points higher, on an axis of one point more.
            var octaves = (i + 2) * octaveCount / binCount - Log2(HalfSensitivityHz / FirstPointHz);
            _hearing[i] = 0.5 + DeterministicMath.Atan2(3 * octaves, 1) / Math.PI;
        }

        for (var n = 0; n < HarmonicCount; n++)
        {
            _shifts[n] = (int)(Log2(n + 1) * binCount / octaveCount);
        }

        _factors = new double[binCount];
        for (var k = 1; k < binCount - 1; k++)
        {
            _factors[k] = 1 / (2 * (_width[k - 1] + _width[k]) - _width[k - 1] * _width[k - 1] * _factors[k - 1]);
        }

        (_peaks, _smooth, _curvature) = (new double[binCount], new double[binCount], new double[binCount]);
        (_octaves, _sums) = (new double[binCount], new double[binCount]);
    }

    /// <summary>Finds the candidates of a frame, the strongest first.</summary>
    /// <param name="magnitude">Its spectrum.</param>
    /// <param name="candidates">[6] receives them.</param>
    /// <returns>Number of candidates.</returns>
    public int Find(ReadOnlySpan<double> magnitude, Span<PitchCandidate> candidates)
    {
        ToOctaves(magnitude);
        Array.Clear(_sums);
        var weight = 1.0 / HarmonicCount;
        foreach (var shift in _shifts)
        {
            Add(weight, _octaves.AsSpan(Math.Min(shift, _count)), _sums);

            weight *= HarmonicWeight;
        }

        return Choose(candidates);
    }

    private static void Add(double weight, ReadOnlySpan<double> values, Span<double> sums)
    {
        var weights = Vector512.Create(weight);
        var whole = values.Length / Vector512<double>.Count * Vector512<double>.Count;
        var source = MemoryMarshal.Cast<double, Vector512<double>>(values[..whole]);
        var target = MemoryMarshal.Cast<double, Vector512<double>>(sums[..whole]);
        for (var i = 0; i < source.Length; i++)
        {
            target[i] += weights * source[i];
        }

        for (var i = whole; i < values.Length; i++)
        {
            sums[i] += weight * values[i];
        }
    }

    /// <summary>Place of a bin on the linear axis; that of 0 Hz, which a logarithmic one cannot have, is an octave below the next.</summary>
    private static double BinPlace(int bin) => bin == 0 ? 0.5 : bin;

    private static double Log2(double value) => DeterministicMath.Log(value) / DeterministicMath.Log(2.0);

    private double Hertz(double point) => FirstPointHz * DeterministicMath.Exp(point * _octavesPerPoint * DeterministicMath.Log(2.0));

    private void ToOctaves(ReadOnlySpan<double> magnitude)
    {
        KeepPeaks(magnitude);
        for (var k = 0; k < _count - 1; k++)
        {
            _smooth[k] = 0.5 * _peaks[k] + 0.25 * ((k > 0 ? _peaks[k - 1] : 0) + _peaks[k + 1]);
        }

        _smooth[^1] = _peaks[^1];

        // Second derivatives of the spline: a system of equations with three diagonals, whose factors are the same for all frames.
        for (var k = 1; k < _count - 1; k++)
        {
            var right = 6 * ((_smooth[k + 1] - _smooth[k]) / _width[k] - (_smooth[k] - _smooth[k - 1]) / _width[k - 1]);
            _curvature[k] = (right - _width[k - 1] * _curvature[k - 1]) * _factors[k];
        }

        for (var k = _count - 3; k > 0; k--)
        {
            _curvature[k] -= _factors[k] * _width[k] * _curvature[k + 1];
        }

        for (var i = 0; i < _count; i++)
        {
            var (k, b) = (_bin[i], _place[i]);
            var a = 1 - b;
            var value = a * _smooth[k] + b * _smooth[k + 1]
                + ((a * a * a - a) * _curvature[k] + (b * b * b - b) * _curvature[k + 1]) * _width[k] * _width[k] / 6;
            _octaves[i] = Math.Max(value, 0) * _hearing[i];
        }
    }

    /// <summary>Keeps the peaks with two neighbours on each side; either end may be a peak, and the last value stays in any case.</summary>
    private void KeepPeaks(ReadOnlySpan<double> magnitude)
    {
        Array.Clear(_peaks);
        for (var k = 0; k < _count; k++)
        {
            if ((k == 0 || magnitude[k] > magnitude[k - 1]) && (k == _count - 1 || magnitude[k] >= magnitude[k + 1]))
            {
                var (first, end) = (Math.Max(k - 2, 0), Math.Min(k + 3, _count));
                magnitude[first..end].CopyTo(_peaks.AsSpan(first));
            }
        }

        _peaks[^1] = magnitude[_count - 1];
    }

    private int Choose(Span<PitchCandidate> candidates)
    {
        Span<int> best = stackalloc int[MostCandidates];
        var (found, mean) = (0, 0.0);
        for (var i = 0; i < _count; i++)
        {
            mean += _sums[i];
            if (i == 0 || i == _count - 1 || _sums[i] <= _sums[i - 1] || _sums[i] < _sums[i + 1])
            {
                continue;
            }

            if (found == MostCandidates && _sums[i] <= _sums[best[^1]])
            {
                continue;
            }

            found = Math.Min(found + 1, MostCandidates);
            var at = found - 1;
            for (; at > 0 && _sums[best[at - 1]] < _sums[i]; at--)
            {
                best[at] = best[at - 1];
            }

            best[at] = i;
        }

        mean /= _count;
        var (count, first) = (0, 0);
        foreach (var i in best[..found])
        {
            var (point, height) = Summit(i);
            var hertz = Hertz(point);
            if (hertz >= _range.LowestHz && hertz <= _range.HighestHz)
            {
                candidates[count] = new PitchCandidate(hertz, Math.Max(1 - mean / height, 0));
                first = candidates[count].Voicing > candidates[first].Voicing ? count : first;
                count++;
            }
        }

        (candidates[0], candidates[first]) = (candidates[first], candidates[0]);
        return count;
    }

    /// <summary>The vertex of the parabola through a peak and its neighbours.</summary>
    private (double Point, double Height) Summit(int peak)
    {
        var curvature = _sums[peak - 1] - 2 * _sums[peak] + _sums[peak + 1];
        var shift = curvature < 0 ? 0.5 * (_sums[peak - 1] - _sums[peak + 1]) / curvature : 0;
        return (peak + shift, _sums[peak] - 0.25 * (_sums[peak - 1] - _sums[peak + 1]) * shift);
    }
}

/// <summary>A fundamental frequency that a frame may have.</summary>
/// <param name="FrequencyHz">The frequency.</param>
/// <param name="Voicing">1 less the mean of all sums divided by that of this frequency: near 1 for a clear pitch.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PitchCandidate(double FrequencyHz, double Voicing);
