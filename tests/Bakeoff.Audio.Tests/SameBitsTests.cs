using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using Bakeoff.Audio.Augmentation;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Challenges;
using Bakeoff.Audio.Features.Gemaps;
using Bakeoff.Audio.Resampling;
using Bakeoff.Audio.Tests.Features;
using Bakeoff.Numerics;
using Bakeoff.Testing;

namespace Bakeoff.Audio.Tests;

/// <summary>The promise of equal bits: one pinned hash, on every vector width and with any number of threads.</summary>
public sealed class SameBitsTests
{
    // A change here means that features of every corpus change: say so in the change log.
    private const string PinnedHash = "7BD4AE861A1BADB309FDD3AA4211D2DFFB508B0856368218FF40A388B390613A";

    private const string PinnedHashOfEffects = "C2736CA5242C0F5F639110A733D0C2217D65929FEA1124A738D8E7AA5DB26461";

    private const string PinnedHashOfGemaps = "27FE5485AD21F4409168969410F6AE627820545390E21EB7ECAA1CE3C253F3E9";

    private const string PinnedHashOfIs09 = "29FE2002F4F67E500439CC7FEA0A21E94C0039D972BBF3AE8AF1B7FAB06C1088";

    private const string PinnedHashOfCompare16 = "CDEE50BFB05EAD6AF01C563A5C1363DBC91C5FCB8FA93CF3E3B47F18B5228693";

    public static TheoryData<string> Switches => ["DOTNET_EnableAVX512", "DOTNET_EnableAVX2", "DOTNET_EnableHWIntrinsic"];

    [Fact]
    public void Extract_EveryKind_EqualsPinnedHash() => Hash().ShouldBe(PinnedHash);

    [Fact]
    public void Apply_EveryEffect_EqualsPinnedHash() =>
        Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(Copy(Voice()).AsSpan()))).ShouldBe(PinnedHashOfEffects);

    [Fact]
    public void Extract_Gemaps_EqualsPinnedHash() =>
        HashOf(
            new EgemapsSet(), new EgemapsFrameSet(), new EgemapsSet { SampleRateHz = 8000 }, new EgemapsFrameSet { SampleRateHz = 44_100 })
            .ShouldBe(PinnedHashOfGemaps);

    [Fact]
    public void Extract_Is09_EqualsPinnedHash() =>
        HashOf(new Is09RowSet(), new Is09FrameSet(), new Is09RowSet { SampleRateHz = 8000 }, new Is09FrameSet { SampleRateHz = 44_100 })
            .ShouldBe(PinnedHashOfIs09);

    [Fact]
    public void Extract_Compare16_EqualsPinnedHash() =>
        HashOf(new Compare16RowSet(), new Compare16FrameSet(), new Compare16FrameSet { SampleRateHz = 8000 }).ShouldBe(PinnedHashOfCompare16);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Extract_OneExtractorOnManyThreads_GivesEqualBits(int threads)
    {
        AssertThreads(new FeatureOptions { DeltaOrder = 2 }, threads);
        AssertThreads(new FeatureOptions { Set = new EgemapsSet() }, threads);
        AssertThreads(new FeatureOptions { Set = new Is09RowSet() }, threads);
        AssertThreads(new FeatureOptions { Set = new Compare16RowSet() }, threads);
    }

    private static void AssertThreads(FeatureOptions options, int threads)
    {
        var signal = Voice();
        var extractor = new FeatureExtractor(options);
        var expected = extractor.Extract(signal.Samples, signal.SampleRateHz).Values;
        var results = new float[24][];

        Parallel.For(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            results[i] = extractor.Extract(signal.Samples, signal.SampleRateHz).Values);

        foreach (var result in results)
        {
            result.ShouldBe(expected);
        }
    }

    [Theory, MemberData(nameof(Switches))]
    public async Task Hashes_WithIntrinsicsOff_EqualThePinnedOnes(string variable)
    {
        Assert.SkipWhen(variable == "DOTNET_EnableAVX512" && !Avx512F.IsSupported, "Without AVX-512 its switch changes nothing.");
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(SameBitsTests).Assembly.Location);
        }

        string[] tests =
        [
            nameof(Extract_EveryKind_EqualsPinnedHash),
            nameof(Apply_EveryEffect_EqualsPinnedHash),
            nameof(Extract_Gemaps_EqualsPinnedHash),
            nameof(Extract_Is09_EqualsPinnedHash),
            nameof(Extract_Compare16_EqualsPinnedHash),
        ];
        foreach (var test in tests)
        {
            start.ArgumentList.Add("-method");
            start.ArgumentList.Add($"{typeof(SameBitsTests).FullName}.{test}");
        }

        start.Environment[variable] = "0";

        using var process = Process.Start(start)!;
        var cancellation = TestContext.Current.CancellationToken;
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);

        process.ExitCode.ShouldBe(0, $"{variable}=0: {output}{await errors}");
        output.ShouldContain("Total: 5");
    }

    private static string Hash()
    {
        var signal = Voice();
        FeatureKind[] others = [.. BuiltInKinds.All.Skip(1)];
        FeatureOptions[] variants =
        [
            new() { DeltaOrder = 2 },
            new()
            {
                SampleRateHz = null,
                With = others,
                DeltaOrder = 1,
            },
            new() { With = others, Summary = FeatureSummary.Functionals },
            new()
            {
                SampleRateHz = 16000,
                FftLength = 512,
                WindowLength = 400,
                HopLength = 160,
                MelBandCount = 40,
                MfccCount = 13,
                IsCentered = false,
            },
            new()
            {
                SampleRateHz = 16000,
                FftLength = 512,
                HopLength = 160,
                With = others,
                TrimDb = 35,
                Summary = FeatureSummary.Dynamics,
                Parts = [ClipPart.Whole, ClipPart.SecondHalf],
            },
        ];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var options in variants)
        {
            hash.AppendData(
                MemoryMarshal.AsBytes(new FeatureExtractor(options).Extract(signal.Samples, signal.SampleRateHz).Values.AsSpan()));
        }

        foreach (var rateHz in new[] { 8000, 16000, 22050, 48000, 96000 })
        {
            hash.AppendData(MemoryMarshal.AsBytes(Resampler.Resample(signal.Samples, signal.SampleRateHz, rateHz).AsSpan()));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    // Rows and frames at the recording's own rate and at others, which have other lengths of transforms.
    private static string HashOf(params FeatureSet[] sets)
    {
        var signal = Voice();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var set in sets)
        {
            var values = new FeatureExtractor(new FeatureOptions { Set = set }).Extract(signal.Samples, signal.SampleRateHz).Values;
            hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static float[] Copy(AudioSignal signal)
    {
        var options = new WaveformAugmentationOptions
        {
            Reverb = new() { Room = new() { Rt60Seconds = 0.2, Positions = 1 } },
            Echo = new(),
            BandPass = new(),
            SignalToNoiseDb = 40,
        };
        return new WaveformAugmenter(options, Reverberation.InRoom(options.Reverb.Room, seed: 1))
            .Apply(signal.Samples, signal.SampleRateHz, copy: 1, new SeededRandom(1, "copy"));
    }

    private static AudioSignal Voice()
    {
        // Half a second keeps the run without intrinsics short.
        var signal = AudioDecoder.Decode(File.ReadAllBytes(Fixture.Path("features/voice.wav")), "voice.wav");
        return new AudioSignal(signal.SampleRateHz, 1, signal.Samples[2000..15000]);
    }
}
