using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Audio.Features.Streaming;
using Bakeoff.Audio.Resampling;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Tests.Features;

/// <summary>Whatever is taken stretch by stretch has the bits of what is taken at once.</summary>
public sealed class StreamedExtractionTests
{
    private const int RateHz = 16_000;

    private static readonly AudioSignal Voice = Speak(RateHz, 5, 1);

    [Fact]
    public void Extract_EveryKind_EqualsWholeBitForBit()
    {
        foreach (var kind in BuiltInKinds.All)
        {
            var options = new FeatureOptions
            {
                Kind = kind,
                SampleRateHz = RateHz,
                FftLength = 512,
                HopLength = 160,
                MelBandCount = 24,
                MfccCount = 9,
            };
            AssertSame(options, Voice, kind.Name);
            AssertSame(options with { DeltaOrder = 2, IsClipNormalized = true }, Voice, kind.Name + ", normalised with derivatives");
        }
    }

    public static TheoryData<string, FeatureOptions> Settings
    {
        get
        {
            var basis = new FeatureOptions
            {
                Kind = new MfccKind(),
                With = [new PitchKind(), new LevelKind()],
                SampleRateHz = 12_000,
                FftLength = 512,
                HopLength = 200,
                MelBandCount = 20,
                MfccCount = 6,
            };
            return new()
            {
                { "resampled", basis },
                { "up", basis with { SampleRateHz = 22_050 } },
                { "own rate", basis with { SampleRateHz = null } },
                { "not centred", basis with { IsCentered = false, DeltaOrder = 1 } },
                { "short window", basis with { WindowLength = 300, HopLength = 7, With = [new RmsKind()] } },
                { "whole hop", basis with { HopLength = 512 } },
                { "no floor", basis with { TopDb = null, DeltaOrder = 2 } },
                { "cut", basis with { OffsetSeconds = 0.777, DurationSeconds = 3.1 } },
                { "trimmed", basis with { TrimDb = 30, DeltaOrder = 1 } },
                { "mean", basis with { Summary = FeatureSummary.Mean, DeltaOrder = 1 } },
                { "functionals", basis with { Summary = FeatureSummary.Functionals, IsClipNormalized = true } },
                {
                    "dynamics",
                    basis with
                    {
                        Summary = FeatureSummary.Dynamics,
                        Parts = [ClipPart.SecondHalf, ClipPart.Whole],
                        TrimDb = 20,
                    }
                },
                {
                    "everything",
                    basis with
                    {
                        With = [new CepstralContourKind(), new VoiceQualityKind(), new PitchContourKind(), new SpectralFlatnessKind()],
                        IsClipNormalized = true,
                        DeltaOrder = 2,
                        TrimDb = 40,
                        OffsetSeconds = 0.1,
                    }
                },
            };
        }
    }

    [Theory, MemberData(nameof(Settings))]
    public void Extract_Settings_EqualWholeBitForBit(string what, FeatureOptions options)
    {
        AssertSame(options, Voice, what);
        AssertSame(options, Speak(24_414, 4.3, 2), what + " in stereo");
    }

    [Fact]
    public void Extract_EveryLengthAroundAStretch_EqualsWholeBitForBit()
    {
        var options = new FeatureOptions
        {
            Kind = new LogMelKind(),
            SampleRateHz = 8000,
            FftLength = 256,
            HopLength = 100,
            MelBandCount = 8,
            MfccCount = 8,
            DeltaOrder = 2,
        };
        foreach (var frames in Enumerable.Range(9, 60))
        {
            foreach (var more in new[] { 0, 1, 99 })
            {
                var clip = new AudioSignal(8000, 1, Voice.Samples[..(100 * (frames - 1) + more)]);
                AssertSame(options, clip, FormattableString.Invariant($"{frames} frames and {more} samples"));
            }
        }
    }

    [Theory]
    [InlineData(16_000, 22_050)]
    [InlineData(44_100, 16_000)]
    [InlineData(48_000, 8_000)]
    [InlineData(8_000, 16_000)]
    [InlineData(24_414, 22_050)]
    [InlineData(16_000, 15_999)]
    [InlineData(192_000, 8_000)]
    public void Resample_BlockByBlock_EqualsWholeBitForBit(int fromHz, int toHz)
    {
        foreach (var length in new[] { 1, 2, 100, 1843, 29_472, 29_473, 60_001, 400_003 })
        {
            var random = new SeededRandom((ulong)length, "signal");
            var signal = new float[length];
            foreach (ref var sample in signal.AsSpan())
            {
                sample = 2 * random.NextSingle() - 1;
            }

            var expected = Resampler.Resample(signal, fromHz, toHz);
            foreach (var block in new[] { 1, 777, 1 << 16 })
            {
                if (block == 1 && length > 30_000)
                {
                    continue;
                }

                using var recording = AudioReader.Open(Wav(new AudioSignal(fromHz, 1, signal)), "x.wav");
                var stream = new ResampledStream(new MonoStream(recording), fromHz, toHz);
                for (var pass = 0; pass < 2; pass++)
                {
                    ReadAll(stream, block)
                        .AsSpan()
                        .SequenceEqual(expected)
                        .ShouldBeTrue($"{length} samples, blocks of {block}, pass {pass}");
                    stream.Rewind();
                }
            }
        }
    }

