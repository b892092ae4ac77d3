using Bakeoff.Encoders.FineTuning;
using Bakeoff.Neural;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Engines;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Engines;

/// <summary>
/// Tiny random encoders trained on by libtorch and used by the managed engine. Runs where the engine is installed:
/// <c>dotnet cake --target=InstallEngine --engine=torchsharp</c>.
/// </summary>
public sealed class FineTuningTests : IDisposable
{
    private const string EngineName = "torchsharp";
    private const double HeadRate = 0.01;

    // Sums of float32 in other orders, as in the conformance tests; attention and exp add a few units each.
    private const double Tolerance = 5e-5;

    private static readonly string s_engines = Path.Combine(Fixture.RepositoryRoot, "artifacts", "engines");
    private static readonly Lazy<ITrainingEngine> s_engine =
        new(() => new EngineCatalogue(s_engines).Load<ITrainingEngine>(EngineName).Engine);

    private readonly ScratchFolder _scratch = new();

    static FineTuningTests() => OptionKinds.Register(typeof(EncoderOptions).Assembly, isIdleUnlessNamed: true);

    private static ITrainingEngine Engine
    {
        get
        {
            Assert.SkipUnless(
                Directory.Exists(Path.Combine(s_engines, EngineName))
                    || Environment.GetEnvironmentVariable("BAKEOFF_REQUIRED_ENGINE") == EngineName,
                $"The engine is not installed. {EngineCatalogue.InstallCommand(EngineName)} does it, or says why it cannot.");
            return s_engine.Value;
        }
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("wav2vec2-base")]
    [InlineData("wav2vec2-large")]
    [InlineData("hubert-base")]
    [InlineData("wavlm-base")]
    [InlineData("wavlm-large")]
    [InlineData("data2vec-audio")]
    public void Predict_ClipsOfDifferentLength_AgreesWithTheManagedEncoder(string model)
    {
        var network = Make(model);
        var clips = SyntheticClips.Make(40, features: 12, shortest: 3, longest: 30);

        EngineFixture
            .RelativeError(
                [.. Engine.Predict(network, clips, "cpu").Cast<float>()],
                network.Predict(clips, WorkerPool.Serial).Cast<float>())
            .ShouldBeLessThan(Tolerance);
    }

