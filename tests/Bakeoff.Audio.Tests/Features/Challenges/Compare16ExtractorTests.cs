using System.Security.Cryptography;
using System.Text;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Challenges;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Tests.Features.Challenges;

public sealed class Compare16ExtractorTests
{
    private const int RateHz = 16_000;

    private static readonly Compare16Extractor Extractor = new(RateHz);

    [Fact]
    public void Names_AreThoseOfThePublishedSet()
    {
        Compare16Extractor.DescriptorNames.Count.ShouldBe(65);
        Compare16Extractor.FunctionalNames.Count.ShouldBe(6373);
        Compare16Extractor.FunctionalNames.Distinct().Count().ShouldBe(6373);
        Compare16Extractor.FunctionalNames[0].ShouldBe("audspec_lengthL1norm_sma_range");
        Compare16Extractor.FunctionalNames[^1].ShouldBe("mfcc_sma_de[14]_stddevFallingSlope");

        // Digests of the names in the order of published tables, a line each.
        DigestOf(Compare16Extractor.DescriptorNames).ShouldBe("E8E43BF092883921CD3A390D3BF97B996A7E90BF4562771BC298C993616BE5BC");
        DigestOf(Compare16Extractor.FunctionalNames).ShouldBe("A34AB231BA418263FE385D9CF18AA2D5EF2227A4A55A3E8E761DEBE319A9C3BB");

        static string DigestOf(IEnumerable<string> names) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', names))));
    }

    [Theory]
    [InlineData(90)]
    [InlineData(233.08)]
    [InlineData(420)]
    public void Descriptors_HarmonicTone_HasItsPitchAndLittleIrregularity(double hertz)
    {
        var values = Extractor.Descriptors(Voice(_ => hertz, 0.6));

        for (var t = 3; t < values.FrameCount - 8; t++)
        {
            // The sum of subharmonics is taken at points 1/40 octave apart, a parabola through three of them.
            At(values, t, "F0final_sma").ShouldBe(hertz, 0.006 * hertz, $"frame {t}");
            At(values, t, "voicingFinalUnclipped_sma").ShouldBeGreaterThan(0.7);
            At(values, t, "jitterLocal_sma").ShouldBeLessThan(0.002);
            At(values, t, "jitterDDP_sma").ShouldBeLessThan(0.004);
            // Ranges are those of samples, between which peaks fall, without a cycle's first and last.
            At(values, t, "shimmerLocal_sma").ShouldBeLessThan(0.04);
        }
    }

    [Theory]
    [InlineData(0.01, 0.0)]
    [InlineData(0.0, 0.1)]
    public void Descriptors_AlternatingPulses_HaveKnownIrregularity(double periodStep, double amplitudeStep)
    {
        var values = Extractor.Descriptors(Pulses(100, periodStep, amplitudeStep));
        var frames = Enumerable.Range(5, values.FrameCount - 15).ToList();

        // Pulses between samples differ a little.
        frames.Average(t => At(values, t, "jitterLocal_sma")).ShouldBe(2 * periodStep, 0.001);
        frames.Average(t => At(values, t, "jitterDDP_sma")).ShouldBe(4 * periodStep, 0.002);
        frames.Average(t => At(values, t, "shimmerLocal_sma")).ShouldBe(2 * amplitudeStep, 0.01);
        if (amplitudeStep > 0)
        {
            // Heights of 1.1 and 0.9 differ from their mean by 0.1: 1 / 0.01.
            frames.Average(t => At(values, t, "logHNR_sma")).ShouldBe(20, 1);
        }
    }

