using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bakeoff.Audio.Spectra;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Measures;

/// <summary>Candidates of the fundamental frequency of frames: peaks of a sum of compressed spectra on an octave scale.</summary>
/// <remarks>
/// <para>Source: D. J. Hermes, Measurement of pitch by subharmonic summation, JASA 83 (1988), with 15 harmonics that weigh 0.85 times the one
/// before. The spectrum of 60 ms is reduced to the surroundings of its peaks, smoothed, interpolated on a logarithmic axis by a natural cubic
/// spline at as many points from 25 Hz to half the rate, and weighted by the sensitivity of hearing, which is one half at 32.5 Hz.</para>
/// <para>Four frames at a time, one in each lane: the spline's equations, each of which waits for the one before, are solved side by side,
/// and a frame has the same bits in any lane. A test holds it to the plain form, frame by frame.</para>
/// </remarks>
internal sealed class SubharmonicSummation
{
    /// <summary>Frames that are measured side by side.</summary>
    public const int Lanes = 4;

    /// <summary>Most candidates of one frame.</summary>
    public const int MostCandidates = 6;

    private const double FirstPointHz = 25;
    private const int HarmonicCount = 15;
    private const double HarmonicWeight = 0.85;
    private const double HalfSensitivityHz = 32.5;

    // Points that are summed together, so that no addition waits for the one before.
    private const int SummedPoints = 4;

    private readonly (double LowestHz, double HighestHz) _range;
    private readonly int _count;
    private readonly double _octavesPerPoint;
    private readonly int[] _bin;
    private readonly SplineWeights[] _weights;
    private readonly SplineFactors[] _factors;
    private readonly int[] _shifts = new int[HarmonicCount];
    private readonly double[] _harmonicWeights = new double[HarmonicCount];
    private readonly AlignedBuffer _magnitude;
    private readonly AlignedBuffer _smooth;
    private readonly AlignedBuffer _curvature;
    private readonly AlignedBuffer _octaves;
    private readonly AlignedBuffer _sums;

    /// <param name="range">Lowest and highest fundamental frequency taken.</param>
    /// <param name="binCount">Frequencies of a spectrum.</param>
    /// <param name="binWidthHz">Hertz between them.</param>
    public SubharmonicSummation((double LowestHz, double HighestHz) range, int binCount, double binWidthHz)
    {
        _range = range;
        _count = binCount;
        var octaveCount = Log2((binCount - 1) * binWidthHz / FirstPointHz);
        _octavesPerPoint = octaveCount / (binCount - 1);
        var width = new double[binCount];
        for (var k = 0; k < binCount - 1; k++)
        {
            width[k] = Log2(BinPlace(k + 1) / BinPlace(k));
        }

        (_bin, _weights) = (new int[binCount], new SplineWeights[binCount]);
        for (var i = 0; i < binCount; i++)
        {
            var bin = Math.Min(Hertz(i) / binWidthHz, binCount - 1);
            var k = Math.Min((int)bin, binCount - 2);
            // Published values weigh a point by the sensitivity two points higher, on an axis of one point more.
            var octaves = (i + 2) * octaveCount / binCount - Log2(HalfSensitivityHz / FirstPointHz);
            var hearing = 0.5 + DeterministicMath.Atan2(3 * octaves, 1) / Math.PI;
            (_bin[i], _weights[i]) = (k, SplineWeights.At(Log2(bin / BinPlace(k)) / width[k], width[k], hearing));
        }

        _factors = SplineFactors.Of(width);
        for (var n = 0; n < HarmonicCount; n++)
        {
            _shifts[n] = (int)(Log2(n + 1) * binCount / octaveCount);
            _harmonicWeights[n] = n == 0 ? 1.0 / HarmonicCount : HarmonicWeight * _harmonicWeights[n - 1];
        }

        // Before the spectrum and behind it lies what is lower than any magnitude, so that its ends are peaks if they are higher than
        // their one neighbour; behind the octaves lie zeros, for the harmonics beyond half the rate.
        _magnitude = Rows(binCount + 4);
        Vectors(_magnitude).Fill(Vector256.Create(-1.0));
        (_smooth, _curvature) = (Rows(binCount), Rows(binCount));
        (_octaves, _sums) = (Rows(binCount + _shifts[^1] + SummedPoints), Rows(binCount + SummedPoints));
    }

