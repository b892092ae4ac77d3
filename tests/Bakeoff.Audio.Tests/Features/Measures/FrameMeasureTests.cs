using Bakeoff.Audio.Features.Gemaps;
using Bakeoff.Audio.Features.Measures;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Tests.Features.Measures;

/// <summary>Measures that work with vectors beside their definitions.</summary>
public sealed class FrameMeasureTests
{
    [Theory]
    [InlineData(8_000, 0.0)]
    [InlineData(11_025, 0.97)]
    public void MeanSquare_FramesOfAnyLength_IsThatOfTheWindowedSamples(int rateHz, double preemphasis)
    {
        var signal = Noise(rateHz / 4);
        var spectra = new FrameSpectra(rateHz, 0.025, FrameSpectra.Hamming, preemphasis);

        spectra.Compute(signal, 3);

        var expected = Enumerable.Range(0, spectra.FrameLength).Average(n =>
        {
            var at = 3 * spectra.HopLength + n;
            var weighted = (signal[at] - preemphasis * signal[n == 0 ? at : at - 1]) * spectra.Window[n];
            return weighted * weighted;
        });
        spectra.MeanSquare.ShouldBe(expected, 1e-14);

        // Parseval: both halves of the spectrum but for its ends.
        var power = 2 * spectra.Power.Sum() - spectra.Power[0] - spectra.Power[^1];
        power.ShouldBe(expected * spectra.FrameLength * spectra.FftLength, 1e-9);
        spectra.Magnitude[^1].ShouldBe(Math.Sqrt(spectra.Power[^1]));
    }

    [Fact]
    public void SpectralTilt_LimitsAtBins_CountsTheirBinsAndTheirWidth()
    {
        // 16 kHz and 512 points: 500 and 1500 Hz are bins 16 and 48. As in published values, both count in the sums, which are of 33
        // bins, and the number of bins is the band's width, 32.
        const double Width = 31.25;
        var decibels = Enumerable.Range(0, 257).Select(static k => 3 * Math.Sin(k) - 0.2 * k).ToArray();
        double[] power = [.. decibels.Select(static value => Math.Pow(10, value / 10))];
        var values = new double[5];

        new SpectralTilt(power.Length, Width).Measure(power, [.. power.Select(Math.Sqrt)], values);

        var band = Enumerable.Range(16, 33).ToList();
        var (sum, levels) = (band.Sum(static k => k * Width), band.Sum(k => decibels[k]));
        var (products, squares) = (band.Sum(k => k * Width * decibels[k]), band.Sum(static k => k * Width * k * Width));
        values[3].ShouldBe((32 * products - sum * levels) / (32 * squares - sum * sum), 1e-12);
    }

    [Theory]
    [InlineData(4_150, false)]
    [InlineData(8_000, true)]
    [InlineData(24_414, true)]
    public void SamplesOf_AnyRate_AreTheInverseTransformOfTheLowerBand(int rateHz, bool isMirrored)
    {
        var signal = Noise(rateHz / 3);
        var spectra = new FrameSpectra(rateHz, 0.02, FrameSpectra.Hamming);
        var frames = new BandFrames(spectra, 11_000, isMirrored);
        foreach (var t in new[] { 1, 17 })
        {
            spectra.Compute(signal, t);

            var samples = frames.SamplesOf(spectra);

            var bins = Math.Min(isMirrored ? samples.Length / 2 : (int)(frames.RateHz / 2 / spectra.BinWidthHz) + 1, spectra.BinCount);
            var lead = isMirrored ? (spectra.FftLength - spectra.FrameLength) / 2 : 0;
            for (var n = 0; n < samples.Length; n++)
            {
                var expected = 0.0;
                for (var k = 0; k < bins; k++)
                {
                    var turn = 2 * Math.PI * k * (n * spectra.BinWidthHz / frames.RateHz - (double)lead / spectra.FftLength);
                    var at = spectra.Row * spectra.BinCount + k;
                    expected += (k == 0 && !isMirrored ? 1 : 2) * (spectra.Reals[at] * Math.Cos(turn) - spectra.Imaginaries[at] * Math.Sin(turn));
                }

                samples[n].ShouldBe(expected / spectra.FftLength, 1e-12);
            }
        }
    }

