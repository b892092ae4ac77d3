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

    private readonly double[] _levels = new double[MostHarmonics];
    private readonly double[] _placesHz = new double[MostHarmonics];

    /// <summary>Measures the harmonics.</summary>
    /// <param name="magnitude">The frame's spectrum.</param>
    /// <param name="frequencyHz">Its fundamental frequency.</param>
    /// <param name="formantsHz">[3] the formants; 0 for one that was not found.</param>
    /// <param name="values">[5] receives H1-H2, H1-A3, and the levels of the formants relative to the fundamental, all in dB. The level is
    /// that of the strongest overtone within 20 % of the formant, 0 if there is none.</param>
    public void Measure(ReadOnlySpan<double> magnitude, double frequencyHz, ReadOnlySpan<double> formantsHz, Span<double> values)
    {
        var count = Math.Min(MostHarmonics, (int)((magnitude.Length - 1) * binWidthHz / frequencyHz));
        var fundamental = 0.0;
        var peak = 0;
        for (var h = 0; h < count; h++)
        {
            peak = NearestPeak(magnitude, (h + 1) * frequencyHz / binWidthHz, peak);
            var (shift, height) = Summit(magnitude, peak);
            (_placesHz[h], _levels[h]) = ((peak + shift) * binWidthHz, Level(height));

            // Formant levels are relative to the fundamental's strongest frequency, without what a parabola adds, as in published values.
            fundamental = h == 0 ? Level(magnitude[peak]) : fundamental;
        }

        for (var f = 0; f < 3; f++)
        {
            values[2 + f] = formantsHz[f] > 0 ? Strongest(count, formantsHz[f], fundamental) : GemapsDescriptors.NoLevel;
        }

        values[0] = count > 2 ? _levels[1] - _levels[2] : 0;
        values[1] = count > 2 && formantsHz[2] > 0 ? _levels[1] - fundamental - values[4] : 0;
    }

    private static double Level(double magnitude) => 20 * DeterministicMath.Log10(Math.Max(magnitude, SmallestMagnitude));

    private static bool IsPeak(ReadOnlySpan<double> magnitude, int bin) =>
        magnitude[bin] > magnitude[bin - 1] && magnitude[bin] >= magnitude[bin + 1];

    /// <summary>The peak next to a place, from one that lies before the nearest or is it; the place's own bin if there is none.</summary>
    private static int NearestPeak(ReadOnlySpan<double> magnitude, double place, int from)
    {
        var nearest = 0;
        for (var bin = Math.Max(from, 1); bin < magnitude.Length - 1; bin++)
        {
            if (!IsPeak(magnitude, bin))
            {
                continue;
            }

            if (nearest == 0 || Math.Abs(bin - place) < Math.Abs(nearest - place))
            {
                nearest = bin;
            }

            if (bin >= place)
            {
                break;
            }
        }

        return nearest > 0 ? nearest : Math.Min((int)(place + 0.5), magnitude.Length - 1);
    }

    private static (double Shift, double Height) Summit(ReadOnlySpan<double> magnitude, int bin)
    {
        if (bin == 0 || bin == magnitude.Length - 1 || !IsPeak(magnitude, bin))
        {
            return (0, magnitude[bin]);
        }

        var (before, here, after) = (magnitude[bin - 1], magnitude[bin], magnitude[bin + 1]);
        var shift = 0.5 * (before - after) / (before - 2 * here + after);
        return (shift, here - 0.25 * (before - after) * shift);
    }

    private double Strongest(int count, double formantHz, double fundamental)
    {
        // The fundamental does not count, as in published values: it is what levels are relative to.
        var highest = double.NegativeInfinity;
        for (var h = 1; h < count; h++)
        {
            if (Math.Abs(_placesHz[h] - formantHz) <= FormantReach * formantHz)
            {
                highest = Math.Max(highest, _levels[h]);
            }
        }

        return double.IsNegativeInfinity(highest) ? 0 : highest - fundamental;
    }
}