    /// <summary>Takes the spectrum of a frame; what a lane held before stays until then.</summary>
    /// <param name="lane">Place of the frame among the four.</param>
    /// <param name="magnitude">Its spectrum.</param>
    public void Load(int lane, ReadOnlySpan<double> magnitude)
    {
        var target = Numbers(_magnitude)[(Lanes + lane)..];
        for (var k = 0; k < magnitude.Length; k++)
        {
            target[k * Lanes] = magnitude[k];
        }
    }

    /// <summary>Finds the candidates of the frames taken, of each the strongest first.</summary>
    /// <param name="candidates">[frames, 6] receives them.</param>
    /// <param name="counts">[frames] receives their numbers; one to four frames, from lane 0 on.</param>
    public void Find(Span<PitchCandidate> candidates, Span<int> counts)
    {
        KeepPeaks(Vectors(_magnitude), Vectors(_smooth));
        Bend(Vectors(_smooth), Vectors(_curvature));
        ToOctaves(Vectors(_smooth), Vectors(_curvature), Vectors(_octaves));
        Sum(Vectors(_octaves), Vectors(_sums));
        Choose(Vectors(_sums), candidates, counts);
    }

    /// <summary>Place of a bin on the linear axis; that of 0 Hz, which a logarithmic one cannot have, is an octave below the next.</summary>
    private static double BinPlace(int bin) => bin == 0 ? 0.5 : bin;

    private static double Log2(double value) => DeterministicMath.Log(value) / DeterministicMath.Log(2.0);

    private static AlignedBuffer Rows(int count) => new(count * Lanes * sizeof(double) / sizeof(float));

    private static Span<double> Numbers(AlignedBuffer buffer) => MemoryMarshal.Cast<float, double>(buffer.Span);

    private static Span<Vector256<double>> Vectors(AlignedBuffer buffer) => MemoryMarshal.Cast<float, Vector256<double>>(buffer.Span);

    private double Hertz(double point) => FirstPointHz * DeterministicMath.Exp(point * _octavesPerPoint * DeterministicMath.Log(2.0));

    /// <summary>
    /// Keeps the peaks with two neighbours on each side, all else is 0; either end may be a peak, and the last value stays in any case. Each
    /// but the last is smoothed with its neighbours.
    /// </summary>
    private void KeepPeaks(ReadOnlySpan<Vector256<double>> magnitude, Span<Vector256<double>> smooth)
    {
        var (half, quarter) = (Vector256.Create(0.5), Vector256.Create(0.25));
        var (peak0, peak1, peak2, peak3) = (Vector256<double>.Zero, IsPeak(magnitude, 0), IsPeak(magnitude, 1), IsPeak(magnitude, 2));
        var (before, here) = (Vector256<double>.Zero, magnitude[1] & (peak1 | peak2 | peak3));
        for (var k = 1; k < _count - 1; k++)
        {
            var peak4 = IsPeak(magnitude, k + 2);
            var after = magnitude[k + 1] & (peak0 | peak1 | peak2 | peak3 | peak4);
            smooth[k - 1] = half * here + quarter * (before + after);
            (before, here) = (here, after);
            (peak0, peak1, peak2, peak3) = (peak1, peak2, peak3, peak4);
        }

        var last = magnitude[_count];
        (smooth[_count - 2], smooth[_count - 1]) = (half * here + quarter * (before + last), last);
    }

