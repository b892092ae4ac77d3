using Bakeoff.Audio.Resampling;

namespace Bakeoff.Audio.Tests.Resampling;

public sealed class ResamplerTests
{
    [Theory]
    [InlineData(24414, 22050)]
    [InlineData(44100, 22050)]
    [InlineData(96000, 22050)]
    [InlineData(48000, 16000)]
    [InlineData(8000, 48000)]
    [InlineData(16000, 22050)]
    [InlineData(44100, 11025)]
    [InlineData(22051, 22050)]
    public void Resample_ToneInPassBand_IsKept(int fromHz, int toHz)
    {
        var hertz = 0.4 * Math.Min(fromHz, toHz);
        var x = Tone(hertz, fromHz, fromHz / 2);

        var y = Resampler.Resample(x, fromHz, toHz);

        y.Length.ShouldBe((int)Math.Ceiling(x.Length * ((double)toHz / fromHz)));
        // The ends ring, as silence begins there; the middle must be the tone: 1e-5 is -100 dB.
        var expected = Tone(hertz, toHz, y.Length);
        for (var n = toHz / 8; n < 3 * toHz / 8; n++)
        {
            y[n].ShouldBe(expected[n], 1e-5f, $"sample {n}");
        }
    }

    [Theory]
    [InlineData(24414, 22050)]
    [InlineData(96000, 22050)]
    [InlineData(48000, 16000)]
    public void Resample_ToneAboveTheNewNyquist_IsRemoved(int fromHz, int toHz)
    {
        var x = Tone(0.505 * toHz, fromHz, fromHz / 2);

        var y = Resampler.Resample(x, fromHz, toHz);

        // -110 dB of full scale, away from the ends.
        y[(toHz / 8)..(3 * toHz / 8)].Max(Math.Abs).ShouldBeLessThan(3e-6f);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(1000)]
    public void Resample_ShortSignals_HaveLibrosasLength(int samples)
    {
        var y = Resampler.Resample(Enumerable.Repeat(0.5f, samples).ToArray(), 24414, 22050);

        y.Length.ShouldBe((int)Math.Ceiling(samples * (22050.0 / 24414)));
        y.ShouldAllBe(value => Math.Abs(value) <= 0.75f);
    }

    [Fact]
    public void Resample_EqualRates_Copies()
    {
        float[] x = [1, 2, 3];

        var y = Resampler.Resample(x, 16000, 16000);

        y.ShouldBe(x);
        y.ShouldNotBeSameAs(x);
    }

    [Fact]
    public void Resample_MatchesTheSumOverTheWholeKernel()
    {
        // The readable form: one windowed sinc, summed directly at every output time.
        var x = Enumerable.Range(0, 3000).Select(n => (float)Math.Sin(n * n * 0.0007)).ToArray();
        var kernel = new KaiserSinc(0.95685 * 22050 / (2.0 * 24414), 102.0 * 24414 / 22050, 13.66);

        var y = Resampler.Resample(x, 24414, 22050);

        for (var k = 0; k < y.Length; k += 37)
        {
            var time = k * (24414.0 / 22050);
            var sum = 0.0;
            for (var n = Math.Max(0, (int)time - 120); n < Math.Min(x.Length, time + 120); n++)
            {
                sum += x[n] * kernel.At(time - n);
            }

            // Interpolation and float32 transforms together stay below -100 dB.
            ((double)y[k]).ShouldBe(sum, 1e-5, $"sample {k}");
        }
    }

    [Fact]
    public void Resample_RateOfZero_Throws() => Should.Throw<ArgumentOutOfRangeException>(() => Resampler.Resample([1f], 0, 16000));

    private static float[] Tone(double hertz, int rateHz, int count) =>
        [.. Enumerable.Range(0, count).Select(n => (float)(0.5 * Math.Sin(2 * Math.PI * hertz * n / rateHz)))];
}