    [Fact]
    public void Descriptors_Tone_HasItsLevelCrossingsAndPlace()
    {
        // Amplitude 0.5, 1,500 Hz.
        float[] tone = [.. Enumerable.Range(0, RateHz / 2).Select(static n => 0.5f * (float)Math.Sin(2 * Math.PI * 1500 * (n + 0.5) / RateHz))];
        var values = Extractor.Descriptors(tone);

        At(values, 20, "pcm_RMSenergy_sma").ShouldBe(Math.Sqrt(0.125), 1e-3);
        At(values, 20, "pcm_zcr_sma").ShouldBe(3000.0 / RateHz, 2.0 / 960, "two crossings more or less in 60 ms");
        At(values, 20, "pcm_fftMag_spectralCentroid_sma").ShouldBe(1500, 5);
        At(values, 20, "pcm_fftMag_spectralRollOff50.0_sma").ShouldBe(1500, 31.25, "a bin");
        At(values, 20, "pcm_fftMag_spectralFlux_sma").ShouldBeLessThan(0.01);

        // What does not change has no modulation: each band is as loud as that of a logarithm of 0.
        At(values, 40, "audspecRasta_lengthL1norm_sma").ShouldBe(At(Extractor.Descriptors(new float[RateHz / 4]), 10, "audspecRasta_lengthL1norm_sma"), 0.02);
    }

    [Fact]
    public void Functionals_SilenceAndNoise_AreFiniteAndHaveNoVoice()
    {
        var random = new SeededRandom(5, "noise");
        float[] noise = [.. Enumerable.Range(0, RateHz).Select(_ => 0.2f * (float)random.NextGaussian())];
        Of(Extractor.Functionals(noise), "F0final_sma_ff0_nnz").ShouldBeLessThan(0.1);

        var silence = Extractor.Functionals(new float[RateHz]);
        silence.Values.ShouldAllBe(static value => float.IsFinite(value));
        Of(silence, "F0final_sma_ff0_nnz").ShouldBe(0);
        Of(silence, "F0final_sma_amean").ShouldBe(0);
        Of(silence, "logHNR_sma_amean").ShouldBe(-100);
        Of(silence, "mfcc_sma[1]_amean").ShouldBe(0);
    }

    [Fact]
    public void Functionals_TwoVoicedStretches_HaveTheirLengths()
    {
        var voice = Voice(static _ => 150, 0.4);
        float[] signal = [.. voice, .. new float[RateHz / 2], .. voice, .. new float[RateHz / 2]];
        var values = Extractor.Functionals(signal);

        Of(values, "F0final_sma_ff0_nnz").ShouldBe(0.8 / 1.8, 0.05);
        Of(values, "F0final_sma_ff0_meanSegLen").ShouldBe(0.4, 0.06);
        Of(values, "F0final_sma_quartile2").ShouldBe(150, 1);
    }

    [Fact]
    public void Extract_EverySet_HasTheColumnsOfTheExtractor()
    {
        var voice = Voice(static time => 120 + 60 * time, 0.5);
        AssertEqual(new Compare16RowSet(), Extractor.Functionals(voice), Compare16Extractor.FunctionalNames);
        AssertEqual(new Compare16FrameSet(), Extractor.Descriptors(voice), Compare16Extractor.DescriptorNames);

        void AssertEqual(FeatureSet set, FeatureMatrix expected, IReadOnlyList<string> names)
        {
            var extractor = new FeatureExtractor(new FeatureOptions { Set = set });
            extractor.FeatureNames.ShouldBe(names);
            extractor.Extract(voice, RateHz).Values.ShouldBe(expected.Values, set.Name);
        }
    }

    public static TheoryData<FeatureOptions> Settings =>
    [
        new FeatureOptions { Set = new Compare16RowSet() },
        new FeatureOptions { Set = new Compare16RowSet { SampleRateHz = 11_025 }, OffsetSeconds = 0.2, TrimDb = 30 },
        new FeatureOptions { Set = new Compare16FrameSet(), DeltaOrder = 1, IsClipNormalized = true },
    ];

