using Bakeoff.Audio.Features.Measures;

namespace Bakeoff.Audio.Tests.Features.Measures;

/// <summary>Measures of spectra of which the answer is known.</summary>
public sealed class SpectralMeasureTests
{
    private const int BinCount = 257;
    private const double BinWidthHz = 31.25;

    [Fact]
    public void Measure_TwoEqualLines_HasTheirDistribution()
    {
        // At 1 and 3 kHz; what lies at 0 Hz does not count.
        var power = new double[BinCount];
        (power[0], power[32], power[96]) = (100, 1, 1);

        var values = Measure(power);

        values[0].ShouldBe(0, "250 to 650 Hz");
        values[1].ShouldBe(2.0 / 256, 1e-15, "1 to 4 kHz");
        values[2..6].ShouldBe([1000, 1000, 3000, 3000]);
        values[7].ShouldBe(2000, 1e-9, "centroid");
        values[8].ShouldBe(1, 1e-12, "entropy in bit");
        values[9].ShouldBe(1e6, 1e-6, "variance");
        values[10].ShouldBe(0, 1e-12, "skewness");
        values[11].ShouldBe(1, 1e-12, "kurtosis");
    }

    [Fact]
    public void Measure_StraightSpectrum_HasItsSlope()
    {
        double[] power = [.. Enumerable.Range(0, BinCount).Select(static k => 7 + 0.001 * k * BinWidthHz)];

        Measure(power)[12].ShouldBe(0.001 * 255, 1e-12);
    }

    [Theory]
    [InlineData(32, 0.938)]
    [InlineData(192, 4.060)]
    public void Measure_OneLine_HasTheSharpnessOfItsPlace(int bin, double acum)
    {
        // 1 kHz is at 8.527 bark, 6 kHz at 19.679, where the weight is 1 + 3 (3.679 / 8)^log2(3) = 1.876; 0.11 times the product.
        var power = new double[BinCount];
        power[bin] = 3;

        Measure(power)[13].ShouldBe(acum, 0.001);
    }

    [Fact]
    public void Measure_Comb_HasItsHarmonicityAndNoiseHasLess()
    {
        // Peaks of 1 every eighth bin over valleys of 0.2: 31 of them from one extreme to the next, half of 0.8 each way.
        double[] comb = [.. Enumerable.Range(0, BinCount).Select(static k => 0.6 + 0.4 * Math.Cos(2 * Math.PI * (k - 1) / 8.0))];

        Measure(comb)[14].ShouldBe(0.5 * 0.8 * 62 / 256, 0.004);
        Measure([.. Enumerable.Repeat(1.0, BinCount)])[14].ShouldBe(0);
    }

    [Fact]
    public void Measure_SameTwice_HasNoFluxAndSilenceHasNothing()
    {
        var shape = new SpectralShape(BinCount, BinWidthHz);
        var values = new double[SpectralShape.Count];
        double[] flat = [.. Enumerable.Repeat(4.0, BinCount)];
        shape.Measure(flat, Array.ConvertAll(flat, Math.Sqrt), values);
        shape.Measure(flat, Array.ConvertAll(flat, Math.Sqrt), values);
        values[6].ShouldBe(0);

        shape.Measure(new double[BinCount], new double[BinCount], values);
        values[6].ShouldBe(2, "every magnitude falls from 2 to 0");
        values[7..15].ShouldAllBe(static value => value == 0);
    }

    [Fact]
    public void Filter_ModulationsOfALogarithm_PassesTheRatesOfSpeechOnly()
    {
        // The middle of its band is passed almost whole, the zero at 29 Hz and what is constant not at all.
        Swing(hertz: 4).ShouldBe(1, 0.15);
        Swing(hertz: 29).ShouldBe(0, 1e-6);
        Swing(hertz: 0).ShouldBe(0, 1e-12);
        Swing(hertz: 0.1).ShouldBeLessThan(0.12);

        static double Swing(double hertz)
        {
            var filter = new RelativeSpectra(1);
            filter.Begin();
            var highest = 0.0;
            for (var t = 0; t < 1500; t++)
            {
                var filtered = filter.Filter([3 + Math.Cos(2 * Math.PI * hertz * t / 100)])[0];
                highest = t >= 500 ? Math.Max(highest, Math.Abs(filtered)) : 0;
            }

            return highest;
        }
    }

    private static double[] Measure(double[] power)
    {
        var values = new double[SpectralShape.Count];
        new SpectralShape(BinCount, BinWidthHz).Measure(power, Array.ConvertAll(power, Math.Sqrt), values);
        return values;
    }
}
