using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Losses;
using Bakeoff.Neural.Storage;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.SampleEngine;
using Bakeoff.Testing;

namespace Bakeoff.Neural.Tests;

/// <summary>A layer, a loss, an optimizer and a schedule of another assembly, which sees public members only.</summary>
public sealed class ExtensionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bakeoff extension ").FullName;

    public ExtensionTests() => OptionKinds.Register(typeof(ScaleOptions).Assembly);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Train_EverythingFromAnotherAssembly_Learns()
    {
        var history = Trainer.Train(MakeTask());

        history.Epochs[^1].TrainLoss.ShouldBeLessThan(0.7 * history.Epochs[0].TrainLoss);
        history.Epochs.Take(3).Select(static epoch => epoch.LearningRate).ShouldBe([0.02, 0.01, 0.005]);
    }

    [Fact]
    public void Train_InterruptedWithForeignOptimizer_ResumesToTheSameBits()
    {
        var whole = MakeTask();
        Trainer.Train(whole);
        using var source = new CancellationTokenSource();
        var task = MakeTask() with { CheckpointFolder = _folder };
        Should.Throw<OperationCanceledException>(() => Trainer.Train(task, new CancelAtOnce(source), source.Token));

        var resumed = MakeTask() with { CheckpointFolder = _folder };
        Trainer.Train(resumed);

        resumed.Network.Store.Values.ShouldBe(whole.Network.Store.Values);
    }

    [Fact]
    public void Load_ForeignLayer_PredictsTheSameBits()
    {
        var task = MakeTask();
        Trainer.Train(task);
        ModelFile.Save(_folder, task.Network);

        var loaded = ModelFile.Load(_folder).Network;

        loaded.LayerNames.ShouldBe(["scale_1", "lstm_1"]);
        loaded.Tensors[0].Name.ShouldBe("scale_1.factors");
        loaded.Predict(task.Train, WorkerPool.Serial).ShouldBe(task.Network.Predict(task.Train, WorkerPool.Serial));
    }

    [Fact]
    public void Create_ForeignLayerWithBadOption_NamesLayerAndKey() =>
        Should.Throw<ArgumentException>(() => Network.Create([new ScaleOptions { Start = float.NaN }], 6, 3, 1)).Message
            .ShouldStartWith("scale_1: start is NaN, expected a finite number.");

    [Fact]
    public void Parse_KindsOfAnotherAssembly_BindFromYaml()
    {
        const string yaml = """
            optimizer: sign
            loss: brier
            schedule: {kind: halving, warm_up_epochs: 1}
            """;

        var options = YamlOptions.Parse<TrainingOptions>(yaml, "training.yaml");

        options.Optimizer.ShouldBe(new SignOptions());
        options.Loss.ShouldBe(new BrierLossOptions());
        options.Schedule.Kind.ShouldBe(new HalvingSchedule());
        var parameters = YamlOptions.Flatten(options, "training");
        parameters["training.optimizer"].ShouldBe("sign");
        parameters["training.schedule.kind"].ShouldBe("halving");
    }

    [Fact]
    public void Flatten_Defaults_KeepTheirKeysAndValues()
    {
        var parameters = YamlOptions.Flatten(new TrainingOptions(), "training");

        parameters["training.optimizer"].ShouldBe("adam");
        parameters["training.loss"].ShouldBe("cross_entropy");
        parameters["training.schedule.kind"].ShouldBe("constant");
    }

    [Fact]
    public void Compute_ForeignLoss_HasTheGradientOfItsLoss()
    {
        var loss = new BrierLossOptions().Create(new LossSetting([1, 2, 0.5], LabelSmoothing: 0));
        float[] logits = [0.3f, -0.2f, 0.9f, 1.1f, 0.4f, -0.6f];
        int[] labels = [2, 0];
        var gradients = new float[6];
        loss.Compute(logits, new BatchTruth(labels), gradients);
        for (var i = 0; i < logits.Length; i++)
        {
            var value = logits[i];
            logits[i] = value + 0.01f;
            var above = loss.Compute(logits, new BatchTruth(labels), new float[6]);
            logits[i] = value - 0.01f;
            var below = loss.Compute(logits, new BatchTruth(labels), new float[6]);
            logits[i] = value;

            // The curvature of the loss leaves about 1e-5.
            ((above - below) / 0.02).ShouldBe(gradients[i], 1e-4);
        }
    }

    private static TrainingTask MakeTask() => new()
    {
        Network = Network.Create([new ScaleOptions { Start = 0.5f }, new LstmOptions { Units = 8 }], 6, 3, seed: 1),
        Train = SyntheticClips.Make(120),
        Options = new TrainingOptions
        {
            Epochs = 8,
            BatchSize = 8,
            LearningRate = 0.02,
            Optimizer = new SignOptions(),
            Loss = new BrierLossOptions(),
            Schedule = new ScheduleOptions { Kind = new HalvingSchedule() },
            StopOn = StopMetric.TrainLoss,
        },
        Seed = 1,
    };

    private sealed class CancelAtOnce(CancellationTokenSource source) : IProgress<EpochResult>
    {
        public void Report(EpochResult value) => source.Cancel();
    }
}
