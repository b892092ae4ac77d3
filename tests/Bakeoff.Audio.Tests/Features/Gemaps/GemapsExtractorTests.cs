using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Gemaps;
using Bakeoff.Audio.Features.Measures;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Tests.Features.Gemaps;

public sealed class GemapsExtractorTests
{
    private const int RateHz = 16_000;

    private static readonly GemapsExtractor Extractor = new(RateHz);

    [Fact]
    public void Names_AreThoseOfThePublishedSets()
    {
        GemapsExtractor.DescriptorNames.Count.ShouldBe(25);
        GemapsExtractor.FunctionalNames.Count.ShouldBe(88);
        GemapsExtractor.FunctionalNames.Distinct().Count().ShouldBe(88);
        GemapsExtractor.FunctionalNames[0].ShouldBe("F0semitoneFrom27.5Hz_sma3nz_amean");
        GemapsExtractor.FunctionalNames[38].ShouldBe("logRelF0-H1-A3_sma3nz_amean");
        GemapsExtractor.FunctionalNames[62].ShouldBe("slopeV0-500_sma3nz_amean");
        GemapsExtractor.FunctionalNames[87].ShouldBe("equivalentSoundLevel_dBp");
        GemapsExtractor.DescriptorNames.Count(GemapsNames.IsMinimalistic).ShouldBe(18);
        GemapsExtractor.FunctionalNames.Count(GemapsNames.IsMinimalistic).ShouldBe(62);
    }

    [Theory]
    [InlineData(90)]
    [InlineData(140)]
    [InlineData(233.08)]
    [InlineData(420)]
    public void Descriptors_HarmonicTone_HasItsPitchAndLittleIrregularity(double hertz)
    {
        var values = Extractor.Descriptors(Voice(_ => hertz, 1.0));

        for (var t = 3; t < values.FrameCount - 8; t++)
        {
            At(values, t, "F0semitoneFrom27.5Hz_sma3nz").ShouldBe(12 * Math.Log2(hertz / 27.5), 0.1, $"frame {t}");
            At(values, t, "jitterLocal_sma3nz").ShouldBeLessThan(0.002);
            // Ranges are those of samples, between which peaks fall, without a cycle's first and last: 4 % is 0.34 dB.
            At(values, t, "shimmerLocaldB_sma3nz").ShouldBeLessThan(0.34);
            At(values, t, "HNRdBACF_sma3nz").ShouldBeGreaterThan(5);
        }
    }

    [Fact]
    public void Descriptors_Glide_IsFollowedWithoutLeaps()
    {
        var values = Extractor.Descriptors(Voice(static time => 110 * Math.Pow(2, time), 1.0));

        for (var t = 3; t < values.FrameCount - 8; t++)
        {
            // A frame's middle lies 30 ms behind its start.
            var expected = 12 * Math.Log2(110 * Math.Pow(2, t * 0.01 + 0.03) / 27.5);
            At(values, t, "F0semitoneFrom27.5Hz_sma3nz").ShouldBe(expected, 0.5, $"frame {t}");
        }
    }

    [Theory]
    [InlineData(16_000, 0.01, 0.0)]
    [InlineData(16_000, 0.0, 0.1)]
    [InlineData(48_000, 0.01, 0.0)]
    public void Descriptors_AlternatingPulses_HaveKnownJitterAndShimmer(int rateHz, double periodStep, double amplitudeStep)
    {
        var values = new GemapsExtractor(rateHz).Descriptors(Pulses(rateHz, 100, periodStep, amplitudeStep));
        var frames = Enumerable.Range(5, values.FrameCount - 15).ToList();

        frames.Average(t => At(values, t, "jitterLocal_sma3nz")).ShouldBe(2 * periodStep, 0.001);

        // 1 plus the relative difference, as in published values: 1.58 dB, where the ratio of heights is 1.74 dB. Pulses between samples
        // differ a little.
        frames.Average(t => At(values, t, "shimmerLocaldB_sma3nz")).ShouldBe(20 * Math.Log10(1 + 2 * amplitudeStep), 0.05);
    }

