using Bakeoff.Audio.Features;
using Bakeoff.Encoders.Features;
using Bakeoff.Encoders.Onnx;
using Bakeoff.Encoders.Storage;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Engines;
using Bakeoff.Options.Files;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Featurize;

/// <summary>Networks that PyTorch exported, run by the engine where it is installed.</summary>
public sealed class OnnxFeaturesTests
{
    private static float[] Clip => NpyFile.Read<float>(Fixture.Path("encoders/clip.npy"), NpyFile.Single).Values;

    private static FeatureOptions Of(string file, string output, string? input = null, string? mask = null) => new()
    {
        Kind = new OnnxKind { Model = Fixture.Path($"onnx/{file}"), Output = output, Input = input, Mask = mask, SampleRateHz = 16_000 },
    };

    [Fact]
    public void Extract_ExportedEncoder_IsPyTorchsLastStateAndBakeoffsOwn()
    {
        RequireEngine();
        var features = new FeatureExtractor(Of("wav2vec2-base.onnx", "states")).Extract(Clip, 16_000);

        var (shape, states) = NpyFile.Read<float>(Fixture.Path("encoders/wav2vec2-base/states.npy"), NpyFile.Single);
        var last = states[^features.Values.Length..];
        (features.FrameCount, features.FeatureCount).ShouldBe(((int)shape[1], 24));
        var largest = last.Max(MathF.Abs);
        // float32 through two layers, summed in another order.
        features.Values.Zip(last).Max(static pair => MathF.Abs(pair.First - pair.Second)).ShouldBeLessThan(1e-5f * largest);

        var own = new FeatureOptions { Kind = new EncoderKind { Model = Fixture.Path("encoders/wav2vec2-base") }, SampleRateHz = 16_000 };
        features.Values.Zip(new FeatureExtractor(own).Extract(Clip, 16_000).Values)
            .Max(static pair => MathF.Abs(pair.First - pair.Second)).ShouldBeLessThan(1e-5f * largest);
    }

    [Fact]
    public void Extract_Outputs_AreRowsOrFramesByTheirShape()
    {
        RequireEngine();
        var mean = new FeatureExtractor(Of("wav2vec2-base.onnx", "mean")).Extract(Clip, 16_000);
        var frames = new FeatureExtractor(Of("wav2vec2-base.onnx", "states") with { Summary = FeatureSummary.Mean }).Extract(Clip, 16_000);
        (mean.FrameCount, mean.FeatureCount).ShouldBe((1, 24));
        mean.Values.Zip(frames.Values).Max(static pair => MathF.Abs(pair.First - pair.Second)).ShouldBeLessThan(1e-5f);
        Of("wav2vec2-base.onnx", "mean").HasOneRow.ShouldBeTrue();

        var bands = new FeatureExtractor(Of("framewise.onnx", "bands", "input_values", "attention_mask")).Extract(Clip, 16_000);
        var energy = new FeatureExtractor(Of("framewise.onnx", "energy", "input_values", "attention_mask")).Extract(Clip, 16_000);
        (bands.FrameCount, bands.FeatureCount).ShouldBe((39, 3));
        (energy.FrameCount, energy.FeatureCount).ShouldBe((39, 1));
        energy.Values.Select((value, frame) => MathF.Abs(value - bands.Values.Skip(frame * 3).Take(3).Average(static band => band * band)))
            .Max().ShouldBeLessThan(1e-6f);
    }

    [Fact]
    public void Extract_AnyThreads_GiveTheSameBits()
    {
        RequireEngine();
        var extractor = new FeatureExtractor(Of("wav2vec2-base.onnx", "states"));
        var alone = extractor.Extract(Clip, 16_000).Values;

        var together = new float[8][];
        Parallel.For(0, together.Length, i => together[i] = extractor.Extract(Clip, 16_000).Values);

        together.ShouldAllBe(values => values.SequenceEqual(alone));
    }

    [Fact]
    public void Extract_ClipTooShort_IsRefusedWithTheNetworksWords()
    {
        RequireEngine();
        var extractor = new FeatureExtractor(Of("wav2vec2-base.onnx", "states"));

        Should.Throw<UnusableSignalException>(() => extractor.Extract(new float[100], 16_000)).Message
            .ShouldStartWith("wav2vec2-base.onnx cannot be used on 100 samples: ");
    }

    [Fact]
    public void Describe_Model_HoldsTheDigestThatPredictionCompares()
    {
        RequireEngine();
        using var scratch = new ScratchFolder();
        scratch.Bytes("net.onnx", File.ReadAllBytes(Fixture.Path("onnx/wav2vec2-base.onnx")));
        var options = new FeatureOptions
        {
            Kind = new OnnxKind { Model = scratch.Full("net.onnx"), Output = "mean", SampleRateHz = 16_000 },
        };

        var pinned = OnnxKind.Pin(options);
        ModelRecipe.Describe(["a", "b"], options, FeatureNormalization.Train).Properties["features"]
            .ShouldContain(ContentDigest.OfFile(scratch.Full("net.onnx")));

        scratch.Bytes("net.onnx", File.ReadAllBytes(Fixture.Path("onnx/framewise.onnx")));
        File.SetLastWriteTimeUtc(scratch.Full("net.onnx"), DateTime.UnixEpoch);
        Should.Throw<ArgumentException>(() => new FeatureExtractor(pinned)).Message
            .ShouldContain("Put the file there that was used for training.");
    }

    [Fact]
    public void Validate_SilerosNetwork_SaysWhatItAlsoAsksFor()
    {
        var file = Environment.GetEnvironmentVariable("BAKEOFF_TEST_SILERO");
        Assert.SkipUnless(File.Exists(file), "BAKEOFF_TEST_SILERO names no file of Silero's network.");
        RequireEngine();

        new FeatureOptions { Kind = new OnnxKind { Model = file!, Input = "input", Output = "output", SampleRateHz = 16_000 } }
            .Validate().ShouldHaveSingleItem().Message.ShouldContain("the network also asks for ");
    }

    private static void RequireEngine() => Assert.SkipUnless(
        Directory.Exists(Path.Combine(Fixture.RepositoryRoot, "artifacts", "engines", IModelEngine.OnnxRuntime)),
        $"The engine is not installed: {EngineCatalogue.InstallCommand(IModelEngine.OnnxRuntime)}");
}