    [Fact]
    public void Extract_TooShortOrLeftOut_FailsAsWhole()
    {
        var clip = new AudioSignal(RateHz, 1, Voice.Samples[..100]);
        foreach (
            var options in new[]
            {
                new FeatureOptions(),
                new FeatureOptions { OffsetSeconds = 3 },
                new FeatureOptions
                {
                    DeltaOrder = 1,
                    FftLength = 64,
                    HopLength = 64,
                },
            })
        {
            var extractor = new FeatureExtractor(options);
            using var recording = AudioReader.Open(Wav(clip), "x.wav");
            var expected = Should.Throw<UnusableSignalException>(() => extractor.Extract(clip.Samples, RateHz));
            Should
                .Throw<UnusableSignalException>(() => extractor.ExtractInStretches(recording, _ => { }))
                .Message.ShouldBe(expected.Message);
        }
    }

    [Fact]
    public void Extract_LongRecording_TakesLittleMemory()
    {
        var options = new FeatureOptions
        {
            SampleRateHz = 22_050,
            HopLength = 256,
            MfccCount = 13,
        };
        var extractor = new FeatureExtractor(options);
        var long8 = new AudioSignal(8000, 1, new float[8_000_000]);
        Voice.Samples.CopyTo(long8.Samples, 3_000_000);
        using var recording = AudioReader.Open(Wav(long8), "x.wav");
        extractor.ExtractInStretches(recording, _ => { });
        var before = GC.GetAllocatedBytesForCurrentThread();
        var frames = 0;

        recording.Rewind();
        extractor.Extract(recording, block => frames += block.Length / 13);

        frames.ShouldBe(1 + 22_050_000 / 256);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(20_000_000);
    }

    private static void AssertSame(FeatureOptions options, AudioSignal clip, string what)
    {
        var extractor = new FeatureExtractor(options);
        var whole = extractor.Extract(clip.ToMono(), clip.SampleRateHz).Values;
        using var recording = AudioReader.Open(Wav(clip), "x.wav");
        foreach (var stretch in new[] { 16, 48, 1024 })
        {
            var values = new List<float>();
            recording.Rewind();
            extractor.ExtractInStretches(recording, frames => values.AddRange(frames), stretch);
            values
                .ToArray()
                .AsSpan()
                .SequenceEqual(whole)
                .ShouldBeTrue($"{what}, {stretch} frames at a time: {Difference([.. values], whole)}");
        }
    }

    private static string Difference(float[] values, float[] whole)
    {
        var first = Enumerable.Range(0, Math.Min(values.Length, whole.Length)).FirstOrDefault(i => !values[i].Equals(whole[i]), -1);
        return FormattableString.Invariant($"{values.Length} of {whole.Length} values, first difference at {first}");
    }

    /// <summary>Tones that glide, noise, and pauses, which every kind has something to say about.</summary>
    private static AudioSignal Speak(int rateHz, double seconds, int channels)
    {
        var random = new SeededRandom(7, "voice");
        var samples = new float[(int)(seconds * rateHz) * channels];
        var phase = 0.0;
        for (var n = 0; n < samples.Length / channels; n++)
        {
            var time = (double)n / rateHz;
            phase += (120 + 60 * Math.Sin(time)) / rateHz;
            var isVoiced = time > 0.3 && time % 1.1 < 0.7;
            var pulse = isVoiced ? 0.3 * Math.Exp(-8 * (phase - Math.Floor(phase))) : 0;
            for (var channel = 0; channel < channels; channel++)
            {
                var noise = (time % 0.9 < 0.2 ? 0.05 : 0.001) * (2 * random.NextSingle() - 1);
                samples[n * channels + channel] = (float)((pulse + noise) * Math.Min(1, time));
            }
        }

        return new AudioSignal(rateHz, channels, samples);
    }

    private static byte[] Wav(AudioSignal clip) =>
        Decoding.RecordingBuilder.Wav(
            System.Runtime.InteropServices.MemoryMarshal.AsBytes(clip.Samples.AsSpan()).ToArray(),
            Decoding.RecordingBuilder.IeeeFloat,
            clip.ChannelCount,
            clip.SampleRateHz,
            bits: 32);

    private static float[] ReadAll(SampleStream stream, int block)
    {
        var values = new List<float>();
        var buffer = new float[block];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            values.AddRange(buffer.AsSpan(0, read));
        }

        return [.. values];
    }
}
