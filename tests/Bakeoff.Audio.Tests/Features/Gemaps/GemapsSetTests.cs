using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Gemaps;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Tests.Features.Gemaps;

public sealed class GemapsSetTests
{
    private const int RateHz = 16_000;

    private static readonly AudioSignal Voice = Speak(RateHz, 1.3);

    [Fact]
    public void Extract_EverySet_HasTheColumnsOfTheExtractor()
    {
        var extractor = new GemapsExtractor(RateHz);
        var (row, frames) = (extractor.Functionals(Voice.Samples), extractor.Descriptors(Voice.Samples));

        AssertColumns(new EgemapsSet(), row, GemapsExtractor.FunctionalNames, 88);
        AssertColumns(new MinimalGemapsSet(), row, GemapsExtractor.FunctionalNames, 62);
        AssertColumns(new EgemapsFrameSet(), frames, GemapsExtractor.DescriptorNames, 25);
        AssertColumns(new MinimalGemapsFrameSet(), frames, GemapsExtractor.DescriptorNames, 18);
    }

    public static TheoryData<FeatureOptions> Settings =>
    [
        new FeatureOptions { Set = new EgemapsSet() },
        new FeatureOptions { Set = new MinimalGemapsSet(), OffsetSeconds = 0.3, DurationSeconds = 1.5 },
        new FeatureOptions { Set = new EgemapsSet { SampleRateHz = 11_025 }, TrimDb = 20 },
        new FeatureOptions { Set = new EgemapsFrameSet() },
        new FeatureOptions { Set = new EgemapsFrameSet(), DeltaOrder = 2, IsClipNormalized = true },
        new FeatureOptions { Set = new MinimalGemapsFrameSet { SampleRateHz = 22_050 }, Summary = FeatureSummary.Functionals },
    ];

    [Theory, MemberData(nameof(Settings))]
    public void Extract_InStretches_EqualsAtOnceBitForBit(FeatureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var extractor = new FeatureExtractor(options);
        var file = new MemoryStream();
        WavWriter.Write16(file, Speak(RateHz, 3.1).Samples, RateHz);
        var expected = extractor.Extract(AudioDecoder.Decode(file.ToArray(), "clip.wav").Samples, RateHz);
        foreach (var stretch in new[] { 16, 48, 64, 1024 })
        {
            var values = new List<float>();
            using var recording = AudioReader.Open(new MemoryStream(file.ToArray()), "clip.wav");
            var missing = extractor.ExtractInStretches(recording, frames => values.AddRange(frames), stretch);

            values.ToArray().ShouldBe(expected.Values, customMessage: $"{options.Set!.Name} in stretches of {stretch}");
            missing.ShouldBe(expected.MissingCount);
        }
    }

    [Fact]
    public void Extract_SilenceNoiseAndOneFrame_CountWhatDoesNotExist()
    {
        var rows = new FeatureExtractor(new FeatureOptions { Set = new EgemapsSet() });
        var frames = new FeatureExtractor(new FeatureOptions { Set = new EgemapsFrameSet() });

        // Ten functionals of pitch, two of each of 11 voiced descriptors (levels have a value) and of the nine others in voiced frames, and
        // mean and deviation of the lengths of voiced stretches; of silence also the slopes of loudness, which has no peaks.
        var silence = rows.Extract(new float[RateHz], RateHz);
        silence.MissingCount.ShouldBe(Missing(rows, new float[RateHz]).Count);
        Missing(rows, new float[RateHz]).ShouldContain("F0semitoneFrom27.5Hz_sma3nz_amean");
        Missing(rows, new float[RateHz]).ShouldContain("MeanVoicedSegmentLengthSec");
        Missing(rows, new float[RateHz]).ShouldNotContain("VoicedSegmentsPerSec");
        Missing(rows, new float[RateHz]).ShouldNotContain("loudness_sma3_amean");
        frames.Extract(new float[RateHz], RateHz).MissingCount.ShouldBe(12 * 99, "pitch, five of the voice, six of the formants");

        var one = rows.Extract(Voice.Samples.AsSpan(4000, 320), RateHz);
        (one.FrameCount, one.MissingCount > 40).ShouldBe((1, true));
        one.Values.ShouldAllBe(static value => float.IsFinite(value));
        rows.Extract(Voice.Samples, RateHz).MissingCount.ShouldBeLessThan(5);
    }

