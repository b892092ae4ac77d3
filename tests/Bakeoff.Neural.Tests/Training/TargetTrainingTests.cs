using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Losses;
using Bakeoff.Neural.Storage;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using Bakeoff.Testing;

namespace Bakeoff.Neural.Tests.Training;

/// <summary>Networks that predict numbers.</summary>
public sealed class TargetTrainingTests : IDisposable
{
    private static readonly string[] s_names = ["arousal", "valence"];

    private readonly string _folder = Directory.CreateTempSubdirectory("bakeoff targets ").FullName;

    public static TheoryData<LossOptions> Losses =>
    [
        new CccOptions(), new MseOptions(), new MaeOptions(), new HuberOptions(), new MixedOptions { Ccc = 1, Mse = 0.5 },
    ];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_NumbersThatTheFramesShow_PredictsThemInTheirUnits(LossOptions loss)
    {
        var task = MakeTask(loss);
        var history = Trainer.Train(task);

        var best = history.Epochs[history.BestEpoch - 1];
        best.ValidationCcc.ShouldBeGreaterThan(0.8);
        best.ValidationCcc.ShouldBe(history.Epochs.Max(static epoch => epoch.ValidationCcc));
        (best.TrainUar, best.TrainAccuracy, best.ValidationUar).ShouldBe((double.NaN, double.NaN, double.NaN));

        // CCC of the predictions, in the corpus's units, is that of the outputs.
        var predictions = task.Network.Predict(task.Validation!, WorkerPool.Serial);
        Enumerable.Range(0, 2).Average(target => Ccc(task.Validation!, predictions, target)).ShouldBe(best.ValidationCcc, 1e-6);
        task.Network.Targets.Select(static target => target.Name).ShouldBe(s_names);
        task.Network.Targets[1].Mean.ShouldBe(100, 10);
        task.Network.Targets[1].StandardDeviation.ShouldBe(50, 10);
    }

    [Fact]
    public void Train_AnyThreadsAndAfterInterruption_GivesTheSameBits()
    {
        var whole = MakeTask(new CccOptions());
        Trainer.Train(whole);
        using var pool = new WorkerPool(3);
        using var source = new CancellationTokenSource();
        var task = MakeTask(new CccOptions()) with { CheckpointFolder = _folder, Pool = pool };
        Should.Throw<OperationCanceledException>(() => Trainer.Train(task, new CancelAtOnce(source), source.Token));

        var resumed = MakeTask(new CccOptions()) with { CheckpointFolder = _folder };
        Trainer.Train(resumed);

        resumed.Network.Store.Values.ShouldBe(whole.Network.Store.Values);
    }

    [Fact]
    public void Train_OtherNumbersThanTheCheckpoint_SaysSo()
    {
        using var source = new CancellationTokenSource();
        var task = MakeTask(new CccOptions()) with { CheckpointFolder = _folder };
        Should.Throw<OperationCanceledException>(() => Trainer.Train(task, new CancelAtOnce(source), source.Token));
        var other = MakeTask(new CccOptions()) with { CheckpointFolder = _folder };
        var numbers = Flatten(other.Train);
        numbers[5] += 1;

        Should.Throw<ModelFormatException>(() => Trainer.Train(other with { Train = other.Train.WithTargets(numbers, 2) }))
            .Message.ShouldContain("belongs to a training with other data");
    }

    [Fact]
    public void Train_OneTarget_HasOneOutput()
    {
        var (train, validation) = (OneTarget(MakeSet(60, "train")), OneTarget(MakeSet(20, "validation")));
        var network = Network.Create([new GlobalAveragePoolingOptions()], 4, ["arousal"], 1);
        Trainer.Train(network, train, validation, Options(new MseOptions()), 1, WorkerPool.Serial);

        (network.OutputCount, network.ClassCount).ShouldBe((1, 0));
        network.Predict(validation, WorkerPool.Serial).GetLength(1).ShouldBe(1);

        static SequenceSet OneTarget(SequenceSet set) => set.WithTargets([.. Flatten(set).Where(static (_, i) => i % 2 == 0)], 1);
    }