    /// <summary>True (all bits) in the lanes where a bin is higher than its neighbours; the spectrum begins in row 1.</summary>
    private static Vector256<double> IsPeak(ReadOnlySpan<Vector256<double>> magnitude, int bin) =>
        Vector256.GreaterThan(magnitude[bin + 1], magnitude[bin]) & Vector256.GreaterThanOrEqual(magnitude[bin + 1], magnitude[bin + 2]);

    /// <summary>
    /// Second derivatives of the spline: a system of equations with three diagonals, whose factors are the same for all frames.
    /// </summary>
    private void Bend(ReadOnlySpan<Vector256<double>> smooth, Span<Vector256<double>> curvature)
    {
        var slopeBefore = (smooth[1] - smooth[0]) * _factors[0].InverseWidth;
        var bend = Vector256<double>.Zero;
        for (var k = 1; k < _count - 1; k++)
        {
            ref readonly var factors = ref _factors[k];
            var slope = (smooth[k + 1] - smooth[k]) * factors.InverseWidth;
            bend = Vector256.FusedMultiplyAdd(Vector256.Create(factors.Before), bend, (slope - slopeBefore) * factors.Right);
            (curvature[k], slopeBefore) = (bend, slope);
        }

        for (var k = _count - 3; k > 0; k--)
        {
            bend = Vector256.FusedMultiplyAdd(Vector256.Create(_factors[k].After), bend, curvature[k]);
            curvature[k] = bend;
        }
    }

    private void ToOctaves(
        ReadOnlySpan<Vector256<double>> smooth, ReadOnlySpan<Vector256<double>> curvature, Span<Vector256<double>> octaves)
    {
        for (var i = 0; i < _count; i++)
        {
            ref readonly var weights = ref _weights[i];
            var k = _bin[i];
            var value = Vector256.FusedMultiplyAdd(Vector256.Create(weights.BendAfter), curvature[k + 1], curvature[k] * weights.BendBefore);
            value = Vector256.FusedMultiplyAdd(Vector256.Create(weights.After), smooth[k + 1], value);
            value = Vector256.FusedMultiplyAdd(Vector256.Create(weights.Before), smooth[k], value);
            octaves[i] = Vector256.ConditionalSelect(Vector256.GreaterThan(value, Vector256<double>.Zero), value, Vector256<double>.Zero);
        }
    }

