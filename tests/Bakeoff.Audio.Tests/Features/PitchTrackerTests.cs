using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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

    [Theory]
    [InlineData(110, 0.005, 0.02)]
    [InlineData(210, 0.005, 0.02)]
    [InlineData(320, 0.005, 0.02)]
    [InlineData(90, 0.05, 0.02)]
    [InlineData(210, 0.01, 0.3)]
    public void Track_VoiceAt20Decibels_MakesAtMostTwoPercentGrossErrors(double hertz, double jitter, double breath)
    {
        // An octave of intonation, pulses through three resonances; a gross error is one of more than 20 %.
        double Pitch(double time) => hertz * Math.Pow(2, 0.5 * Math.Sin(2 * Math.PI * 1.3 * time));
        var track = new PitchTracker(RateHz).Track(NoisyVoice(Pitch, jitter, breath, ratioDb: 20), 220);

        var (voiced, gross) = (0, 0);
        for (var t = 10; t < track.FrequencyHz.Length - 10; t++)
        {
            voiced += track.FrequencyHz[t] > 0 ? 1 : 0;
            gross += track.FrequencyHz[t] > 0 && Math.Abs(track.FrequencyHz[t] / Pitch(t * 220.0 / RateHz) - 1) > 0.2 ? 1 : 0;
        }

        ((double)voiced).ShouldBeGreaterThan(0.95 * (track.FrequencyHz.Length - 20));
        ((double)gross).ShouldBeLessThanOrEqualTo(0.02 * voiced);
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

    [Theory]
    [InlineData(20, 7)]
    [InlineData(33, 16)]
    [InlineData(80, 35)]
    public void Correlate_AnyNumberOfLags_GivesTheBitsOfPlainSums(int period, int lags)
    {
        var signal = Noise(period + lags - 1);
        var cycle = Noise(period).AsSpan();
        var correlations = new double[lags];

        VoiceQuality.Correlate(cycle, signal, correlations);

        for (var lag = 0; lag < lags; lag++)
        {
            var (product, own, power) = (0.0, 0.0, 0.0);
            for (var n = 0; n < period; n++)
            {
                product = Math.FusedMultiplyAdd(cycle[n], signal[lag + n], product);
                own = Math.FusedMultiplyAdd(signal[lag + n], signal[lag + n], own);
                power = Math.FusedMultiplyAdd(cycle[n], cycle[n], power);
            }

            correlations[lag].ShouldBe(product / Math.Sqrt(power * own));
        }
    }

    [Theory]
    [InlineData(16, 3, 4)]
    [InlineData(512, 20, 101)]
    public void Compute_SixteenFrames_GivesTheBitsOfPlainSums(int frameLength, int minPeriod, int maxPeriod)
    {
        var function = new PeriodicityFunction(frameLength, minPeriod, maxPeriod);
        var frames = Noise(frameLength * 16);
        frames.CopyTo(MemoryMarshal.Cast<Vector512<float>, float>(function.Frames));

        function.Compute();

        for (var lane = 0; lane < 16; lane++)
        {
            var total = 0f;
            for (var period = 1; period <= maxPeriod; period++)
            {
                var sum = 0f;
                for (var n = 1; n <= frameLength / 2; n++)
                {
                    var difference = frames[(n * 16) + lane] - frames[((n + period) * 16) + lane];
                    sum = MathF.FusedMultiplyAdd(difference, difference, sum);
                }

                total += sum;
                function.Values[period][lane].ShouldBe(sum * period / total);
            }
        }
    }

    [Fact]
    public void Measure_AtTheEdge_IsNothing() => VoiceQuality.Measure(new float[200], 100, 90).ShouldBeNull();

    private static float[] Noise(int length)
    {
        var random = new SeededRandom(3, "noise");
        return [.. Enumerable.Range(0, length).Select(_ => (float)random.NextGaussian())];
    }

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

    private static float[] NoisyVoice(Func<double, double> pitch, double jitter, double breath, double ratioDb)
    {
        var random = new SeededRandom(7, "voice");
        var samples = new double[2 * RateHz];
        for (double time = 0; time < 2; time += (1 + jitter * random.NextGaussian()) / pitch(time))
        {
            samples[(int)(time * RateHz)] += 10;
        }

        for (var n = 0; n < samples.Length; n++)
        {
            samples[n] += breath * random.NextGaussian();
        }

        foreach (var (hertz, width) in (ReadOnlySpan<(double, double)>)[(0, 200), (600, 80), (1300, 100), (2500, 130)])
        {
            var radius = Math.Exp(-Math.PI * width / RateHz);
            var (first, second) = (2 * radius * Math.Cos(2 * Math.PI * hertz / RateHz), radius * radius);
            for (var n = 2; n < samples.Length; n++)
            {
                samples[n] += first * samples[n - 1] - second * samples[n - 2];
            }
        }

        var level = Math.Sqrt(samples.Average(static sample => sample * sample));
        var noise = Math.Pow(10, -ratioDb / 20);
        return [.. samples.Select(sample => 0.1f * (float)(sample / level + noise * random.NextGaussian()))];
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
