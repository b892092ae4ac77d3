using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Encoders.Features;
using Bakeoff.Encoders.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Tests;

public sealed class EncoderKindTests
{
    private static FeatureOptions Options(string model, string layer = "last") => new()
    {
        SampleRateHz = 16_000,
        Kind = new EncoderKind { Model = EncoderFixture.Folder(model), Layer = layer },
    };

    [Theory]
    [InlineData("wav2vec2-base", "1")]
    [InlineData("whisper", "last")]
    public void Extract_OneLayer_GivesItsFrames(string model, string layer)
    {
        var states = SpeechEncoder.Load(EncoderFixture.Folder(model)).Encode(EncoderFixture.Clip(), WorkerPool.Serial);
        var extractor = new FeatureExtractor(Options(model, layer));

        var features = extractor.Extract(EncoderFixture.Clip(), 16_000);

        extractor.FeatureNames.ShouldBe(Enumerable.Range(0, 24).Select(i => $"encoder_{i}"));
        features.Values.ShouldBe(states[layer == "1" ? 1 : 2]);
    }

    [Fact]
    public void Extract_MixAndMean_GivesTheMeanOfEveryState()
    {
        var states = SpeechEncoder.Load(EncoderFixture.Folder("hubert-base")).Encode(EncoderFixture.Clip(), WorkerPool.Serial);
        var extractor = new FeatureExtractor(Options("hubert-base", "mix") with { Summary = FeatureSummary.Mean });

        var features = extractor.Extract(EncoderFixture.Clip(), 16_000);

        (features.FrameCount, features.FeatureCount).ShouldBe((1, 72));
        extractor.FeatureNames[25].ShouldBe("state_1_1");
        features.Values[25].ShouldBe(Enumerable.Range(0, 20).Average(frame => states[1][(frame * 24) + 1]), 1e-6f);
    }

    [Fact]
    public void Extract_Float16_RoundsEachValueOnceAndRefusesWhatIsTooLarge()
    {
        var exact = new FeatureExtractor(Options("hubert-base")).Extract(EncoderFixture.Clip(), 16_000);

        var rounded = new FeatureExtractor(Options("hubert-base") with { Store = FeatureStore.Float16 })
            .Extract(EncoderFixture.Clip(), 16_000);

        rounded.Values.ShouldBe(exact.Values.Select(static value => (float)(Half)value));
        rounded.Values.ShouldNotBe(exact.Values);
        new FeatureOptions { Store = FeatureStore.Float16 }.Validate().Single().ToString().ShouldContain(
            "is float16, expected float32 with mfcc: only values of encoder, onnx and import are so many. Remove it.");
        var imported = new FeatureOptions
        {
            Kind = new ImportKind { File = "a.csv", FoundColumns = ["f0", "level"] },
            Store = FeatureStore.Float16,
        };
        Should.Throw<UnusableSignalException>(() => new FeatureExtractor(imported).Extract([1, 70_000], 22_050)).Message.ShouldBe(
            "value of level is 70000, expected at most 65504 with store: float16. Set store: float32.");
    }

    [Fact]
    public void Validate_WrongRateLayerCompanyOrFolder_NamesTheKeyAndTheRule()
    {
        var options = Options("whisper", "3") with { SampleRateHz = 22_050, With = [new FeatureOptions().Kind] };

        options.Validate().Select(problem => $"{problem.Key} {problem.Message}").ShouldBe(
            [
                "with is given beside encoder, whose frames are its own, expected encoder alone. Remove it.",
                $"sample_rate_hz is 22050, expected 16000, the rate of {EncoderFixture.Folder("whisper")}. Set it.",
                "kind has layer 3, expected 0 to 2, last or mix.",
            ],
            ignoreOrder: true);
        Options("nowhere").Validate().Single().Message.ShouldStartWith("names an encoder that cannot be used: ");
        Options("nowhere").Validate().Single().Message.ShouldContain("there is no such folder, expected the folder of an encoder");
    }