    [Theory]
    [InlineData("wav2vec2-base", ProductPrecision.BFloat16, 0)]
    [InlineData("wavlm-base", ProductPrecision.Float32, 0.1)]
    [InlineData("data2vec-audio", ProductPrecision.Float32, 0)]
    public void Train_Encoder_LearnsAndLeavesAModelForTheManagedEngine(string model, ProductPrecision precision, double dropout)
    {
        var network = Make(Encoder(model, 1e-3, parts: 1) with { Precision = precision, Dropout = dropout });
        var clips = SyntheticClips.Make(80, features: 12, shortest: 5, longest: 14);

        var history = Engine.Train(Task(network, clips) with { Options = Options() with { Epochs = 20 } }, null, CancellationToken.None);
        ModelFile.Save(_scratch.Root, network);
        var loaded = ModelFile.Load(_scratch.Root).Network;

        history.Epochs[^1].TrainLoss.ShouldBeLessThan(0.5 * history.Epochs[0].TrainLoss);
        loaded.Tensors.Select(static tensor => tensor.Name).ShouldContain("encoder_1.encoder.layers.1.attention.q_proj.weight");
        EngineFixture
            .RelativeError(
                [.. Engine.Predict(network, clips, "cpu").Cast<float>()],
                loaded.Predict(clips, WorkerPool.Serial).Cast<float>())
            .ShouldBeLessThan(Tolerance);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-4)]
    public void Train_OneStep_MovesTheEncoderByItsOwnRate(double rate)
    {
        var (before, network) = (Make("hubert-base"), Make("hubert-base", rate));

        Engine.Train(
            Task(network, SyntheticClips.Make(16, features: 12)) with { Options = Options() with { Epochs = 1, BatchSize = 16 } },
            null,
            CancellationToken.None);

        // Adam's first step moves a weight by its rate, whatever the gradient, but for those that it hardly changes.
        Largest("encoder_1").ShouldBe(rate, 0.01 * rate + 1e-7);
        Largest("output").ShouldBe(HeadRate, 0.01 * HeadRate);

        double Largest(string layer) => before.Tensors.Zip(network.Tensors)
            .Where(pair => pair.First.Name.StartsWith(layer, StringComparison.Ordinal))
            .Max(static pair => pair.First.Values.ToArray().Zip(pair.Second.Values.ToArray(), static (a, b) => Math.Abs(a - b)).Max());
    }

    [Fact]
    public void Train_InParts_EndsWithTheWeightsOfTheWhole()
    {
        Network Trained(int parts)
        {
            var network = Make("wav2vec2-base", rate: 1e-3, parts);
            Engine.Train(Task(network, SyntheticClips.Make(44, features: 12)), null, CancellationToken.None);
            return network;
        }

        var (whole, parts) = (Trained(1), Trained(5));

        foreach (var (tensor, other) in whole.Tensors.Zip(parts.Tensors))
        {
            // Adam divides by the gradient's size, so a key's bias, whose gradient is 0 but for rounding, moves by chance.
            if (!tensor.Name.EndsWith("k_proj.bias", StringComparison.Ordinal))
            {
                EngineFixture.RelativeError(tensor.Values, other.Values.ToArray()).ShouldBeLessThan(20 * Tolerance, tensor.Name);
            }
        }
    }

    [Fact]
    public void Train_StoppedAndResumed_EndsWithTheSameBits()
    {
        var (clips, validation) = (SyntheticClips.Make(40, features: 12), SyntheticClips.Make(20, features: 12, stream: "validation"));
        TrainingTask New(string? folder) => Task(Make("wav2vec2-large", rate: 1e-3, parts: 2), clips) with
        {
            Validation = validation, CheckpointFolder = folder,
        };
        var (whole, stopped, resumed) = (New(null), New(_scratch.Root), New(_scratch.Root));
        Engine.Train(whole, null, CancellationToken.None);
        using var stop = new CancellationTokenSource();

        Should.Throw<OperationCanceledException>(() => Engine.Train(stopped, new StopAfter(2, stop), stop.Token));
        Engine.Train(resumed, null, CancellationToken.None).Epochs.Count.ShouldBe(4);

        foreach (var (tensor, other) in resumed.Network.Tensors.Zip(whole.Network.Tensors))
        {
            tensor.Values.SequenceEqual(other.Values).ShouldBeTrue(tensor.Name);
        }
    }

    [Fact]
    public void Train_ManagedEngineOrBatchNormalizationInParts_IsRefused()
    {
        var clips = SyntheticClips.Make(8, features: 12);

        Should.Throw<EngineException>(() => ManagedEngine.Instance.Train(Task(Make("hubert-base"), clips), null, CancellationToken.None))
            .Message.ShouldBe("engine managed: encoder_1 is an encoder, expected layers that this engine trains. Set engine: torchsharp.");
        var network = Network.Create(
            [Encoder("hubert-base", 1e-5, parts: 2), new BatchNormalizationOptions(), new GlobalAveragePoolingOptions()],
            inputFeatures: 12,
            classes: 3,
            seed: 4);
        var engine = Engine;
        Should.Throw<EngineException>(() => engine.Train(Task(network, clips), null, CancellationToken.None))
            .Message.ShouldContain("batch_normalization");
    }

    private static EncoderOptions Encoder(string model, double rate, int parts) =>
        new() { Model = Fixture.Path($"encoders/{model}"), LearningRate = rate, Accumulate = parts };

    private static Network Make(string model, double rate = 1e-5, int parts = 1) => Make(Encoder(model, rate, parts));

    private static Network Make(EncoderOptions encoder) =>
        Network.Create([encoder, new GlobalAveragePoolingOptions()], inputFeatures: 12, classes: 3, seed: 4);

    private static TrainingOptions Options() => new()
    {
        Optimizer = new Neural.Optimizers.AdamOptions(), LearningRate = HeadRate, BatchSize = 20, Epochs = 4, StopOn = StopMetric.TrainLoss,
        RestoreBest = false, Standardize = false,
    };

    private static TrainingTask Task(Network network, SequenceSet clips) =>
        new() { Network = network, Train = clips, Options = Options(), Seed = 2 };

    private sealed class StopAfter(int epoch, CancellationTokenSource stop) : IProgress<EpochResult>
    {
        public void Report(EpochResult value)
        {
            if (value.Epoch == epoch)
            {
                stop.Cancel();
            }
        }
    }
}
