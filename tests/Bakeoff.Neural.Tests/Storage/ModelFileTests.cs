using System.Text;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using Bakeoff.Testing;

namespace Bakeoff.Neural.Tests.Storage;

public sealed class ModelFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bakeoff model ö ").FullName;

    private string Weights => Path.Combine(_folder, "weights.safetensors");

    private string Description => Path.Combine(_folder, "model.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_EveryKindOfLayer_PredictsTheSameBits()
    {
        LayerOptions[] layers =
        [
            new MaskingOptions { MaskValue = -1 }, new Conv1dOptions { Filters = 5, Activation = ActivationFunction.Gelu },
            new BatchNormalizationOptions(), new MaxPooling1dOptions(),
            new LstmOptions { Units = 4, Bidirectional = true, ReturnSequences = true }, new LayerNormalizationOptions(),
            new PositionsOptions(), new TransformerOptions { Units = 5, Heads = 2 }, new SelfAttentionOptions { Dropout = 0.1 },
            new GruOptions { Units = 4, ReturnSequences = true },
            new AveragePooling1dOptions { Stride = 1 }, new AttentionPoolingOptions { Units = 3, Summary = PoolingSummary.MeanStd },
            new ActivationOptions { Function = ActivationFunction.LeakyRelu }, new DropoutOptions { Rate = 0.5 },
            new ReshapeOptions { Shape = [4, 2] }, new GlobalAveragePoolingOptions(),
            new DenseOptions { Units = 4, Activation = ActivationFunction.Silu }, new LayerMixOptions { States = 2 },
        ];
        var clips = SyntheticClips.Make(20);
        var network = Network.Create(layers, 6, 3, 1);
        Trainer.Train(network, clips, clips, new TrainingOptions { Epochs = 1, BatchSize = 8 }, 1, WorkerPool.Serial);

        ModelFile.Save(
            _folder,
            network,
            new ModelMetadata
            {
                ClassNames = ["angry", "happy", "sad"],
                Properties = new Dictionary<string, string> { ["name"] = "α" },
            });
        var saved = ModelFile.Load(_folder);

        saved.Network.Predict(clips, WorkerPool.Serial).ShouldBe(network.Predict(clips, WorkerPool.Serial));
        saved.Network.LayerOptions.ShouldBe(layers);
        saved.Metadata.ClassNames.ShouldBe(["angry", "happy", "sad"]);
        saved.Metadata.Properties["name"].ShouldBe("α");
    }

    [Fact]
    public void Save_Twice_WritesTheSameBytes()
    {
        ModelFile.Save(_folder, MakeNetwork());
        var first = (File.ReadAllBytes(Weights), File.ReadAllBytes(Description));
        ModelFile.Save(_folder, MakeNetwork());

        File.ReadAllBytes(Weights).ShouldBe(first.Item1);
        File.ReadAllBytes(Description).ShouldBe(first.Item2);
        Directory.GetFiles(_folder).Length.ShouldBe(2);
    }

    [Fact]
    public void Save_SmallNetwork_WritesReadableSafetensors()
    {
        ModelFile.Save(_folder, MakeNetwork());

        var bytes = File.ReadAllBytes(Weights);
        var header = Encoding.UTF8.GetString(bytes, 8, BitConverter.ToInt32(bytes, 0));
        header
            .TrimEnd()
            .ShouldBe(
                "{\"dense_1.weight\":{\"dtype\":\"F32\",\"shape\":[4,3],\"data_offsets\":[0,48]},"
                    + "\"dense_1.bias\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[48,64]},"
                    + "\"output.weight\":{\"dtype\":\"F32\",\"shape\":[2,4],\"data_offsets\":[64,96]},"
                    + "\"output.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[96,104]}}");
        bytes.Length.ShouldBe(8 + header.Length + 104);
    }

    [Fact]
    public void Load_NothingThere_NamesTheFile() => Should.Throw<ModelFormatException>(() => ModelFile.Load(_folder)).Message
        .ShouldBe(Description + ": does not exist, expected a file of a saved network. Train it first or correct the folder.");

    [Fact]
    public void Load_OtherVersion_SaysWhichIsExpected()
    {
        ModelFile.Save(_folder, MakeNetwork());
        File.WriteAllText(Description, File.ReadAllText(Description).Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal));

        Should
            .Throw<ModelFormatException>(() => ModelFile.Load(_folder))
            .Message.ShouldEndWith(
                "format is bakeoff-network, version 2, expected bakeoff-network, version 1. Read it with the release that wrote it, or "
                    + "train again.");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(100)]
    [InlineData(330)]
    public void Load_TruncatedWeights_SaysSo(int length)
    {
        ModelFile.Save(_folder, MakeNetwork());
        File.WriteAllBytes(Weights, File.ReadAllBytes(Weights)[..length]);

        Should.Throw<ModelFormatException>(() => ModelFile.Load(_folder)).Message.ShouldContain("truncated");
    }

    [Fact]
    public void Load_TruncatedDescription_SaysSo()
    {
        ModelFile.Save(_folder, MakeNetwork());
        File.WriteAllText(Description, File.ReadAllText(Description)[..40]);

        Should.Throw<ModelFormatException>(() => ModelFile.Load(_folder)).Message.ShouldContain("is not the description of a network");
    }

    [Fact]
    public void Load_WeightsOfAnotherModel_SaysThatTheyDoNotBelongTogether()
    {
        ModelFile.Save(_folder, MakeNetwork());
        var description = File.ReadAllText(Description);
        ModelFile.Save(_folder, MakeNetwork(seed: 2));
        File.WriteAllText(Description, description);

        Should
            .Throw<ModelFormatException>(() => ModelFile.Load(_folder))
            .Message.ShouldContain("SHA-256 differs from weights_sha256 in model.json.");
    }

    [Fact]
    public void Load_LayersOfOtherShape_NamesTheTensor()
    {
        ModelFile.Save(_folder, MakeNetwork());
        File.WriteAllText(Description, File.ReadAllText(Description).Replace("\"units\": 4", "\"units\": 5", StringComparison.Ordinal));

        Should
            .Throw<ModelFormatException>(() => ModelFile.Load(_folder))
            .Message.ShouldEndWith("tensor dense_1.weight has shape [4, 3], expected [5, 3]. Copy both files again.");
    }

    private static Network MakeNetwork(ulong seed = 1) =>
        Network.Create([new ReshapeOptions { Shape = [3] }, new DenseOptions { Units = 4 }], 3, 2, seed);
}
