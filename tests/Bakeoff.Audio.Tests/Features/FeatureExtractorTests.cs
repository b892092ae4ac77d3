using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;

namespace Bakeoff.Audio.Tests.Features;

public sealed class FeatureExtractorTests
{
    [Fact]
    public void FeatureNames_KindsDeltasAndFunctionals_NameEveryColumn()
    {
        var options = new FeatureOptions
        {
            MfccCount = 2,
            With = [new RmsKind()],
            DeltaOrder = 1,
        };

        new FeatureExtractor(options).FeatureNames.ShouldBe(["mfcc_0", "mfcc_1", "rms", "mfcc_0_delta", "mfcc_1_delta", "rms_delta"]);
        var functionals = new FeatureExtractor(options with { Summary = FeatureSummary.Functionals, DeltaOrder = 0 });
        functionals.FeatureCount.ShouldBe(30);
        functionals.FeatureNames[10].ShouldBe("mfcc_1_mean");
        functionals.FeatureNames[29].ShouldBe("rms_mean_abs_difference");
    }

    [Fact]
    public void Extract_EveryKind_HasAsManyColumnsAsNames()
    {
        foreach (var kind in BuiltInKinds.All)
        {
            var extractor = new FeatureExtractor(new FeatureOptions { Kind = kind, DeltaOrder = 2 });

            var features = extractor.Extract(Noise(22050), 22050);

            features.FeatureCount.ShouldBe(extractor.FeatureCount, kind.Name);
            features.Values.Length.ShouldBe(features.FrameCount * features.FeatureCount);
            features.Values.ShouldAllBe(value => float.IsFinite(value), kind.Name);
        }
    }

    [Fact]
    public void Extract_KindsTogether_EqualKindsAlone()
    {
        var together = new FeatureExtractor(new FeatureOptions { Kind = new RmsKind(), With = [new MfccKind()] }).Extract(
            Noise(22050),
            22050);
        var alone = new FeatureExtractor(new FeatureOptions()).Extract(Noise(22050), 22050);

        for (var t = 0; t < alone.FrameCount; t++)
        {
            together.Frame(t)[1..].ToArray().ShouldBe(alone.Frame(t).ToArray());
        }
    }

    [Fact]
    public void Extract_Silence_IsFiniteAndConstant()
    {
        BuiltInKinds.All.Select(kind => kind.Name).Order(StringComparer.Ordinal).ShouldBe(BuiltInKinds.Names);
        var extractor = new FeatureExtractor(new FeatureOptions { Kind = BuiltInKinds.All[0], With = [.. BuiltInKinds.All.Skip(1)] });

        var features = extractor.Extract(new float[22050], 22050);

        features.Values.ShouldAllBe(value => float.IsFinite(value));
        features.Frame(0)[0].ShouldBe(-100f * MathF.Sqrt(128), 0.01f);
        features.Frame(20).ToArray().ShouldBe(features.Frame(3).ToArray());
    }

    [Fact]
    public void Extract_TooShortForAFrame_SaysSo() =>
        Should
            .Throw<UnusableSignalException>(() => new FeatureExtractor(new FeatureOptions()).Extract(Noise(2047), 22050))
            .Message.ShouldBe(
                "signal has 2047 samples at the analysis rate, expected at least one frame of 2048 (win_length). Shorten the frames.");

    [Fact]
    public void Extract_NoSamples_SaysSo() =>
        Should
            .Throw<UnusableSignalException>(() => new FeatureExtractor(new FeatureOptions()).Extract([], 22050))
            .Message.ShouldBe("signal has 0 samples at 22050 Hz, expected at least one.");

    [Fact]
    public void Extract_OffsetBeyondTheEnd_SaysSo() =>
        Should
            .Throw<UnusableSignalException>(() =>
                new FeatureExtractor(new FeatureOptions { OffsetSeconds = 0.5 }).Extract(Noise(4000), 8000))
            .Message.ShouldBe(
                "signal has 4000 samples at 8000 Hz, expected more than the 4000 that offset_seconds (0.5) leaves out. Lower "
                    + "offset_seconds.");

    [Fact]
    public void Extract_TooFewFramesForDerivatives_SaysSo() =>
        Should
            .Throw<UnusableSignalException>(() => new FeatureExtractor(new FeatureOptions { DeltaOrder = 1 }).Extract(Noise(4000), 22050))
            .Message.ShouldBe("signal has 8 frames, expected at least 9 for derivatives. Lower hop_length or set delta to 0.");

    [Fact]
    public void Extract_RateTooLowForBandEdge_SaysSo() =>
        Should
            .Throw<UnusableSignalException>(() =>
                new FeatureExtractor(new FeatureOptions { SampleRateHz = null, MaxFrequencyHz = 8000 }).Extract(Noise(8000), 8000))
            .Message.ShouldBe("sample rate is 8000 Hz, expected at least twice fmin_hz (0) and fmax_hz (8000). Lower them.");

    [Fact]
    public void Extract_BandWithoutBin_SaysSo() =>
        Should
            .Throw<UnusableSignalException>(() =>
                new FeatureExtractor(new FeatureOptions { FftLength = 256, HopLength = 128 }).Extract(Noise(8000), 22050))
            .Message.ShouldEndWith("holds no bin of an FFT of 256 samples at 22050 Hz. Lower n_mels or raise n_fft.");

    [Fact]
    public void Extract_Warm_AllocatesOnlyTheResult()
    {
        var extractor = new FeatureExtractor(new FeatureOptions { DeltaOrder = 2 });
        var noise = Noise(48000);
        var result = extractor.Extract(noise, 24414);

        // The least of several: code that is not yet compiled for the second time may box what later code does not.
        var allocated = Enumerable
            .Range(0, 5)
            .Min(_ =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                extractor.Extract(noise, 24414);
                return GC.GetAllocatedBytesForCurrentThread() - before;
            });

        // The array and the record around it.
        allocated.ShouldBeLessThanOrEqualTo(result.Values.Length * sizeof(float) + 100);
    }

    [Fact]
    public void Constructor_BrokenOptions_NamesEveryProblem()
    {
        var options = new FeatureOptions
        {
            FftLength = 400,
            WindowLength = 500,
            MfccCount = 200,
            With = [new MfccKind()],
            TopDb = double.NaN,
        };

        var thrown = Should.Throw<ArgumentException>(() => new FeatureExtractor(options));

        thrown.Message.ShouldContain("n_fft is 400, expected a power of two. Use 512 and set win_length to 400.");
        thrown.Message.ShouldContain("TopDb");
        thrown.Message.ShouldContain("win_length is 500, expected at most n_fft (400). Lower it or raise n_fft.");
        thrown.Message.ShouldContain("hop_length is 512, expected at most win_length (500), or samples would be left out. Lower it.");
        thrown.Message.ShouldContain("n_mfcc is 200, expected at most n_mels (128). Lower it or raise n_mels.");
        thrown.Message.ShouldContain("with names mfcc twice (kind counts), expected each kind once. Remove one.");
    }

    private static float[] Noise(int count)
    {
        var random = new Bakeoff.Numerics.SeededRandom(3, "noise");
        return [.. Enumerable.Range(0, count).Select(_ => 0.1f * (float)random.NextGaussian())];
    }
}