    [Fact]
    public void Validate_NameOnTheHubThatIsNotFetched_ChecksWhatNeedsNoEncoder()
    {
        FeatureOptions Awaited(EncoderKind kind) => new() { SampleRateHz = 16_000, Kind = kind };
        var kind = new EncoderKind { Model = "nobody/no-encoder", Layer = "9" };

        kind.IsAwaited.ShouldBeTrue();
        Awaited(kind).Validate().ShouldBeEmpty();
        Awaited(kind with { Layer = "nine" }).Validate().Single().Message
            .ShouldBe("has layer nine, expected a number, last, mix or convolutions.");
        Should.Throw<EncoderFormatException>(() => new FeatureExtractor(Awaited(kind))).Message.ShouldStartWith(
            "nobody/no-encoder: the encoder is not here, expected the folder of an encoder, in artifacts/encoders or anywhere. Fetch it with "
                + "'bakeoff encoders fetch nobody/no-encoder', or put ");
        // A trained model has a digest, and cannot wait.
        Awaited(kind with { Digest = new string('0', 64) }).Validate().Single().Message
            .ShouldContain("bakeoff encoders fetch nobody/no-encoder");
        new EncoderKind { Model = "/nobody/no-encoder" }.IsAwaited.ShouldBeFalse();
    }

    [Fact]
    public void Find_NameOnTheHub_IsTheFolderOfItsLastPartUnlessThatIsAnothers()
    {
        using var folder = new SpoiledFolder("wavlm-large");
        var before = Environment.GetEnvironmentVariable(EncoderFolders.Variable);
        try
        {
            Environment.SetEnvironmentVariable(EncoderFolders.Variable, Path.GetDirectoryName(folder.Path));
            var name = Path.GetFileName(folder.Path);

            EncoderFolders.Find($"microsoft/{name}").ShouldBe(folder.Path);
            new EncoderSource { Repository = $"others/{name}", Revision = "1", Files = [] }.Write(folder.Path);
            EncoderFolders.Find($"Others/{name}").ShouldBe(folder.Path);
            Should.Throw<EncoderFormatException>(() => EncoderFolders.Find($"microsoft/{name}")).Message.ShouldBe(
                $"{folder.Path}: the folder holds others/{name}, expected microsoft/{name}. Fetch that with 'bakeoff encoders fetch "
                    + $"microsoft/{name} --name=OTHER', and write OTHER in its place.");
        }
        finally
        {
            Environment.SetEnvironmentVariable(EncoderFolders.Variable, before);
        }
    }

    [Fact]
    public void Pin_Features_HoldTheDigestThatExtractionCompares()
    {
        using var folder = new SpoiledFolder("wavlm-large");
        var pinned = EncoderKind.Pin(Options("wavlm-large") with { Kind = new EncoderKind { Model = folder.Path } });

        var kind = pinned.Kind.ShouldBeOfType<EncoderKind>();
        kind.Digest.ShouldBe(SpeechEncoder.DigestOf(EncoderFixture.Folder("wavlm-large")));
        folder.Replace("preprocessor_config.json", "true", "false");
        Should.Throw<EncoderFormatException>(() => new FeatureExtractor(pinned).Extract(EncoderFixture.Clip(), 16_000)).Message
            .ShouldContain($", expected {kind.Digest}. Put the encoder there that was used for training.");
    }

    [Fact]
    public void Get_FolderInMemoryAndAnotherDigest_IsRefused()
    {
        var folder = EncoderFixture.Folder("hubert-base");
        var loaded = LoadedEncoders.Get(folder, lastState: 1, digest: null);

        Should.Throw<EncoderFormatException>(() => LoadedEncoders.Get(folder, lastState: 1, digest: new string('0', 64)))
            .Message.ShouldContain("Put the encoder there that was used for training.");
        GC.KeepAlive(loaded);
    }
}
