using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Challenges;
using Bakeoff.Audio.Features.Measures;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Tests.Features.Challenges;

public sealed class Is09ExtractorTests
{
    private const int RateHz = 16_000;

    private static readonly Is09Extractor Extractor = new(RateHz);

    [Fact]
    public void Names_AreThoseOfThePublishedSet()
    {
        Is09Extractor.DescriptorNames.Count.ShouldBe(16);
        Is09Extractor.FunctionalNames.Count.ShouldBe(384);
        Is09Extractor.FunctionalNames.Distinct().Count().ShouldBe(384);
        Is09Extractor.FunctionalNames[11].ShouldBe("pcm_RMSenergy_sma_kurtosis");
        Is09Extractor.FunctionalNames[12].ShouldBe("pcm_fftMag_mfcc_sma[1]_max");
        Is09Extractor.FunctionalNames[191].ShouldBe("F0_sma_kurtosis");
        Is09Extractor.FunctionalNames[383].ShouldBe("F0_sma_de_kurtosis");
    }

    [Theory]
    [InlineData(320)]
    [InlineData(250)]
    [InlineData(400)]
    public void Descriptors_PulseTrain_HasItsPitchVoicingAndLevel(int hertz)
    {
        // The pre-emphasis of 0.97 makes two samples of a pulse of 1: 1 and -0.97.
        var values = Extractor.Descriptors(Pulses(_ => hertz));

        for (var t = 4; t < values.FrameCount; t++)
        {
            // Periods are whole samples.
            At(values, t, "F0_sma").ShouldBe(hertz, 0.01 * hertz, $"frame {t}");
            At(values, t, "voiceProb_sma").ShouldBeGreaterThan(0.55);
            At(values, t, "pcm_RMSenergy_sma").ShouldBe(Math.Sqrt(0.3975 * (1 + 0.97 * 0.97) * hertz / RateHz), 0.02);
        }
    }

    [Fact]
    public void Descriptors_LeapToTwiceThePitchForOneFrame_KeepsTheCourse()
    {
        var pitch = new CepstralPitch(RateHz, 512);
        PeriodicFrame[] frames =
        [
            new(0.9, 100), new(0.9, 100), new(0.9, 50), new(0.9, 100), new(0.1, 40), new(0.1, 40), new(0.9, 100), new(0.1, 100), new(0.1, 100),
        ];
        var hertz = new double[frames.Length];

        pitch.Follow(frames, hertz);

        // One frame behind; the mean of two; the leap to 320 Hz is taken for 160; a single voiced frame is none.
        hertz.ShouldBe([0, 160, 160, 160, 160, 0, 0, 0, 0]);
    }

    [Fact]
    public void Descriptors_SineNoiseAndSilence_HaveTheirZeroCrossings()
    {
        float[] sine = [.. Enumerable.Range(0, RateHz).Select(static n => (float)Math.Sin(2 * Math.PI * 500 * (n + 0.5) / RateHz))];
        At(Extractor.Descriptors(sine), 20, "pcm_zcr_sma").ShouldBe(1000.0 / RateHz, 1.01 / 400, "a crossing more or less in a frame");

        var random = new SeededRandom(5, "noise");
        float[] noise = [.. Enumerable.Range(0, RateHz).Select(_ => 0.2f * (float)random.NextGaussian())];
        var values = Extractor.Descriptors(noise);
        At(values, 20, "pcm_zcr_sma").ShouldBe(0.5, 0.08);
        Enumerable.Range(0, values.FrameCount).Count(t => At(values, t, "F0_sma") > 0).ShouldBeLessThan(5);

        // Each sample of digital silence counts, but the first and the last of the frame, as in published values.
        var silence = Extractor.Functionals(new float[RateHz]);
        Of(silence, "pcm_zcr_sma_amean").ShouldBe(398.0 / 400, 1e-6);
        Of(silence, "F0_sma_max").ShouldBe(0);
        silence.Values.ShouldAllBe(static value => float.IsFinite(value));
    }