    [Theory]
    [InlineData(5, 4)]
    [InlineData(17, 11)]
    [InlineData(220, 11)]
    public void Predict_AnyLength_SolvesTheNormalEquations(int length, int order)
    {
        double[] samples = [.. Noise(length).Select(static value => (double)value)];
        var coefficients = new double[order + 1];

        LinearPrediction.Predict(samples, coefficients, out var error).ShouldBeTrue();

        for (var i = 0; i <= order; i++)
        {
            var sum = Enumerable.Range(0, order + 1).Sum(j => coefficients[j] * Correlation(samples, Math.Abs(i - j)));
            sum.ShouldBe(i == 0 ? error : 0, 1e-12 * Correlation(samples, 0));
        }
    }

    [Fact]
    public void Measure_AnySpectrum_FindsTheHarmonicsNextToTheirPlaces()
    {
        const double BinWidthHz = 12;
        var levels = new HarmonicLevels(BinWidthHz);
        var random = new SeededRandom(7, "harmonics");
        for (var round = 0; round < 200; round++)
        {
            double[] magnitude = [.. Enumerable.Range(0, 400 + round % 4).Select(_ => Math.Abs(random.NextGaussian()))];
            var hertz = 60 + 900 * random.NextDouble();
            var first = round % 9 == 0 ? 0 : 200 + 800 * random.NextDouble();
            double[] formants = [first, 1000 + 800 * random.NextDouble(), 1900 + 2400 * random.NextDouble()];
            var values = new double[5];

            levels.Measure(magnitude, hertz, formants, values);

            values.ShouldBe(Plain(magnitude, BinWidthHz, hertz, formants), 1e-9, $"round {round}");
        }
    }

    private static double[] Plain(double[] magnitude, double binWidthHz, double hertz, double[] formants)
    {
        var peaks = Enumerable.Range(1, magnitude.Length - 2)
            .Where(k => magnitude[k] > magnitude[k - 1] && magnitude[k] >= magnitude[k + 1])
            .ToArray();
        var count = Math.Min(100, (int)((magnitude.Length - 1) * binWidthHz / hertz));
        int[] bins = [.. Enumerable.Range(1, count).Select(h => peaks.MinBy(peak => Math.Abs(peak - h * hertz / binWidthHz)))];
        var harmonics = bins
            .Select(k =>
            {
                var (before, here, after) = (magnitude[k - 1], magnitude[k], magnitude[k + 1]);
                var shift = 0.5 * (before - after) / (before - 2 * here + after);
                return (Hertz: (k + shift) * binWidthHz, Level: 20 * Math.Log10(here - 0.25 * (before - after) * shift));
            })
            .ToArray();
        var fundamental = 20 * Math.Log10(magnitude[bins[0]]);
        double Strongest(double formant) =>
            formant == 0
                ? GemapsDescriptors.NoLevel
                : harmonics.Skip(1).Where(harmonic => Math.Abs(harmonic.Hertz - formant) <= 0.2 * formant)
                    .Select(harmonic => harmonic.Level - fundamental)
                    .DefaultIfEmpty(0)
                    .Max();
        var third = Strongest(formants[2]);
        return
        [
            count > 2 ? harmonics[1].Level - harmonics[2].Level : 0,
            count > 2 ? harmonics[1].Level - fundamental - third : 0,
            Strongest(formants[0]),
            Strongest(formants[1]),
            third,
        ];
    }

    private static double Correlation(double[] samples, int lag) =>
        Enumerable.Range(0, samples.Length - lag).Sum(n => samples[n] * samples[n + lag]);

    private static float[] Noise(int length)
    {
        var random = new SeededRandom(11, "noise");
        return [.. Enumerable.Range(0, length).Select(_ => 0.2f * (float)random.NextGaussian())];
    }
}