    [Theory]
    [InlineData(8_000)]
    [InlineData(11_025)]
    [InlineData(48_000)]
    [InlineData(192_000)]
    public void Extract_OtherRatesAndClipped_AreFinite(int rateHz)
    {
        var clip = Speak(rateHz, 0.8).Samples.Select(static value => Math.Clamp(5 * value, -1, 1)).ToArray();
        var extractor = new FeatureExtractor(new FeatureOptions { Set = new EgemapsSet() });

        var row = extractor.Extract(clip, rateHz);

        row.Values.ShouldAllBe(static value => float.IsFinite(value));
        row.Values[0].ShouldBe(12 * MathF.Log2(150 / 27.5f), 0.5f);
    }

    [Fact]
    public void Extract_TooShortOrTooSlow_SaysSo()
    {
        var extractor = new FeatureExtractor(new FeatureOptions { Set = new EgemapsSet() });

        Should.Throw<UnusableSignalException>(() => extractor.Extract(new float[319], RateHz))
            .Message.ShouldBe("signal has 319 samples at the analysis rate, expected at least one frame of 320 for egemaps_v02.");
        Should.Throw<UnusableSignalException>(() => extractor.Extract(new float[3999], 3999))
            .Message.ShouldBe("sample rate is 3999 Hz, expected at least 4000 Hz for eGeMAPS.");
    }

    [Fact]
    public void Validate_KeysBesideASet_AreRefused()
    {
        var options = new FeatureOptions { Set = new EgemapsSet(), FftLength = 512, SampleRateHz = 16_000, DeltaOrder = 1 };

        options.Validate().Select(static problem => $"{problem.Key} {problem.Message}").ShouldBe(
        [
            "sample_rate_hz is given beside set, but egemaps_v02 has its own, expected set without it. "
                + "Write 'set: {egemaps_v02: {sample_rate_hz: 16000}}'.",
            "n_fft is given beside set, but egemaps_v02 has its own, expected set without it. Remove it.",
            "delta is given, but egemaps_v02 makes one row of a clip and leaves no frames, expected set without it. Remove it.",
        ]);
        new FeatureOptions { Set = new EgemapsFrameSet(), DeltaOrder = 1, SampleRateHz = null }.Validate().ShouldBeEmpty();
    }

    private static void AssertColumns(FeatureSet set, FeatureMatrix expected, IReadOnlyList<string> names, int count)
    {
        var extractor = new FeatureExtractor(new FeatureOptions { Set = set });
        var actual = extractor.Extract(Voice.Samples, RateHz);

        actual.FrameCount.ShouldBe(expected.FrameCount);
        extractor.FeatureNames.Count.ShouldBe(count);
        for (var i = 0; i < actual.Values.Length; i++)
        {
            var column = names.ToList().IndexOf(extractor.FeatureNames[i % count]);
            actual.Values[i].ShouldBe(expected.Values[i / count * names.Count + column], extractor.FeatureNames[i % count]);
        }
    }

    private static List<string> Missing(FeatureExtractor extractor, float[] signal)
    {
        var descriptors = new GemapsDescriptors(RateHz);
        descriptors.Measure(signal);
        var statistics = new double[88];
        GemapsFunctionals.Describe(descriptors, statistics);
        return [.. extractor.FeatureNames.Where((_, i) => double.IsNaN(statistics[i]))];
    }

    /// <summary>A buzz at 150 Hz that comes and goes three times a second over quiet noise.</summary>
    private static AudioSignal Speak(int rateHz, double seconds)
    {
        var random = new SeededRandom(3, "voice");
        var samples = new float[(int)(rateHz * seconds)];
        for (var n = 0; n < samples.Length; n++)
        {
            var (time, buzz) = ((double)n / rateHz, 0.0);
            for (var h = 1; h * 150 < Math.Min(rateHz / 2, 3500); h++)
            {
                buzz += Math.Sin(2 * Math.PI * 150 * h * time) / h;
            }

            samples[n] = (float)(0.2 * buzz * Math.Max(Math.Sin(2 * Math.PI * 3 * time), 0) + 0.002 * random.NextGaussian());
        }

        return new AudioSignal(rateHz, 1, samples);
    }
}