    [Fact]
    public void Train_MissingNumbers_AreNeitherZeroNorCounted()
    {
        var task = MakeTask(new MseOptions());
        var numbers = Flatten(task.Train);
        for (var clip = 0; clip < task.Train.ClipCount; clip += 3)
        {
            numbers[(2 * clip) + 1] = float.NaN;
        }

        var some = task with { Train = task.Train.WithTargets(numbers, 2) };
        var history = Trainer.Train(some);

        // Read as 0, a third of the clips would pull mean and deviation far from 100 and 50.
        some.Network.Targets[1].Mean.ShouldBe(100, 12);
        some.Network.Targets[1].StandardDeviation.ShouldBe(50, 12);
        history.Epochs[history.BestEpoch - 1].ValidationCcc.ShouldBeGreaterThan(0.8);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Load_SavedNetwork_PredictsTheSameBits(bool afterTraining)
    {
        var task = MakeTask(new CccOptions());
        if (afterTraining)
        {
            Trainer.Train(task);
        }

        ModelFile.Save(_folder, task.Network);
        var loaded = ModelFile.Load(_folder).Network;

        loaded.Targets.ShouldBe(task.Network.Targets);
        loaded.Predict(task.Train, WorkerPool.Serial).ShouldBe(task.Network.Predict(task.Train, WorkerPool.Serial));
        var stream = loaded.BeginClip(WorkerPool.Serial);
        stream.Add(task.Train.Frames(0));
        stream.Complete().ShouldBe([.. Enumerable.Range(0, 2).Select(k => task.Network.Predict(task.Train, WorkerPool.Serial)[0, k])]);
    }

    [Fact]
    public void Load_DamagedScale_SaysSo()
    {
        ModelFile.Save(_folder, MakeTask(new CccOptions()).Network);
        var path = Path.Combine(_folder, ModelFile.DescriptionName);
        var text = File.ReadAllText(path);
        File.WriteAllText(path, text.Replace("\"standard_deviation\": 1", "\"standard_deviation\": 0", StringComparison.Ordinal));

        Should.Throw<ModelFormatException>(() => ModelFile.Load(_folder)).Message.ShouldContain("its standard deviation not positive");
    }

    [Theory]
    [InlineData("ccc", 0, 3f, "target arousal: all training clips have 3, expected at least two different numbers")]
    [InlineData("ccc", 1, float.NaN, "target valence: no training clip has this number, expected at least one.")]
    [InlineData("mse", 1, float.NaN, "target valence: no training clip has this number, expected at least one.")]
    public void Train_TargetWithoutInformation_IsRefusedByName(string loss, int target, float value, string message)
    {
        var task = MakeTask(loss == "ccc" ? new CccOptions() : new MseOptions());
        var numbers = Flatten(task.Train);
        for (var clip = 0; clip < task.Train.ClipCount; clip++)
        {
            numbers[(2 * clip) + target] = value;
        }

        var exception = Should.Throw<TargetException>(() => Trainer.Train(task with { Train = task.Train.WithTargets(numbers, 2) }));

        exception.Message.ShouldStartWith(message);
        exception.Target.ShouldBe(s_names[target]);
    }

    [Fact]
    public void Train_ConstantTargetWithMse_PredictsTheConstant()
    {
        var task = MakeTask(new MseOptions());
        var numbers = Flatten(task.Train);
        for (var clip = 0; clip < task.Train.ClipCount; clip++)
        {
            numbers[2 * clip] = 0.1f;
        }

        Trainer.Train(task with { Train = task.Train.WithTargets(numbers, 2) });

        task.Network.Targets[0].ShouldBe(new TargetScale("arousal", 0.1f, 1));
        task.Network.Predict(task.Validation!, WorkerPool.Serial)[0, 0].ShouldBe(0.1f, 0.2f);
    }

    [Fact]
    public void Train_ConstantInValidationWithStopOnCcc_IsRefused()
    {
        var task = MakeTask(new MseOptions());
        var numbers = Flatten(task.Validation!);
        for (var i = 0; i < numbers.Length; i += 2)
        {
            numbers[i] = 2;
        }

        Should.Throw<TargetException>(() => Trainer.Train(task with { Validation = task.Validation!.WithTargets(numbers, 2) }))
            .Message.ShouldStartWith("target arousal: all validation clips have 2, expected at least two different numbers");
    }

    [Fact]
    public void Train_InfiniteNumber_NamesTheClip()
    {
        var task = MakeTask(new MseOptions());
        var numbers = Flatten(task.Train);
        numbers[7] = float.PositiveInfinity;

        Should.Throw<SequenceDataException>(() => Trainer.Train(task with { Train = task.Train.WithTargets(numbers, 2) })).Clip.ShouldBe(3);
    }

    [Fact]
    public void Train_ClipsWithoutTargets_SaysSo() =>
        Should.Throw<ArgumentException>(static () =>
                Trainer.Train(MakeTask(new MseOptions()) with { Train = SyntheticClips.Make(9, features: 4) }))
            .Message.ShouldStartWith("training: the training clips have 0 targets, expected 2, one for each of the network.");

    [Fact]
    public void ValidateFor_Targets_RefusesSettingsOfClasses()
    {
        var options = new TrainingOptions
        {
            ClassWeights = ClassWeighting.Balanced,
            ClassWeightValues = [1, 2],
            Sampling = ClassSampling.Over,
            LogitAdjustment = 1,
            LabelSmoothing = 0.1,
        };

        options.ValidateFor(classes: false, targets: true).Select(static problem => $"{problem.Key} {problem.Message}").ShouldBe(
        [
            "loss is cross_entropy, which is for classes, but numbers are predicted. Use ccc, mse, mae, huber or mixed.",
            "stop_on is validation_uar, which is of classes, but numbers are predicted. Use validation_ccc.",
            "class_weights is of classes, but numbers are predicted. Leave it out.",
            "class_weight_values is of classes, but numbers are predicted. Leave it out.",
            "sampling is of classes, but numbers are predicted. Leave it out.",
            "logit_adjustment is of classes, but numbers are predicted. Leave it out.",
            "label_smoothing is of classes, but numbers are predicted. Leave it out.",
        ]);
        options.ValidateFor(classes: true, targets: false).ShouldBeEmpty();
    }

    [Fact]
    public void ValidateFor_Classes_RefusesSettingsOfNumbers()
    {
        var options = new TrainingOptions { Loss = new CccOptions(), StopOn = StopMetric.ValidationCcc, BatchSize = 1 };

        options.ValidateFor(classes: true, targets: false).Select(static problem => $"{problem.Key} {problem.Message}").ShouldBe(
        [
            "loss is ccc, which is for numbers, but classes are predicted. Use cross_entropy or focal.",
            "stop_on is validation_ccc, which is of numbers, but classes are predicted. Use validation_uar.",
        ]);
        options.ValidateFor(classes: false, targets: true).Single().Message
            .ShouldBe("is 1, expected at least 2 for loss ccc. CCC compares clips; 32 or more is usual.");
    }

    [Fact]
    public void Create_NoTargetsOrTwoOfAName_Throws()
    {
        Should.Throw<ArgumentException>(static () => Network.Create([new GlobalAveragePoolingOptions()], 4, [], 1));
        Should.Throw<ArgumentException>(static () => Network.Create([new GlobalAveragePoolingOptions()], 4, ["a", "a"], 1))
            .Message.ShouldStartWith("The targets are [a, a], expected different names.");
        Should.Throw<ArgumentException>(static () => Network.Create([new GlobalAveragePoolingOptions()], 4, 1, 1));
    }

    [Fact]
    public void Train_ClassesAndNumbers_LearnsBothAndIsTheSameAfterSavingAndInterruption()
    {
        var task = MakeHeadsTask();
        var history = Trainer.Train(task);

        var best = history.Epochs[history.BestEpoch - 1];
        best.ValidationUar.ShouldBe(history.Epochs.Max(static epoch => epoch.ValidationUar));
        best.ValidationUar.ShouldBeGreaterThan(0.8);
        best.ValidationCcc.ShouldBeGreaterThan(0.8);
        (best.HasClasses, best.HasTargets, task.Network.OutputCount).ShouldBe((true, true, 4));

        // A column of probabilities for each class, then the numbers in their units; UAR and CCC of these are those of the training.
        var validation = task.Validation!;
        var predictions = task.Network.Predict(validation, WorkerPool.Serial);
        (predictions[0, 0] + predictions[0, 1]).ShouldBe(1, 1e-6f);
        Enumerable.Range(0, 2).Average(target => Ccc(validation, predictions, target, first: 2)).ShouldBe(best.ValidationCcc, 1e-6);
        Enumerable.Range(0, 2).Average(label => Recall(validation, predictions, label)).ShouldBe(best.ValidationUar, 1e-12);

        ModelFile.Save(Path.Combine(_folder, "model"), task.Network, new ModelMetadata { ClassNames = ["calm", "excited"] });
        var loaded = ModelFile.Load(Path.Combine(_folder, "model")).Network;
        loaded.Predict(validation, WorkerPool.Serial).ShouldBe(predictions);
        loaded.Targets.ShouldBe(task.Network.Targets);

        using var pool = new WorkerPool(3);
        using var source = new CancellationTokenSource();
        var interrupted = MakeHeadsTask() with { CheckpointFolder = _folder, Pool = pool };
        Should.Throw<OperationCanceledException>(() => Trainer.Train(interrupted, new CancelAtOnce(source), source.Token));
        var resumed = MakeHeadsTask() with { CheckpointFolder = _folder };
        Trainer.Train(resumed);
        resumed.Network.Store.Values.ShouldBe(task.Network.Store.Values);
    }

    [Fact]
    public void Train_ClassesAndNumbersWithoutFittingHeads_Throws()
    {
        var task = MakeHeadsTask();
        Should.Throw<ArgumentException>(() => Trainer.Train(task with { Heads = [] })).Message
            .ShouldStartWith("training: the losses of the heads are [], expected one for classes if the network has any");
        Should.Throw<ArgumentException>(() => Trainer.Train(task with { Heads = [.. task.Heads.Reverse()] })).Message
            .ShouldStartWith("training: the losses of the heads are [mse, ccc, cross_entropy]");
        var none = task.Train.WithLabels([.. Enumerable.Repeat(BatchTruth.NoLabel, task.Train.ClipCount)]);
        Should.Throw<ArgumentException>(() => Trainer.Train(task with { Train = none })).Message
            .ShouldStartWith("training: no training clip has a label, expected at least one.");
    }

    private static TrainingTask MakeHeadsTask() => MakeTask(new CccOptions()) with
    {
        Network = Network.Create([new GruOptions { Units = 8 }], 4, 2, s_names, 1),
        Train = WithLabels(MakeSet(160, "train")),
        Validation = WithLabels(MakeSet(50, "validation")),
        Options = Options(new CrossEntropyOptions()) with { StopOn = StopMetric.ValidationUar },
        Heads = [new(new CrossEntropyOptions(), 1), new(new CccOptions(), 0.5), new(new MseOptions(), 2)],
    };

    // High and low arousal; the label of every fifth clip is not known.
    private static SequenceSet WithLabels(SequenceSet clips) => clips.WithLabels(
        [.. Enumerable.Range(0, clips.ClipCount).Select(clip => clip % 5 == 0 ? BatchTruth.NoLabel : clips.Targets(clip)[0] > 4 ? 1 : 0)]);

    private static double Recall(SequenceSet clips, float[,] predictions, int label)
    {
        var own = Enumerable.Range(0, clips.ClipCount).Where(clip => clips.Label(clip) == label).ToList();
        return own.Count(clip => (predictions[clip, 1] > predictions[clip, 0] ? 1 : 0) == label) / (double)own.Count;
    }

    [Fact]
    public void SequenceSet_SelectAndJoin_KeepTheNumbersOfTheirClips()
    {
        var set = SyntheticClips.Make(3).WithTargets([1, 2, 3, float.NaN, 5, 6], 2);

        Flatten(SequenceSet.Join([set.Select([2, 1]), set.Select([0])])).ShouldBe([5, 6, 3, float.NaN, 1, 2]);
        set.Select([1]).HasLabels.ShouldBeTrue();
        SequenceSet.Join([set, SyntheticClips.Make(3)]).TargetCount.ShouldBe(0);
        Should.Throw<ArgumentException>(() => set.WithTargets([1, 2], 2)).Message
            .ShouldStartWith("values holds 2 numbers, expected 2 for each of the 3 clips.");
    }

    private static float[] Flatten(SequenceSet set) =>
        [.. Enumerable.Range(0, set.ClipCount).SelectMany(clip => set.Targets(clip).ToArray())];

    private static double Ccc(SequenceSet clips, float[,] predictions, int target, int first = 0) => ConcordanceCorrelation.Compute(
        [.. Enumerable.Range(0, clips.ClipCount).Select(clip => (double)clips.Targets(clip)[target])],
        [.. Enumerable.Range(0, clips.ClipCount).Select(clip => (double)predictions[clip, first + target])]);

    private static TrainingOptions Options(LossOptions loss) =>
        new() { Epochs = 12, BatchSize = 16, LearningRate = 0.03, Loss = loss, StopOn = StopMetric.ValidationCcc };

    private static TrainingTask MakeTask(LossOptions loss) => new()
    {
        Network = Network.Create([new GruOptions { Units = 8 }], 4, s_names, 1),
        Train = MakeSet(160, "train"),
        Validation = MakeSet(50, "validation"),
        Options = Options(loss),
        Seed = 1,
    };

    /// <summary>Two features are the numbers with noise: arousal from 1 to 7, valence with mean 100 and standard deviation 50.</summary>
    private static SequenceSet MakeSet(int clips, string stream)
    {
        var random = new SeededRandom(5, stream);
        var offsets = new long[clips + 1];
        var values = new List<float>();
        var targets = new float[2 * clips];
        for (var clip = 0; clip < clips; clip++)
        {
            var (arousal, valence) = (random.NextGaussian(), random.NextGaussian());
            targets[2 * clip] = (float)(4 + arousal);
            targets[(2 * clip) + 1] = (float)(100 + (50 * valence));
            var frames = 3 + random.NextInt32(5);
            offsets[clip + 1] = offsets[clip] + frames;
            for (var frame = 0; frame < frames; frame++)
            {
                double[] signals = [arousal, valence, 0, 1];
                values.AddRange(signals.Select(signal => (float)(signal + (0.3 * random.NextGaussian()))));
            }
        }

        return new SequenceSet([.. values], offsets, 4).WithTargets(targets, 2);
    }

    private sealed class CancelAtOnce(CancellationTokenSource source) : IProgress<EpochResult>
    {
        public void Report(EpochResult value) => source.Cancel();
    }
}