    [Theory, MemberData(nameof(Settings))]
    public void Extract_InStretches_EqualsAtOnceBitForBit(FeatureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var extractor = new FeatureExtractor(options);
        var file = new MemoryStream();
        WavWriter.Write16(file, Voice(static time => 120 + 60 * time, 0.8), RateHz);
        var expected = extractor.Extract(AudioDecoder.Decode(file.ToArray(), "clip.wav").Samples, RateHz);
        foreach (var stretch in new[] { 16, 48, 1024 })
        {
            var values = new List<float>();
            using var recording = AudioReader.Open(new MemoryStream(file.ToArray()), "clip.wav");
            var missing = extractor.ExtractInStretches(recording, frames => values.AddRange(frames), stretch);

            values.ToArray().ShouldBe(expected.Values, customMessage: $"{options.Set!.Name} in stretches of {stretch}");
            missing.ShouldBe(expected.MissingCount);
        }
    }

    [Theory]
    [InlineData(8_000)]
    [InlineData(44_100)]
    [InlineData(192_000)]
    public void Extract_OtherRatesAndClipped_AreFinite(int rateHz)
    {
        var extractor = new Compare16Extractor(rateHz);
        float[] tone = [.. Enumerable.Range(0, rateHz / 4).Select(n => Math.Clamp(3 * (float)Math.Sin(2 * Math.PI * 200 * n / rateHz), -1, 1))];

        extractor.Functionals(tone).Values.ShouldAllBe(static value => float.IsFinite(value));
        extractor.Descriptors(tone).FrameCount.ShouldBe(24);
    }

    [Fact]
    public void Functionals_ConstantContours_AreFinite()
    {
        // Nothing is voiced, so that contours of the voice are constant. At this length, rounding leaves their parabola a bend.
        var random = new SeededRandom(5, "noise");
        float[] noise = [.. Enumerable.Range(0, 4320).Select(_ => 0.01f * (float)(random.NextDouble() - 0.5))];

        Extractor.Functionals(noise).Values.ShouldAllBe(static value => float.IsFinite(value));
    }

    [Fact]
    public void Extract_OneFrameOrLess_IsMeasuredOrRefused()
    {
        var one = new FeatureExtractor(new FeatureOptions { Set = new Compare16RowSet() }).Extract(Voice(static _ => 200, 0.02), RateHz);

        one.MissingCount.ShouldBeGreaterThan(1000, "a single value has no slopes, peaks or segments");
        one.Values.ShouldAllBe(static value => float.IsFinite(value));
        Should.Throw<UnusableSignalException>(static () => Extractor.Functionals(new float[319]))
            .Message.ShouldBe("signal has 319 samples, expected at least one frame of 20 ms.");
        Should.Throw<UnusableSignalException>(static () => new Compare16Extractor(3_999))
            .Message.ShouldBe("sample rate is 3999 Hz, expected at least 4000 Hz for ComParE 2016.");
    }

    private static double At(FeatureMatrix values, int frame, string name) =>
        values.Frame(frame)[Compare16Extractor.DescriptorNames.ToList().IndexOf(name)];

    private static double Of(FeatureMatrix values, string name) => values.Values[Compare16Extractor.FunctionalNames.ToList().IndexOf(name)];

    /// <summary>One second of narrow pulses whose periods and heights alternate.</summary>
    private static float[] Pulses(double hertz, double periodStep, double amplitudeStep)
    {
        const double Width = 0.0004;
        var samples = new float[RateHz];
        var (time, sign) = (0.015, 1);
        while (time < 1)
        {
            for (var n = (int)((time - 5 * Width) * RateHz); n <= (int)((time + 5 * Width) * RateHz) && n < samples.Length; n++)
            {
                var distance = ((double)n / RateHz - time) / Width;
                samples[n] += (float)(0.6 * (1 + sign * amplitudeStep) * Math.Exp(-distance * distance));
            }

            time += (1 + sign * periodStep) / hertz;
            sign = -sign;
        }

        return samples;
    }

    /// <summary>Sixteen harmonics that fall by 6 dB an octave.</summary>
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
}