    private void Sum(ReadOnlySpan<Vector256<double>> octaves, Span<Vector256<double>> sums)
    {
        for (var i = 0; i < _count; i += SummedPoints)
        {
            var (sum0, sum1, sum2, sum3) =
                (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
            for (var n = 0; n < HarmonicCount; n++)
            {
                var weight = Vector256.Create(_harmonicWeights[n]);
                var harmonic = octaves.Slice(i + _shifts[n], SummedPoints);
                sum0 = Vector256.FusedMultiplyAdd(weight, harmonic[0], sum0);
                sum1 = Vector256.FusedMultiplyAdd(weight, harmonic[1], sum1);
                sum2 = Vector256.FusedMultiplyAdd(weight, harmonic[2], sum2);
                sum3 = Vector256.FusedMultiplyAdd(weight, harmonic[3], sum3);
            }

            (sums[i], sums[i + 1], sums[i + 2], sums[i + 3]) = (sum0, sum1, sum2, sum3);
        }
    }

    private void Choose(ReadOnlySpan<Vector256<double>> sums, Span<PitchCandidate> candidates, Span<int> counts)
    {
        Span<int> best = stackalloc int[Lanes * MostCandidates];
        Span<int> found = stackalloc int[Lanes];
        found.Clear();
        var mean = sums[0];
        var least = Vector256.Create(double.NegativeInfinity);
        for (var i = 1; i < _count - 1; i++)
        {
            mean += sums[i];
            var isHigher = Vector256.GreaterThan(sums[i], sums[i - 1]) & Vector256.GreaterThanOrEqual(sums[i], sums[i + 1]);
            for (var lanes = (isHigher & Vector256.GreaterThan(sums[i], least)).ExtractMostSignificantBits(); lanes != 0; lanes &= lanes - 1)
            {
                var lane = BitOperations.TrailingZeroCount(lanes);
                var ranked = best.Slice(lane * MostCandidates, MostCandidates);
                found[lane] = Enter(i, lane, ranked, found[lane]);
                least = found[lane] == MostCandidates ? least.WithElement(lane, SumOf(ranked[^1], lane)) : least;
            }
        }

        mean = (mean + sums[_count - 1]) / _count;
        for (var lane = 0; lane < counts.Length; lane++)
        {
            counts[lane] = Within(best.Slice(lane * MostCandidates, found[lane]), lane, mean[lane], candidates[(lane * MostCandidates)..]);
        }
    }

    /// <summary>Enters a peak among the highest, the highest first; of six the lowest drops out.</summary>
    private int Enter(int peak, int lane, Span<int> ranked, int found)
    {
        found = Math.Min(found + 1, MostCandidates);
        var at = found - 1;
        for (; at > 0 && SumOf(ranked[at - 1], lane) < SumOf(peak, lane); at--)
        {
            ranked[at] = ranked[at - 1];
        }

        ranked[at] = peak;
        return found;
    }

    /// <summary>The peaks within the range of frequencies as candidates, the one of the clearest pitch first.</summary>
    private int Within(ReadOnlySpan<int> peaks, int lane, double mean, Span<PitchCandidate> candidates)
    {
        var (count, first) = (0, 0);
        foreach (var peak in peaks)
        {
            var (point, height) = Summit(peak, lane);
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
    private (double Point, double Height) Summit(int peak, int lane)
    {
        var (before, here, after) = (SumOf(peak - 1, lane), SumOf(peak, lane), SumOf(peak + 1, lane));
        var curvature = before - 2 * here + after;
        var shift = curvature < 0 ? 0.5 * (before - after) / curvature : 0;
        return (peak + shift, here - 0.25 * (before - after) * shift);
    }

    private double SumOf(int point, int lane) => Numbers(_sums)[point * Lanes + lane];

    /// <summary>Factors of the equation of one bin.</summary>
    /// <param name="InverseWidth">1 over the width of its interval.</param>
    /// <param name="Before">Share of the second derivative before it, on the way up.</param>
    /// <param name="After">Share of the one behind it, on the way down.</param>
    /// <param name="Right">Share of the change of slope.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct SplineFactors(double InverseWidth, double Before, double After, double Right)
    {
        /// <param name="width">Widths of the intervals.</param>
        public static SplineFactors[] Of(double[] width)
        {
            var factors = new SplineFactors[width.Length - 1];
            factors[0] = new SplineFactors(1 / width[0], 0, 0, 0);
            var before = 0.0;
            for (var k = 1; k < factors.Length; k++)
            {
                var factor = 1 / (2 * (width[k - 1] + width[k]) - width[k - 1] * width[k - 1] * before);
                factors[k] = new SplineFactors(1 / width[k], -width[k - 1] * factor, -width[k] * factor, 6 * factor);
                before = factor;
            }

            return factors;
        }
    }

    /// <summary>Shares of the ends of a bin's interval in the spline at a point: of their values and of their second derivatives.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct SplineWeights(double Before, double After, double BendBefore, double BendAfter)
    {
        /// <param name="place">Place of the point in the interval, 0 to 1.</param>
        /// <param name="width">Width of the interval.</param>
        /// <param name="scale">Factor of the whole.</param>
        public static SplineWeights At(double place, double width, double scale)
        {
            var (a, b) = (1 - place, place);
            var square = width * width / 6;
            return new SplineWeights(scale * a, scale * b, scale * (a * a * a - a) * square, scale * (b * b * b - b) * square);
        }
    }
}

/// <summary>A fundamental frequency that a frame may have.</summary>
/// <param name="FrequencyHz">The frequency.</param>
/// <param name="Voicing">1 less the mean of all sums divided by that of this frequency: near 1 for a clear pitch.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PitchCandidate(double FrequencyHz, double Voicing);
