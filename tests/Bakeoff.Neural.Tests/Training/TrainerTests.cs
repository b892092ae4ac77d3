using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using Bakeoff.Testing;

namespace Bakeoff.Neural.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private static readonly TrainingOptions s_options = new() { Epochs = 4, BatchSize = 16, LearningRate = 0.01 };

    private readonly string _folder = Directory.CreateTempSubdirectory("bakeoff neural ä ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Train_SeparableClips_LearnsThem()
    {
        var network = MakeNetwork();

        var history = Trainer.Train(
            network,
            SyntheticClips.Make(200),
            SyntheticClips.Make(60, stream: "validation"),
            s_options with
            {
                Epochs = 15,
            },
            1,
            WorkerPool.Serial);

        history.Epochs.Count.ShouldBe(15);
        history.Epochs[history.BestEpoch - 1].ValidationUar.ShouldBeGreaterThan(0.7);
        history.Epochs[^1].TrainLoss.ShouldBeLessThan(history.Epochs[0].TrainLoss);
    }

    [Fact]
    public void Train_SameSeedTwice_GivesSameBits() => Weights(seed: 5).ShouldBe(Weights(seed: 5));

    [Fact]
    public void Train_DifferentSeed_GivesOtherBits() => Weights(seed: 5).ShouldNotBe(Weights(seed: 6));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Train_AnyThreadCount_GivesSameBits(int threads)
    {
        using var pool = new WorkerPool(threads);

        Weights(seed: 5, pool).ShouldBe(Weights(seed: 5));
    }

    [Theory]
    [InlineData(StopMetric.ValidationUar)]
    [InlineData(StopMetric.ValidationAccuracy)]
    [InlineData(StopMetric.ValidationLoss)]
    [InlineData(StopMetric.TrainUar)]
    [InlineData(StopMetric.TrainAccuracy)]
    [InlineData(StopMetric.TrainLoss)]
    public void Train_RestoreBest_LeavesTheWeightsOfTheBestEpoch(StopMetric metric)
    {
        var validation = SyntheticClips.Make(40, stream: "validation");
        var network = MakeNetwork();

        var history = Trainer.Train(
            network,
            SyntheticClips.Make(60),
            validation,
            s_options with
            {
                Epochs = 12,
                LearningRate = 0.05,
                StopOn = metric,
            },
            1,
            WorkerPool.Serial);

        var values = history.Epochs.Select(epoch => epoch.Value(metric)).ToList();
        var best = metric is StopMetric.ValidationLoss or StopMetric.TrainLoss ? values.Min() : values.Max();
        history.BestEpoch.ShouldBe(values.IndexOf(best) + 1);
        history.Epochs.Last(epoch => epoch.IsBest).Epoch.ShouldBe(history.BestEpoch);
        Accuracy(network, validation).ShouldBe(history.Epochs[history.BestEpoch - 1].ValidationAccuracy, 1e-12);
    }

    [Fact]
    public void Train_PatienceRunsOut_StopsThatManyEpochsAfterTheBest()
    {
        var history = Trainer.Train(
            MakeNetwork(),
            SyntheticClips.Make(60),
            SyntheticClips.Make(40, stream: "validation"),
            s_options with
            {
                Epochs = 200,
                Patience = 3,
                LearningRate = 0.05,
            },
            1,
            WorkerPool.Serial);

        history.StoppedEarly.ShouldBeTrue();
        history.Epochs.Count.ShouldBe(history.BestEpoch + 3);
    }

    [Fact]
    public void Train_Cancelled_ResumesToTheSameBits()
    {
        var whole = MakeNetwork();
        var train = SyntheticClips.Make(60);
        var validation = SyntheticClips.Make(30, stream: "validation");
        var expected = Trainer.Train(whole, train, validation, s_options, 1, WorkerPool.Serial);
        using var cancel = new CancellationTokenSource();
        var task = new TrainingTask
        {
            Network = MakeNetwork(),
            Train = train,
            Validation = validation,
            Options = s_options,
            Seed = 1,
            CheckpointFolder = _folder,
        };
        Should.Throw<OperationCanceledException>(() => Trainer.Train(task, new CancelAfter(2, cancel), cancel.Token));

        var resumed = MakeNetwork();
        var history = Trainer.Train(task with { Network = resumed });

        resumed.Store.Values.ShouldBe(whole.Store.Values);
        history.Epochs.ShouldBe(expected.Epochs);
        history.BestEpoch.ShouldBe(expected.BestEpoch);
    }

    [Fact]
    public void Train_CheckpointOfAnotherTraining_SaysSo()
    {
        var train = SyntheticClips.Make(30);
        var task = new TrainingTask
        {
            Network = MakeNetwork(), Train = train, Validation = train, Options = s_options with { Epochs = 1 }, Seed = 1,
            CheckpointFolder = _folder,
        };
        Trainer.Train(task);

        var error = Should.Throw<ModelFormatException>(() => Trainer.Train(task with { Network = MakeNetwork(), Seed = 2 }));

        error.Message.ShouldEndWith(
            "belongs to a training with other data, options or seed, or to another release. Delete it to start from the first epoch.");
    }

    [Fact]
    public void Train_HugeLearningRate_SaysWhereTheLossBroke()
    {
        var train = SyntheticClips.Make(60);
        var network = Network.Create([new GlobalAveragePoolingOptions(), new DenseOptions { Units = 8 }], 6, 3, 1);
        var wild = new SequenceSet(
            [.. Enumerable.Range(0, 60 * 6).Select(i => i % 2 == 0 ? 3e38f : -3e38f)],
            [.. Enumerable.Range(0, 61).Select(i => (long)i)],
            6,
            new int[60]);

        var error = Should.Throw<TrainingDivergedException>(() =>
            Trainer.Train(network, wild, null, s_options with { Standardize = false, StopOn = StopMetric.TrainLoss }, 1, WorkerPool.Serial));

        error.Epoch.ShouldBe(1);
        error.Step.ShouldBe(1);
        error.Message.ShouldStartWith("training: loss is ");
        error.Message.ShouldEndWith(
            " at epoch 1, step 1, expected a finite number. Lower training.learning_rate (0.01) or set training.clip_norm.");
    }

    [Fact]
    public void Train_ZeroLearningRate_IsRefused() =>
        Should
            .Throw<ArgumentException>(() =>
                Trainer.Train(MakeNetwork(), SyntheticClips.Make(9), null, new TrainingOptions { LearningRate = 0 }, 1, WorkerPool.Serial))
            .Message.ShouldStartWith("training: learning_rate is 0, expected above 0 and at most 10. The usual value for adam is 0.001.");

    [Fact]
    public void Train_BatchLargerThanTheData_TakesOneStepWithAllClips()
    {
        var train = SyntheticClips.Make(10);
        var (large, exact) = (MakeNetwork(), MakeNetwork());

        Trainer.Train(large, train, train, s_options with { BatchSize = 1000 }, 1, WorkerPool.Serial);
        Trainer.Train(exact, train, train, s_options with { BatchSize = 10 }, 1, WorkerPool.Serial);

        large.Store.Values.ShouldBe(exact.Store.Values);
    }

    [Fact]
    public void Train_NotANumberFeature_NamesClipFrameAndFeature()
    {
        var set = new SequenceSet([1, 2, 3, 4, 5, float.NaN, 7, 8], [0, 1, 4], 2, [0, 1]);

        var error = Should.Throw<SequenceDataException>(() =>
            Trainer.Train(Network.Create([new LstmOptions { Units = 2 }], 2, 2, 1), set, set, s_options, 1, WorkerPool.Serial));

        error.Clip.ShouldBe(1);
        error.Message.ShouldBe(
            "clip 1: feature 1 of frame 1 is NaN, expected a finite number. Check the clip's recording and the feature settings.");
    }

    [Fact]
    public void Train_LabelOutsideTheClasses_NamesTheClip() => Should.Throw<SequenceDataException>(() => Trainer.Train(
        Network.Create([new LstmOptions { Units = 2 }], 2, 2, 1), new SequenceSet([1, 2, 3, 4], [0, 1, 2], 2, [0, 2]), null,
        s_options with { StopOn = StopMetric.TrainLoss }, 1, WorkerPool.Serial))
        .Message.ShouldBe("clip 1: label is 2, expected 0 to 1. Create the network with as many classes as there are labels.");

    [Fact]
    public void Train_NoValidationClips_AsksForATrainMetric() =>
        Should
            .Throw<ArgumentException>(() => Trainer.Train(MakeNetwork(), SyntheticClips.Make(9), null, s_options, 1, WorkerPool.Serial))
            .Message.ShouldStartWith("training: stop_on is ValidationUar, but there are no validation clips.");

    [Fact]
    public void Train_OtherFeatureCount_NamesTheFirstLayerAndTheShape() =>
        Should
            .Throw<LayerShapeException>(() =>
                Trainer.Train(MakeNetwork(), SyntheticClips.Make(9, features: 5), null, s_options, 1, WorkerPool.Serial))
            .Message.ShouldBe(
                "masking_1: input shape is [clips, frames, 5], expected last axis 6 (InputFeatures). Compare the feature settings with "
                    + "those the network was made for.");

    private static Network MakeNetwork() =>
        Network.Create(
            [
                new MaskingOptions(),
                new LstmOptions { Units = 9, RecurrentDropout = 0.1 },
                new DropoutOptions(),
                new DenseOptions { Units = 7, Activation = ActivationFunction.Relu },
            ],
            6,
            3,
            seed: 3);

    private static float[] Weights(ulong seed, WorkerPool? pool = null)
    {
        var network = MakeNetwork();
        Trainer.Train(
            network,
            SyntheticClips.Make(70),
            SyntheticClips.Make(20, stream: "validation"),
            s_options,
            seed,
            pool ?? WorkerPool.Serial);
        return network.Store.Values;
    }

    private static double Accuracy(Network network, SequenceSet clips)
    {
        var probabilities = network.Predict(clips, WorkerPool.Serial);
        var right = Enumerable
            .Range(0, clips.ClipCount)
            .Count(clip => Enumerable.Range(0, 3).MaxBy(k => probabilities[clip, k]) == clips.Label(clip));
        return right / (double)clips.ClipCount;
    }

    private sealed class CancelAfter(int epochs, CancellationTokenSource source) : IProgress<EpochResult>
    {
        public void Report(EpochResult value)
        {
            if (value.Epoch == epochs)
            {
                source.Cancel();
            }
        }
    }
}