    [Fact]
    public void Descriptors_NoiseAndSilence_HaveNoVoice()
    {
        var random = new SeededRandom(5, "noise");
        float[] noise = [.. Enumerable.Range(0, RateHz).Select(_ => 0.2f * (float)random.NextGaussian())];

        var values = Extractor.Descriptors(noise);
        Enumerable.Range(0, values.FrameCount).Count(t => At(values, t, "F0semitoneFrom27.5Hz_sma3nz") > 0).ShouldBeLessThan(10);

        var silence = Extractor.Functionals(new float[RateHz]);
        silence.Values.ShouldAllBe(value => float.IsFinite(value));
        Of(silence, "F0semitoneFrom27.5Hz_sma3nz_amean").ShouldBe(0);
        Of(silence, "VoicedSegmentsPerSec").ShouldBe(0);
        Of(silence, "spectralFlux_sma3_amean").ShouldBe(0);
        Of(silence, "equivalentSoundLevel_dBp").ShouldBe(-120, 0.001);
    }

    [Fact]
    public void Functionals_Tone_HasItsLevelAndTilt()
    {
        // Amplitude 0.5: power 1/8. All energy lies above 1 kHz, so the alpha ratio is high and the Hammarberg index of 3 kHz negative.
        float[] tone = [.. Enumerable.Range(0, RateHz).Select(n => 0.5f * (float)Math.Sin(2 * Math.PI * 3000 * n / RateHz))];
        var values = Extractor.Functionals(tone);
        var frames = Extractor.Descriptors(tone);

        Of(values, "equivalentSoundLevel_dBp").ShouldBe(10 * Math.Log10(0.125), 0.01);
        Of(values, "spectralFlux_sma3_amean").ShouldBeLessThan(0.02);
        At(frames, 20, "alphaRatio_sma3").ShouldBeGreaterThan(30);
        At(frames, 20, "hammarbergIndex_sma3").ShouldBeLessThan(-30);
    }

    [Fact]
    public void Functionals_TwoVoicedStretches_AreCounted()
    {
        // Each swells and fades once; what does not move has no peak, and digital silence no dip, as in published values: hence the noise.
        var voice = Voice(_ => 150, 0.4);
        for (var n = 0; n < voice.Length; n++)
        {
            voice[n] *= (float)Math.Sin(Math.PI * (n + 0.5) / voice.Length);
        }

        var random = new SeededRandom(6, "noise");
        float[] signal = [.. voice, .. new float[RateHz / 2], .. voice, .. new float[RateHz / 2]];
        var values = Extractor.Functionals([.. signal.Select(sample => sample + 0.0001f * (float)random.NextGaussian())]);

        Of(values, "VoicedSegmentsPerSec").ShouldBe(2 / 1.75, 0.05);
        Of(values, "MeanVoicedSegmentLengthSec").ShouldBe(0.4, 0.06);
        Of(values, "MeanUnvoicedSegmentLength").ShouldBe(0.48, 0.08);
        Of(values, "loudnessPeaksPerSec").ShouldBe(2 / 1.79, 0.001);
        Of(values, "F0semitoneFrom27.5Hz_sma3nz_percentile50.0").ShouldBe(12 * Math.Log2(150 / 27.5), 0.1);
    }

    [Theory]
    [InlineData(500, 1500, 2500)]
    [InlineData(300, 2200, 2900)]
    [InlineData(700, 1200, 2600)]
    public void Formants_VowelOfKnownResonances_AreFoundByTheRootsOfThePrediction(double first, double second, double third)
    {
        double[] expected = [first, second, third];
        var vowel = Resonate([.. expected, 3500, 4500]);
        var spectra = new FrameSpectra(RateHz, 0.02, static place => 0.54 + 0.46 * Math.Cos(Math.PI * place));
        var formants = new PredictionFormants(spectra, isMirrored: false);
        var sums = new double[3];
        var (frequencies, bandwidths) = (new double[3], new double[3]);
        for (var t = 20; t < 60; t++)
        {
            spectra.Compute(vowel, t);
            formants.Measure(spectra, frequencies, bandwidths);
            for (var f = 0; f < 3; f++)
            {
                sums[f] += frequencies[f] / 40;
            }
        }

        for (var f = 0; f < 3; f++)
        {
            sums[f].ShouldBe(expected[f], 0.08 * expected[f] + 30, $"formant {f + 1}");
        }
    }

