using Bakeoff.Evaluation.Metrics;
using Bakeoff.Neural;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Engines;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Losses;
using Bakeoff.Neural.Optimizers;
using Bakeoff.Neural.Storage;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Reports.Pages;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Engines;

/// <summary>Requirements of every engine: PyTorch's numbers for layers, gradients and update rules, and a training that learns.</summary>
public abstract class EngineConformanceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bakeoff engine ").FullName;

    public static TheoryData<string> RecurrentCases => [.. EngineFixture.RecurrentNames];

    public static TheoryData<string> LayerCases => [.. EngineFixture.LayerNames];

    public static TheoryData<string> OptimizerCases => [.. EngineFixture.OptimizerNames];

    /// <summary>Networks in which frames beyond a clip's end could leak into it.</summary>
    public static TheoryData<string> NetworkNames => [.. Networks.Keys];

    /// <summary>The engine under test; skips the test where it is not installed.</summary>
    protected abstract ITrainingEngine Engine { get; }

    /// <summary>Allowed distance as a share of a tensor's largest value. Engines sum float32 in an
    /// order of their own: 1e-5 is about a hundred roundings.</summary>
    protected virtual double Tolerance => 1e-5;

    private static Dictionary<string, LayerOptions[]> Networks { get; } =
        new(StringComparer.Ordinal)
        {
            ["masking, lstm"] = [new MaskingOptions(), new LstmOptions { Units = 5 }],
            ["lstm both ways, attention"] =
            [
                new LstmOptions
                {
                    Units = 5, Layers = 2, Bidirectional = true, ReturnSequences = true,
                },
                new AttentionPoolingOptions { Units = 4 },
            ],
            ["gru both ways"] =
            [
                new GruOptions
                {
                    Units = 5,
                    Layers = 2,
                    Bidirectional = true,
                },
            ],
            ["conv, batch norm, max pooling, gru"] =
            [
                new Conv1dOptions
                {
                    Filters = 7,
                    KernelSize = 4,
                    Stride = 2,
                    Dilation = 3,
                    Activation = ActivationFunction.Silu,
                },
                new BatchNormalizationOptions(),
                new MaxPooling1dOptions { PoolSize = 3, Stride = 2 },
                new GruOptions { Units = 4, ReturnSequences = true },
                new GlobalAveragePoolingOptions(),
            ],
            ["layer mix of frames and of clips"] =
            [
                new LayerMixOptions { States = 3 },
                new GruOptions { Units = 4 },
                new LayerMixOptions { States = 2 },
            ],
            ["self attention, statistics pooling"] =
            [
                new SelfAttentionOptions { Heads = 3, Dropout = 0.2 },
                new AttentionPoolingOptions { Units = 4, Summary = PoolingSummary.MeanStd },
            ],
            ["positions, transformer"] =
            [
                new DenseOptions { Units = 10 },
                new PositionsOptions(),
                new TransformerOptions { Layers = 2, Units = 12, Heads = 2, Dropout = 0.3 },
                new GlobalAveragePoolingOptions(),
            ],
            ["dense frames, layer norm, average pooling"] =
            [
                new DenseOptions { Units = 8, Activation = ActivationFunction.Gelu },
                new LayerNormalizationOptions(),
                new DropoutOptions { Rate = 0.3 },
                new AveragePooling1dOptions { PoolSize = 3 },
                new ActivationOptions { Function = ActivationFunction.Elu },
                new GlobalAveragePoolingOptions(),
                new DenseOptions { Units = 6 },
            ],
            ["conv valid, conv same"] =
            [
                new Conv1dOptions
                {
                    Filters = 5,
                    KernelSize = 3,
                    Dilation = 2,
                    Padding = ConvolutionPadding.Valid,
                },
                new Conv1dOptions
                {
                    Filters = 5,
                    KernelSize = 5,
                    Stride = 3,
                },
                new GlobalAveragePoolingOptions(),
            ],
            ["lstm both ways, recurrent dropout, dropout, gru"] =
            [
                new MaskingOptions(),
                new LstmOptions { Units = 5, Layers = 2, Bidirectional = true, RecurrentDropout = 0.3, ReturnSequences = true },
                new DropoutOptions { Rate = 0.3 },
                new GruOptions { Units = 4, RecurrentDropout = 0.2 },
                new DropoutOptions { Rate = 0.2 },
            ],
            ["gru both ways, recurrent dropout, batch norm"] =
            [
                new GruOptions { Units = 4, Layers = 2, Bidirectional = true, RecurrentDropout = 0.3 },
                new BatchNormalizationOptions(),
                new DropoutOptions(),
            ],
        };

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Theory]
    [MemberData(nameof(RecurrentCases))]
    public void Predict_RecurrentFixture_MatchesPyTorch(string name)
    {
        var fixture = EngineFixture.Recurrent(name);

        EngineFixture
            .RelativeError(Predict(fixture.Network, fixture.Clips), EngineFixture.Flat(fixture.Numbers.GetProperty("softmax")))
            .ShouldBeLessThan(Tolerance);
    }

    [Theory]
    [MemberData(nameof(RecurrentCases))]
    public void Train_OneStepOnRecurrentFixture_MovesByPyTorchsGradients(string name) => CheckGradients(EngineFixture.Recurrent(name));

    [Theory]
    [MemberData(nameof(LayerCases))]
    public void Train_OneStepOnLayerFixture_MovesByPyTorchsGradients(string name) => CheckGradients(EngineFixture.Layer(name));

    [Theory]
    [MemberData(nameof(OptimizerCases))]
    public void Train_OptimizerFixture_MatchesPyTorch(string name)
    {
        var (fixture, options) = EngineFixture.Optimizer(name);

        var history = Engine.Train(
            new TrainingTask
            {
                Network = fixture.Network,
                Train = fixture.Clips,
                Options = options,
            },
            null,
            CancellationToken.None);

        EngineFixture
            .RelativeError([.. history.Epochs.Select(e => (float)e.TrainLoss)], EngineFixture.Flat(fixture.Numbers.GetProperty("losses")))
            .ShouldBeLessThan(Tolerance);
        foreach (var tensor in fixture.Network.Tensors)
        {
            EngineFixture
                .RelativeError(tensor.Values, EngineFixture.Flat(fixture.Numbers.GetProperty("weights_after").GetProperty(tensor.Name)))
                .ShouldBeLessThan(Tolerance, tensor.Name);
        }
    }

    [Theory]
    [MemberData(nameof(NetworkNames))]
    public void Predict_ClipsOfDifferentLength_AgreesWithTheManagedEngine(string name)
    {
        var network = Network.Create(Networks[name], inputFeatures: 6, classes: 3, seed: 4);
        var clips = SyntheticClips.Make(90, shortest: 5, longest: 23);

        EngineFixture
            .RelativeError(Predict(network, clips), network.Predict(clips, WorkerPool.Serial).Cast<float>())
            .ShouldBeLessThan(Tolerance);
    }

    [Theory]
    [MemberData(nameof(NetworkNames))]
    public void Train_AnyNetwork_LowersTheLossAndLeavesAModelForTheManagedEngine(string name)
    {
        var network = Network.Create(Networks[name], inputFeatures: 6, classes: 3, seed: 4);
        var clips = SyntheticClips.Make(65, shortest: 5, longest: 14);
        var options = new TrainingOptions { Epochs = 6, BatchSize = 32, LearningRate = 0.01, StopOn = StopMetric.TrainLoss };

        var history = Engine.Train(
            new TrainingTask
            {
                Network = network, Train = clips, Options = options, Seed = 2,
            },
            null,
            CancellationToken.None);

        history.Epochs.Min(e => e.TrainLoss).ShouldBeLessThan(history.Epochs[0].TrainLoss);
        ModelFile.Save(_folder, network);
        EngineFixture
            .RelativeError(Predict(network, clips), ModelFile.Load(_folder).Network.Predict(clips, WorkerPool.Serial).Cast<float>())
            .ShouldBeLessThan(Tolerance);
    }

    /// <summary>Twelve steps: weights, statistics and dropped values are those of the managed engine, in every network.</summary>
    [Theory]
    [MemberData(nameof(NetworkNames))]
    public void Train_AnyNetwork_TakesTheStepsOfTheManagedEngine(string name)
    {
        var task = new TrainingTask
        {
            Network = Network.Create(Networks[name], inputFeatures: 6, classes: 3, seed: 4),
            Train = SyntheticClips.Make(60, shortest: 5, longest: 23),
            Options = new TrainingOptions
            {
                Optimizer = new SgdOptions(), LearningRate = 0.05, WeightDecay = 0.01, BatchSize = 16, Epochs = 3, LabelSmoothing = 0.1,
                ClassWeights = ClassWeighting.Balanced, ClipNorm = 1, StopOn = StopMetric.TrainLoss, RestoreBest = false,
            },
            Seed = 5,
        };
        var expected = task with { Network = Network.Create(Networks[name], inputFeatures: 6, classes: 3, seed: 4) };

        var history = Engine.Train(task, null, CancellationToken.None);

        var expectedHistory = ManagedEngine.Instance.Train(expected, null, CancellationToken.None);
        history.Epochs.Select(epoch => epoch.TrainLoss).Zip(expectedHistory.Epochs.Select(epoch => epoch.TrainLoss))
            .ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < Tolerance);
        CompareWeights(task.Network, expected.Network);
    }

    /// <summary>Numbers with missing ones, classes with missing ones beside numbers, and shares of the classes.</summary>
    [Theory]
    [InlineData("numbers")]
    [InlineData("heads")]
    [InlineData("shares")]
    public void Train_NumbersHeadsAndShares_TakesTheStepsOfTheManagedEngine(string truth)
    {
        var (classes, targets) = (truth == "numbers" ? 0 : 3, truth == "shares" ? Array.Empty<string>() : ["arousal", "valence"]);
        Network MakeNetwork() => Network.Create(Networks["masking, lstm"], inputFeatures: 6, classes, targets, seed: 4);
        OutputHead[] heads =
            [new(new FocalOptions(), 0.5), new(new CccOptions(), 1), new(new MixedOptions { Mse = 1, Huber = 1 }, 2)];
        var task = new TrainingTask
        {
            Network = MakeNetwork(),
            Train = WithTruth(SyntheticClips.Make(60, shortest: 5, longest: 23), truth),
            Validation = WithTruth(SyntheticClips.Make(20, stream: "validation"), truth),
            Options = new TrainingOptions
            {
                Optimizer = new SgdOptions(), LearningRate = 0.05, BatchSize = 16, Epochs = 3, RestoreBest = false,
                Loss = truth switch { "numbers" => new CccOptions(), "shares" => new KlDivergenceOptions(), _ => new CrossEntropyOptions() },
                StopOn = truth == "shares" ? StopMetric.ValidationLoss : StopMetric.ValidationCcc,
            },
            Heads = truth == "heads" ? heads : [],
            Seed = 5,
        };
        var expected = task with { Network = MakeNetwork() };

        var history = Engine.Train(task, null, CancellationToken.None);

        var managed = ManagedEngine.Instance.Train(expected, null, CancellationToken.None);
        foreach (var (epoch, own) in history.Epochs.Zip(managed.Epochs))
        {
            epoch.TrainLoss.ShouldBe(own.TrainLoss, Tolerance);
            epoch.ValidationLoss.ShouldBe(own.ValidationLoss, Tolerance);
            double.IsNaN(epoch.ValidationCcc).ShouldBe(truth == "shares");
            (Math.Abs(epoch.ValidationCcc - own.ValidationCcc) > Tolerance).ShouldBeFalse();
        }

        CompareWeights(task.Network, expected.Network);
        task.Network.Targets.ShouldBe(expected.Network.Targets);
        EngineFixture
            .RelativeError(Predict(task.Network, task.Train), expected.Network.Predict(task.Train, WorkerPool.Serial).Cast<float>())
            .ShouldBeLessThan(10 * Tolerance);
    }

    // Every fifth clip lacks the second number, every seventh the label where numbers stand beside it.
    private static SequenceSet WithTruth(SequenceSet clips, string truth)
    {
        var random = new SeededRandom(3, "truth");
        var count = clips.ClipCount;
        int[] labels = [.. Enumerable.Range(0, count).Select(clips.Label)];
        if (truth == "shares")
        {
            return clips.WithShares([.. labels.SelectMany(label => Enumerable.Range(0, 3).Select(k => k == label ? 0.6f : 0.2f))], 3);
        }

        clips = clips.WithTargets(
            [.. labels.SelectMany((label, i) => (float[])[label + (float)random.NextGaussian(), i % 5 == 0 ? float.NaN : 4 - label])], 2);
        return truth == "numbers" ? clips : clips.WithLabels([.. labels.Select(static (label, i) => i % 7 == 0 ? BatchTruth.NoLabel : label)]);
    }

    [Fact]
    public void Train_LossAndOptimizerOfAnotherAssembly_TakesTheStepsOfTheManagedEngine()
    {
        const string name = "masking, lstm";
        var task = new TrainingTask
        {
            Network = Network.Create(Networks[name], inputFeatures: 6, classes: 3, seed: 4),
            Train = SyntheticClips.Make(60),
            Options = new TrainingOptions
            {
                Optimizer = new HeavyBallOptions(), Loss = new HalfCrossEntropyOptions(), LearningRate = 0.05, BatchSize = 16, Epochs = 3,
                StopOn = StopMetric.TrainLoss, RestoreBest = false,
            },
        };
        var expected = task with { Network = Network.Create(Networks[name], inputFeatures: 6, classes: 3, seed: 4) };

        Engine.Train(task, null, CancellationToken.None);

        ManagedEngine.Instance.Train(expected, null, CancellationToken.None);
        CompareWeights(task.Network, expected.Network);
    }

    /// <summary>A training that was stopped and went on from its checkpoint is the same as one that ran through.</summary>
    [Theory]
    [InlineData("adam")]
    [InlineData("adamw")]
    [InlineData("sgd")]
    [InlineData("rmsprop")]
    [InlineData("heavy_ball")]
    public void Train_StoppedAndResumed_EndsAsIfItHadRunThrough(string optimizer)
    {
        Network MakeNetwork() => Network.Create(
            Networks["gru both ways, recurrent dropout, batch norm"],
            inputFeatures: 6,
            classes: 3,
            seed: 4);
        OptimizerOptions rule = optimizer switch
        {
            "adam" => new AdamOptions(),
            "adamw" => new AdamWOptions(),
            "sgd" => new SgdOptions(),
            "rmsprop" => new RmsPropOptions(),
            _ => new HeavyBallOptions(),
        };
        var task = new TrainingTask
        {
            Network = MakeNetwork(),
            Train = SyntheticClips.Make(40),
            Validation = SyntheticClips.Make(20, stream: "validation"),
            Options = new TrainingOptions
            {
                Optimizer = rule, LearningRate = 0.01, WeightDecay = rule.HasWeightDecay ? 0.01 : 0, BatchSize = 16, Epochs = 4,
                RestoreBest = false,
            },
            Seed = 3,
        };
        var whole = Engine.Train(task, null, CancellationToken.None);
        var resumed = task with { Network = MakeNetwork(), CheckpointFolder = _folder };
        using var stop = new CancellationTokenSource();
        var engine = Engine;
        Should.Throw<OperationCanceledException>(() => engine.Train(resumed, new StopAfter(2, stop), stop.Token));
        var epochs = new List<int>();
        resumed = resumed with { Network = MakeNetwork() };

        var history = engine.Train(resumed, new Reporter(epochs), CancellationToken.None);

        epochs.ShouldBe([3, 4]);
        history.Epochs.Select(epoch => epoch.TrainLoss).Zip(whole.Epochs.Select(epoch => epoch.TrainLoss))
            .ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < Tolerance);
        CompareWeights(resumed.Network, task.Network);
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    public void Train_SeparableClips_LearnsThem(string cell)
    {
        LayerOptions layer =
            cell == "gru"
                ? new GruOptions { Units = 16, RecurrentDropout = 0.1 }
                : new LstmOptions
                {
                    Units = 16,
                    Bidirectional = true,
                    RecurrentDropout = 0.1,
                };
        var network = Network.Create(
            [new MaskingOptions(), layer, new DropoutOptions { Rate = 0.1 }],
            inputFeatures: 6,
            classes: 3,
            seed: 1);
        var validation = SyntheticClips.Make(60, stream: "validation");
        var epochs = new List<int>();

        var history = Engine.Train(
            new TrainingTask
            {
                Network = network,
                Train = SyntheticClips.Make(200),
                Validation = validation,
                Options = new TrainingOptions { Epochs = 15, BatchSize = 16, LearningRate = 0.01 },
                Seed = 1,
            },
            new Reporter(epochs), CancellationToken.None);

        // Chance is 1/3; the managed engine reaches 0.8.
        var best = history.Epochs[history.BestEpoch - 1];
        best.ValidationUar.ShouldBeGreaterThan(0.7);
        epochs.ShouldBe(Enumerable.Range(1, 15));

        // The weights left are those of the best epoch.
        Accuracy(network, validation).ShouldBe(best.ValidationAccuracy, 0.02);
    }

    [Fact]
    public void Train_ScheduleAndPatience_FollowTheOptions()
    {
        var network = Network.Create([new LstmOptions { Units = 4 }], inputFeatures: 6, classes: 3, seed: 1);
        var options = new TrainingOptions
        {
            Epochs = 30,
            BatchSize = 1000,
            LearningRate = 1e-9,
            Patience = 3,
            Schedule = new ScheduleOptions { Kind = new StepSchedule(), EveryEpochs = 2, WarmUpEpochs = 1, Factor = 0.5 },
        };

        var history = Engine.Train(
            new TrainingTask
            {
                Network = network,
                Train = SyntheticClips.Make(20),
                Validation = SyntheticClips.Make(12, stream: "validation"),
                Options = options,
            },
            null,
            CancellationToken.None);

        history.StoppedEarly.ShouldBeTrue();
        history.BestEpoch.ShouldBe(1);
        history.Epochs.Select(e => e.LearningRate).ShouldBe([1e-9, 1e-9, 1e-9, 5e-10]);
    }

    [Fact]
    public void Train_Cancelled_Stops()
    {
        var network = Network.Create([new LstmOptions { Units = 4 }], inputFeatures: 6, classes: 3, seed: 1);
        var task = new TrainingTask
        {
            Network = network,
            Train = SyntheticClips.Make(20),
            Options = new TrainingOptions { StopOn = StopMetric.TrainLoss },
        };

        var engine = Engine;

        Should.Throw<OperationCanceledException>(() => engine.Train(task, null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Train_NoValidationClips_Refuses()
    {
        var network = Network.Create([new LstmOptions { Units = 4 }], inputFeatures: 6, classes: 3, seed: 1);
        var engine = Engine;

        Should
            .Throw<ArgumentException>(() =>
                engine.Train(
                    new TrainingTask
                    {
                        Network = network,
                        Train = SyntheticClips.Make(20),
                        Options = new TrainingOptions(),
                    },
                    null,
                    CancellationToken.None))
            .Message.ShouldContain("there are no validation clips");
    }

    [Fact]
    public void ResolveDevice_Processor_IsAlwaysThere() => Engine.ResolveDevice("cpu").ShouldBe("cpu");

    [Fact]
    public void ResolveDevice_MissingCard_Refuses()
    {
        var engine = Engine;

        Should.Throw<EngineException>(() => engine.ResolveDevice("cuda:99")).Message.ShouldContain("'cuda:99'");
    }

    private void CompareWeights(Network actual, Network expected)
    {
        foreach (var (tensor, other) in actual.Tensors.Zip(expected.Tensors))
        {
            EngineFixture.RelativeError(tensor.Values, other.Values.ToArray()).ShouldBeLessThan(Tolerance, tensor.Name);
        }
    }

    private float[] Predict(Network network, SequenceSet clips) => [.. Engine.Predict(network, clips, "cpu").Cast<float>()];

    // One step of plain gradient descent with rate 1 moves every weight by its gradient.
    private void CheckGradients(EngineFixture fixture)
    {
        var before = fixture.Network.Tensors.ToDictionary(t => t.Name, t => t.Values.ToArray(), StringComparer.Ordinal);
        var options = new TrainingOptions
        {
            Optimizer = new SgdOptions(), Momentum = 0, LearningRate = 1, BatchSize = 1000, Epochs = 1, StopOn = StopMetric.TrainLoss,
            RestoreBest = false, Standardize = false,
        };

        Engine.Train(
            new TrainingTask
            {
                Network = fixture.Network,
                Train = fixture.Clips,
                Options = options,
            },
            null,
            CancellationToken.None);

        // The difference of two weights near 1 carries their rounding, 1e-7, whatever the gradient's size.
        const float weightRounding = 2e-7f;
        foreach (var tensor in fixture.Network.Tensors.Where(t => t.IsTrainable))
        {
            float[] expected =
            [
                .. EngineFixture.Flat(fixture.Numbers.GetProperty("gradients").GetProperty(fixture.TorchName(tensor.Name))),
            ];
            var largest = expected.Max(Math.Abs);
            for (var i = 0; i < expected.Length; i++)
            {
                (before[tensor.Name][i] - tensor.Values[i]).ShouldBe(
                    expected[i],
                    (largest * (float)Tolerance) + weightRounding,
                    tensor.Name);
            }
        }
    }

    private double Accuracy(Network network, SequenceSet clips)
    {
        var probabilities = Engine.Predict(network, clips, "cpu");
        var right = Enumerable
            .Range(0, clips.ClipCount)
            .Count(clip => Enumerable.Range(0, network.ClassCount).MaxBy(k => probabilities[clip, k]) == clips.Label(clip));
        return right / (double)clips.ClipCount;
    }

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

    private sealed class Reporter(List<int> epochs) : IProgress<EpochResult>
    {
        public void Report(EpochResult value) => epochs.Add(value.Epoch);
    }
}