    [Fact]
    public void Describe_Contour_EqualsNumPyAndSciPy()
    {
        // numpy 1.24.2 and scipy 1.10.1: max, min, argmax, argmin, mean, polyfit(range(7), x, 1), mean squared residual, std, skew and
        // kurtosis(fisher=False) of [0.3, -1.2, 4.5, 2.25, -0.75, 3.5, 4.5]. Tolerance: rounding of sums of seven terms.
        double[] expected =
        [
            4.5, -1.2, 5.7, 2, 1, 1.8714285714285714, 0.5982142857142858, 0.07678571428571426, 3.6241709183673474, 2.2484688667842296,
            -0.1278371390103784, 1.368525886505743,
        ];
        var actual = new double[12];

        ContourStatistics.Describe([0.3, -1.2, 4.5, 2.25, -0.75, 3.5, 4.5], actual);

        for (var i = 0; i < 12; i++)
        {
            actual[i].ShouldBe(expected[i], 1e-12, $"number {i}");
        }
    }

    [Fact]
    public void Derive_Line_IsItsSlopeInsideAndLessAtTheEnds()
    {
        var slopes = new double[6];

        ContourStatistics.Derive([0, 1, 2, 3, 4, 5], slopes);

        slopes.ShouldBe([0.5, 0.8, 1, 1, 0.8, 0.5]);
    }

    [Fact]
    public void Extract_EverySet_HasTheColumnsOfTheExtractor()
    {
        var voice = Pulses(static time => 120 + 60 * time);
        AssertEqual(new Is09RowSet(), Extractor.Functionals(voice), Is09Extractor.FunctionalNames);
        AssertEqual(new Is09FrameSet(), Extractor.Descriptors(voice), Is09Extractor.DescriptorNames);

        void AssertEqual(FeatureSet set, FeatureMatrix expected, IReadOnlyList<string> names)
        {
            var extractor = new FeatureExtractor(new FeatureOptions { Set = set });
            extractor.FeatureNames.ShouldBe(names);
            extractor.Extract(voice, RateHz).Values.ShouldBe(expected.Values, set.Name);
        }
    }

    public static TheoryData<FeatureOptions> Settings =>
    [
        new FeatureOptions { Set = new Is09RowSet() },
        new FeatureOptions { Set = new Is09RowSet { SampleRateHz = 11_025 }, OffsetSeconds = 0.2, TrimDb = 30 },
        new FeatureOptions { Set = new Is09FrameSet(), DeltaOrder = 1, IsClipNormalized = true },
    ];

    [Theory, MemberData(nameof(Settings))]
    public void Extract_InStretches_EqualsAtOnceBitForBit(FeatureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var extractor = new FeatureExtractor(options);
        var file = new MemoryStream();
        WavWriter.Write16(file, Pulses(static time => 120 + 60 * time), RateHz);
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
        var extractor = new Is09Extractor(rateHz);
        float[] tone = [.. Enumerable.Range(0, rateHz / 2).Select(n => Math.Clamp(3 * (float)Math.Sin(2 * Math.PI * 200 * n / rateHz), -1, 1))];

        extractor.Functionals(tone).Values.ShouldAllBe(static value => float.IsFinite(value));
        extractor.Descriptors(tone).FrameCount.ShouldBe(48);
    }

    [Fact]
    public void Extract_OneFrameOrLess_IsMeasuredOrRefused()
    {
        var one = new FeatureExtractor(new FeatureOptions { Set = new Is09RowSet() }).Extract(Pulses(static _ => 200).AsSpan(0, 400), RateHz);

        // One value has no skewness and no kurtosis.
        one.MissingCount.ShouldBe(64);
        one.Values.ShouldAllBe(static value => float.IsFinite(value));
        Should.Throw<UnusableSignalException>(static () => Extractor.Functionals(new float[399]))
            .Message.ShouldBe("signal has 399 samples, expected at least one frame of 25 ms.");
        Should.Throw<UnusableSignalException>(static () => new Is09Extractor(3_999))
            .Message.ShouldBe("sample rate is 3999 Hz, expected at least 4000 Hz for IS09.");
    }

    private static double At(FeatureMatrix values, int frame, string name) =>
        values.Frame(frame)[Is09Extractor.DescriptorNames.ToList().IndexOf(name)];

    private static double Of(FeatureMatrix values, string name) => values.Values[Is09Extractor.FunctionalNames.ToList().IndexOf(name)];

    /// <summary>One second of pulses of one sample, of height 1, over quiet noise.</summary>
    private static float[] Pulses(Func<double, double> hertz)
    {
        var random = new SeededRandom(3, "floor");
        float[] samples = [.. Enumerable.Range(0, RateHz).Select(_ => 0.0005f * (float)random.NextGaussian())];
        for (var time = 0.0; time < 0.999; time += 1 / hertz(time))
        {
            samples[(int)(time * RateHz)] += 1;
        }

        return samples;
    }
}