    [Theory]
    [InlineData(8_000)]
    [InlineData(44_100)]
    [InlineData(48_000)]
    public void Extractor_OtherRates_GiveFiniteValues(int rateHz)
    {
        var extractor = new GemapsExtractor(rateHz);
        float[] tone = [.. Enumerable.Range(0, rateHz / 4).Select(n => 0.3f * (float)Math.Sin(2 * Math.PI * 200 * n / rateHz))];

        extractor.Functionals(tone).Values.ShouldAllBe(value => float.IsFinite(value));
        extractor.Descriptors(tone).FrameCount.ShouldBe(24);
    }

    [Fact]
    public void Extractor_TooShortOrTooSlow_SaysSo()
    {
        Should.Throw<UnusableSignalException>(static () => Extractor.Functionals(new float[319]))
            .Message.ShouldContain("319 samples, expected at least one frame of 20 ms");
        Extractor.Functionals(new float[320]).FrameCount.ShouldBe(1);
        Should.Throw<UnusableSignalException>(static () => new GemapsExtractor(3_999)).Message.ShouldContain("3999 Hz");
    }

    private static double At(FeatureMatrix values, int frame, string name) =>
        values.Frame(frame)[GemapsExtractor.DescriptorNames.ToList().IndexOf(name)];

    private static double Of(FeatureMatrix values, string name) => values.Values[GemapsExtractor.FunctionalNames.ToList().IndexOf(name)];

    /// <summary>Twenty harmonics that fall by 6 dB an octave.</summary>
    private static float[] Voice(Func<double, double> hertz, double seconds)
    {
        var samples = new float[(int)(seconds * RateHz)];
        var phase = 0.0;
        for (var n = 0; n < samples.Length; n++)
        {
            phase += 2 * Math.PI * hertz((double)n / RateHz) / RateHz;
            for (var h = 1; h <= 16; h++)
            {
                samples[n] += (float)(0.15 / h * Math.Sin(h * phase));
            }
        }

        return samples;
    }

    /// <summary>One second of narrow pulses whose periods and heights alternate.</summary>
    private static float[] Pulses(int rateHz, double hertz, double periodStep, double amplitudeStep)
    {
        const double Width = 0.0004;
        var samples = new float[rateHz];

        // No pulse lies where a cycle ends: it would be cut in two.
        var (time, sign) = (0.015, 1);
        while (time < 1)
        {
            for (var n = (int)((time - 5 * Width) * rateHz); n <= (int)((time + 5 * Width) * rateHz) && n < samples.Length; n++)
            {
                var distance = ((double)n / rateHz - time) / Width;
                samples[n] += (float)(0.6 * (1 + sign * amplitudeStep) * Math.Exp(-distance * distance));
            }

            time += (1 + sign * periodStep) / hertz;
            sign = -sign;
        }

        return samples;
    }

    /// <summary>Impulses at 110 Hz through resonances of 80 Hz bandwidth.</summary>
    private static float[] Resonate(double[] formants)
    {
        var signal = new double[RateHz];
        for (var n = 0; n < signal.Length; n += RateHz / 110)
        {
            signal[n] = 1;
        }

        foreach (var hertz in formants)
        {
            var radius = Math.Exp(-Math.PI * 80 / RateHz);
            var (a, b) = (2 * radius * Math.Cos(2 * Math.PI * hertz / RateHz), -radius * radius);
            for (var n = 0; n < signal.Length; n++)
            {
                signal[n] = (1 - a - b) * signal[n] + (n > 0 ? a * signal[n - 1] : 0) + (n > 1 ? b * signal[n - 2] : 0);
            }
        }

        return [.. signal.Select(static value => (float)value)];
    }
}
