using System.Numerics;
using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Gemaps;

/// <summary>Differences of harmonics, and levels of the formants of a voiced frame of 60 ms.</summary>
/// <remarks>
/// Source: F. Eyben et al. (2016), section 3.1. A harmonic is the peak of the spectrum next to its place. The harmonics are counted as in the
/// published values: the number 1 of <c>H1-H2</c> is the first overtone, not the fundamental, to which formant levels are relative.
/// </remarks>
internal sealed class HarmonicLevels(double binWidthHz)
{
    private const int MostHarmonics = 100;
    private const double SmallestMagnitude = 1e-10;
    private const double FormantReach = 0.2;

    private readonly double[] _heights = new double[MostHarmonics];
    private readonly double[] _placesHz = new double[MostHarmonics];
    private int[] _peaks = [];

    /// <summary>Measures the harmonics.</summary>
    /// <param name="magnitude">The frame's spectrum.</param>
    /// <param name="frequencyHz">Its fundamental frequency.</param>
    /// <param name="formantsHz">[3] the formants; 0 for one that was not found.</param>
    /// <param name="values">[5] receives H1-H2, H1-A3, and the levels of the formants relative to the fundamental, all in dB. The level is
    /// that of the strongest overtone within 20 % of the formant, 0 if there is none.</param>
    public void Measure(ReadOnlySpan<double> magnitude, double frequencyHz, ReadOnlySpan<double> formantsHz, Span<double> values)
    {
        // Beyond the reach of the highest formant nothing counts. A peak lies up to half a bin beside its bin, so one bin more is seen.
        var highest = Math.Max(Math.Max(formantsHz[0], formantsHz[1]), formantsHz[2]);
        var endHz = Math.Max((1 + FormantReach) * highest, 3 * frequencyHz);
        var count = Math.Min(MostHarmonics, (int)((magnitude.Length - 1) * binWidthHz / frequencyHz));
        var peaks = FindPeaks(magnitude, (int)Math.Min(endHz / binWidthHz, magnitude.Length) + 2);
        var (fundamental, at) = (0.0, 0);
        for (var h = 0; h < count; h++)
        {
            var place = (h + 1) * frequencyHz / binWidthHz;
            while (at + 1 < peaks.Length && Math.Abs(peaks[at + 1] - place) < Math.Abs(peaks[at] - place))
            {
                at++;
            }

            var bin = peaks.IsEmpty ? Math.Min((int)(place + 0.5), magnitude.Length - 1) : peaks[at];
            var (shift, height) = peaks.IsEmpty ? (0, magnitude[bin]) : Summit(magnitude, bin);
            (_placesHz[h], _heights[h]) = ((bin + shift) * binWidthHz, height);

            // Formant levels are relative to the fundamental's strongest frequency, without what a parabola adds, as in published values.
            fundamental = h == 0 ? Level(magnitude[bin]) : fundamental;
            count = h > 1 && _placesHz[h] > endHz ? h + 1 : count;
        }

        for (var f = 0; f < 3; f++)
        {
            values[2 + f] = formantsHz[f] > 0 ? Strongest(count, formantsHz[f], fundamental) : GemapsDescriptors.NoLevel;
        }

        values[0] = count > 2 ? Level(_heights[1]) - Level(_heights[2]) : 0;
        values[1] = count > 2 && formantsHz[2] > 0 ? Level(_heights[1]) - fundamental - values[4] : 0;
    }

    private static double Level(double magnitude) => 20 * DeterministicMath.Log10(Math.Max(magnitude, SmallestMagnitude));

    /// <summary>The bins that are higher than their neighbours, in order, up to the first from <paramref name="end"/> on.</summary>
    private ReadOnlySpan<int> FindPeaks(ReadOnlySpan<double> magnitude, int end)
    {
        if (_peaks.Length < magnitude.Length)
        {
            _peaks = new int[magnitude.Length];
        }

        var (count, bin, last) = (0, 1, 0);
        for (; bin < magnitude.Length - Vector256<double>.Count && last < end; bin += Vector256<double>.Count)
        {
            var here = Vector256.Create(magnitude[bin..]);
            var isPeak = Vector256.GreaterThan(here, Vector256.Create(magnitude[(bin - 1)..]))
                & Vector256.GreaterThanOrEqual(here, Vector256.Create(magnitude[(bin + 1)..]));
            for (var lanes = isPeak.ExtractMostSignificantBits(); lanes != 0; lanes &= lanes - 1)
            {
                last = bin + BitOperations.TrailingZeroCount(lanes);
                _peaks[count++] = last;
            }
        }

        for (; bin < magnitude.Length - 1 && last < end; bin++)
        {
            if (magnitude[bin] > magnitude[bin - 1] && magnitude[bin] >= magnitude[bin + 1])
            {
                last = bin;
                _peaks[count++] = last;
            }
        }

        return _peaks.AsSpan(0, count);
    }

    /// <summary>The vertex of the parabola through a peak and its neighbours.</summary>
    private static (double Shift, double Height) Summit(ReadOnlySpan<double> magnitude, int peak)
    {
        var (before, here, after) = (magnitude[peak - 1], magnitude[peak], magnitude[peak + 1]);
        var shift = 0.5 * (before - after) / (before - 2 * here + after);
        return (shift, here - 0.25 * (before - after) * shift);
    }

    private double Strongest(int count, double formantHz, double fundamental)
    {
        // The fundamental does not count, as in published values: it is what levels are relative to.
        var highest = -1.0;
        for (var h = 1; h < count; h++)
        {
            if (Math.Abs(_placesHz[h] - formantHz) <= FormantReach * formantHz)
            {
                highest = Math.Max(highest, _heights[h]);
            }
        }

        return highest < 0 ? 0 : Level(highest) - fundamental;
    }
}
