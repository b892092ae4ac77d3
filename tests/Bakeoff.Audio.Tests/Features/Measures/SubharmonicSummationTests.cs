using Bakeoff.Audio.Features.Measures;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Tests.Features.Measures;

/// <summary>Four frames side by side beside the plain form, one frame after the other.</summary>
public sealed class SubharmonicSummationTests
{
    private const double BinWidthHz = 15.625;

    [Fact]
    public void Find_FourFrames_AgreesWithThePlainForm()
    {
        // Harmonics in noise, one line at each end, and noise alone: spectra with peaks and plateaus everywhere.
        const int BinCount = 257;
        var random = new SeededRandom(3, "spectra");
        var summation = new SubharmonicSummation((55, 1000), BinCount, BinWidthHz);
        for (var round = 0; round < 12; round++)
        {
            var frames = Enumerable.Range(0, 4).Select(lane => Spectrum(BinCount, lane, random)).ToArray();
            var (candidates, counts) = Find(summation, frames);
            for (var lane = 0; lane < 4; lane++)
            {
                var expected = Plain(frames[lane], (55, 1000));
                counts[lane].ShouldBe(expected.Count, $"round {round}, lane {lane}");
                for (var i = 0; i < expected.Count; i++)
                {
                    // The plain form rounds more often: 1e-16 each time, a few hundred times.
                    candidates[lane * 6 + i].FrequencyHz.ShouldBe(expected[i].FrequencyHz, 1e-8);
                    candidates[lane * 6 + i].Voicing.ShouldBe(expected[i].Voicing, 1e-11);
                }
            }

            // In another lane, beside others, a frame has the same bits.
            var (turned, turnedCounts) = Find(summation, [frames[3], frames[2], frames[1]]);
            turnedCounts.ShouldBe([counts[3], counts[2], counts[1]]);
            turned[..counts[3]].ShouldBe(candidates[18..(18 + counts[3])]);
            turned[12..(12 + counts[1])].ShouldBe(candidates[6..(6 + counts[1])]);
        }
    }

    private static (PitchCandidate[] Candidates, int[] Counts) Find(SubharmonicSummation summation, double[][] frames)
    {
        for (var lane = 0; lane < frames.Length; lane++)
        {
            summation.Load(lane, frames[lane]);
        }

        var (candidates, counts) = (new PitchCandidate[6 * frames.Length], new int[frames.Length]);
        summation.Find(candidates, counts);
        return (candidates, counts);
    }

    private static double[] Spectrum(int binCount, int lane, SeededRandom random)
    {
        var spectrum = new double[binCount];
        for (var k = 0; k < binCount; k++)
        {
            var harmonic = lane < 2 ? Math.Pow(Math.Cos(Math.PI * k / (7 + 5 * lane)), 8) : 0;
            spectrum[k] = harmonic * Math.Exp(-k / 60.0) + 0.05 * Math.Abs(random.NextGaussian());
        }

        (spectrum[0], spectrum[^1]) = lane == 2 ? (3, 3) : (spectrum[0], spectrum[^1]);
        return spectrum;
    }

    private static List<PitchCandidate> Plain(double[] magnitude, (double LowestHz, double HighestHz) range)
    {
        var count = magnitude.Length;
        var peaks = new double[count];
        for (var k = 0; k < count; k++)
        {
            if ((k == 0 || magnitude[k] > magnitude[k - 1]) && (k == count - 1 || magnitude[k] >= magnitude[k + 1]))
            {
                for (var near = Math.Max(k - 2, 0); near <= Math.Min(k + 2, count - 1); near++)
                {
                    peaks[near] = magnitude[near];
                }
            }
        }

        peaks[^1] = magnitude[^1];
        var smooth = peaks.ToArray();
        for (var k = 0; k < count - 1; k++)
        {
            smooth[k] = 0.5 * peaks[k] + 0.25 * ((k > 0 ? peaks[k - 1] : 0) + peaks[k + 1]);
        }

        // The sum of the harmonics at every point of the octave scale.
        double[] places = [.. Enumerable.Range(0, count).Select(static k => Math.Log2(k == 0 ? 0.5 : k))];
        var curvature = Curvature(places, smooth);
        var octaveCount = Math.Log2((count - 1) * BinWidthHz / 25);
        var octaves = new double[count];
        for (var i = 0; i < count; i++)
        {
            var place = Math.Min(Math.Log2(25 / BinWidthHz) + i * octaveCount / (count - 1), places[^1]);
            var hearing = 0.5 + Math.Atan(3 * ((i + 2) * octaveCount / count - Math.Log2(32.5 / 25))) / Math.PI;
            octaves[i] = Math.Max(Interpolate(places, smooth, curvature, place), 0) * hearing;
        }

        var sums = new double[count];
        for (var n = 1; n <= 15; n++)
        {
            var shift = (int)(Math.Log2(n) * count / octaveCount);
            for (var i = 0; i + shift < count; i++)
            {
                sums[i] += Math.Pow(0.85, n - 1) / 15 * octaves[i + shift];
            }
        }

        var candidates = Enumerable.Range(1, count - 2)
            .Where(i => sums[i] > sums[i - 1] && sums[i] >= sums[i + 1])
            .OrderByDescending(i => sums[i])
            .Take(6)
            .Select(i => Candidate(sums, i, octaveCount / (count - 1)))
            .Where(candidate => candidate.FrequencyHz >= range.LowestHz && candidate.FrequencyHz <= range.HighestHz)
            .ToList();
        if (candidates.Count > 0)
        {
            var strongest = candidates.IndexOf(candidates.MaxBy(static candidate => candidate.Voicing));
            (candidates[0], candidates[strongest]) = (candidates[strongest], candidates[0]);
        }

        return candidates;
    }

    private static PitchCandidate Candidate(double[] sums, int peak, double octavesPerPoint)
    {
        var (before, here, after) = (sums[peak - 1], sums[peak], sums[peak + 1]);
        var shift = 0.5 * (before - after) / (before - 2 * here + after);
        var height = here - 0.25 * (before - after) * shift;
        return new PitchCandidate(25 * Math.Pow(2, (peak + shift) * octavesPerPoint), Math.Max(1 - sums.Average() / height, 0));
    }

    /// <summary>Second derivatives of the natural cubic spline, by elimination.</summary>
    private static double[] Curvature(double[] x, double[] y)
    {
        var (factors, bend) = (new double[x.Length], new double[x.Length]);
        for (var k = 1; k < x.Length - 1; k++)
        {
            var (before, after) = (x[k] - x[k - 1], x[k + 1] - x[k]);
            var right = 6 * ((y[k + 1] - y[k]) / after - (y[k] - y[k - 1]) / before);
            var pivot = 2 * (before + after) - before * factors[k - 1];
            (factors[k], bend[k]) = (after / pivot, (right - before * bend[k - 1]) / pivot);
        }

        for (var k = x.Length - 3; k > 0; k--)
        {
            bend[k] -= factors[k] * bend[k + 1];
        }

        return bend;
    }

    private static double Interpolate(double[] x, double[] y, double[] curvature, double at)
    {
        var k = 0;
        while (k < x.Length - 2 && x[k + 1] <= at)
        {
            k++;
        }

        var width = x[k + 1] - x[k];
        var (a, b) = ((x[k + 1] - at) / width, (at - x[k]) / width);
        return a * y[k] + b * y[k + 1] + ((a * a * a - a) * curvature[k] + (b * b * b - b) * curvature[k + 1]) * width * width / 6;
    }
}
