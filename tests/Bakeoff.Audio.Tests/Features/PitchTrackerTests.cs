using Bakeoff.Audio.Features.Voice;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Tests.Features;

public sealed class PitchTrackerTests
{
    private const int RateHz = 22050;

    [Theory]
    [InlineData(70)]
    [InlineData(110)]
    [InlineData(233.08)]
    [InlineData(440)]
    [InlineData(690)]
    public void Track_Tone_FindsItsFrequency(double hertz)
    {
        var track = new PitchTracker(RateHz).Track(Wave(_ => hertz, 1.0), 512);

        for (var t = 4; t < track.FrequencyHz.Length - 4; t++)
        {
            // A parabola through three samples of the difference is good to a few thousandths of a period.
            ((double)track.FrequencyHz[t]).ShouldBe(hertz, 0.003 * hertz, $"frame {t}");
            track.Voicing[t].ShouldBeGreaterThan(0.95f);
        }
    }

    [Fact]
    public void Track_Glide_FollowsItWithoutOctaveJumps()
    {
        var track = new PitchTracker(RateHz).Track(Wave(time => 100 * Math.Pow(3, time), 1.0), 256);

        for (var t = 8; t < track.FrequencyHz.Length - 8; t++)
        {
            // The delayed copy lies up to a period later than the window: at 100 Hz, 5 ms of a glide of an octave and a half a second.
            var expected = 100 * Math.Pow(3, t * 256.0 / RateHz);
            ((double)track.FrequencyHz[t]).ShouldBe(expected, 0.015 * expected, $"frame {t}");
        }
    }

    [Fact]
    public void Track_NoiseAndSilence_AreUnvoiced()
    {
        var random = new SeededRandom(11, "noise");
        var noise = Enumerable.Range(0, RateHz).Select(_ => 0.3f * (float)random.NextGaussian()).ToArray();

        new PitchTracker(RateHz).Track(noise, 512).FrequencyHz.Count(hertz => hertz > 0).ShouldBeLessThan(3);
        var silence = new PitchTracker(RateHz).Track(new float[RateHz], 512);
        silence.FrequencyHz.ShouldAllBe(hertz => hertz == 0);
        silence.Voicing.ShouldAllBe(voicing => voicing == 0);
    }

    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(0.02, 0.0)]
    [InlineData(0.0, 0.1)]
    public void Measure_PulsesWithKnownIrregularity_FindsIt(double periodStep, double amplitudeStep)
    {
        // Periods and amplitudes alternate, so that neighbours differ by twice the step.
        var signal = Pulses(110, periodStep, amplitudeStep);

        var quality = VoiceQuality.Measure(signal, signal.Length / 2, 110)!;

        ((double)quality.Jitter).ShouldBe(2 * periodStep, 0.003);
        ((double)quality.Shimmer).ShouldBe(2 * amplitudeStep, 0.01);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(30)]
    public void Measure_ToneInNoise_FindsTheRatio(double ratioDb)
    {
        var random = new SeededRandom(5, "noise");
        var deviation = Math.Sqrt(0.5 / Math.Pow(10, ratioDb / 10));
        var signal = Wave(_ => 200, 1.0).Select(sample => sample * 2 + (float)(deviation * random.NextGaussian())).ToArray();

        var mean = Enumerable
            .Range(0, 40)
            .Select(i => (double)VoiceQuality.Measure(signal, 3000 + i * 400, RateHz / 200.0)!.HarmonicsToNoiseDb)
            .Average();

        // Wave sums harmonics with a total power of 0.5; the search for the best lag leans upwards at low ratios.
        mean.ShouldBe(ratioDb, 1.5);
    }

    [Fact]
    public void Measure_AtTheEdge_IsNothing() => VoiceQuality.Measure(new float[200], 100, 90).ShouldBeNull();

    private static float[] Wave(Func<double, double> pitch, double seconds)
    {
        var (phase, samples) = (0.0, new float[(int)(RateHz * seconds)]);
        for (var n = 0; n < samples.Length; n++)
        {
            phase += pitch((double)n / RateHz) / RateHz;
            samples[n] = (float)(0.5 * (0.8 * Math.Sin(2 * Math.PI * phase) + 0.6 * Math.Sin(4 * Math.PI * phase)));
        }

        return samples;
    }

    private static float[] Pulses(double period, double periodStep, double amplitudeStep)
    {
        var samples = new float[4000];
        var (centre, sign) = (100.0, 1);
        while (centre < samples.Length - 100)
        {
            for (var n = (int)centre - 60; n < centre + 60; n++)
            {
                var distance = (n - centre) / 8;
                samples[n] += (float)((1 + sign * amplitudeStep) * Math.Exp(-distance * distance));
            }

            centre += period * (1 + sign * periodStep);
            sign = -sign;
        }

        return samples;
    }
}
