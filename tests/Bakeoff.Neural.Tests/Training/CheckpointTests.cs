using System.Globalization;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using Bakeoff.Testing;

namespace Bakeoff.Neural.Tests.Training;

public sealed class CheckpointTests : IDisposable
{
    private const string FolderVariable = "BAKEOFF_NEURAL_CHECKPOINT_FOLDER";
    private const int Kills = 6;

    private readonly string _folder = Directory.CreateTempSubdirectory("bakeoff checkpoint ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Train_KilledAtManyMoments_EndsWithTheSameBytes()
    {
        var (interrupted, whole) = (Path.Combine(_folder, "interrupted"), Path.Combine(_folder, "whole"));
        Train(whole);
        var random = new SeededRandom(11, "kills");
        for (var kill = 0; kill < Kills && !IsDone(interrupted); kill++)
        {
            using var child = ChildProcess.Start(typeof(CheckpointTests), nameof(Child_Trains), [(FolderVariable, interrupted)]);
            var started = Path.Combine(interrupted, "started");
            while (!File.Exists(started) && !child.HasExited)
            {
                Thread.Sleep(1);
            }

            Thread.Sleep(random.NextInt32(120));
            child.Kill(entireProcessTree: true);
            child.WaitForExit();
            File.Delete(started);
        }

        Train(interrupted);

        foreach (var name in new[] { ModelFile.WeightsName, ModelFile.DescriptionName, "history.txt" })
        {
            File.ReadAllBytes(Path.Combine(interrupted, name)).ShouldBe(File.ReadAllBytes(Path.Combine(whole, name)), name);
        }
    }

    [Fact]
    public void Train_TruncatedCheckpoint_SaysSo()
    {
        var train = SyntheticClips.Make(20);
        var options = new TrainingOptions { Epochs = 1 };
        var task = new TrainingTask
        {
            Network = MakeNetwork(),
            Train = train,
            Validation = train,
            Options = options,
            Seed = 1,
            CheckpointFolder = _folder,
        };
        Trainer.Train(task);
        var path = Path.Combine(_folder, "checkpoint.safetensors");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^10]);

        Should.Throw<ModelFormatException>(() => Trainer.Train(task with { Network = MakeNetwork() }))
            .Message.ShouldContain("It is truncated or damaged");
    }

    /// <summary>The part that runs in the child process; never part of a normal run.</summary>
    [Fact(Explicit = true)]
    public void Child_Trains()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.SkipWhen(folder is null, $"Started by {nameof(Train_KilledAtManyMoments_EndsWithTheSameBytes)} only.");
        Train(folder!);
    }

    private static bool IsDone(string folder) => File.Exists(Path.Combine(folder, "history.txt"));

    private static void Train(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "started"), "");
        var network = MakeNetwork();
        var options = new TrainingOptions
        {
            Epochs = 60,
            BatchSize = 8,
            Schedule = new ScheduleOptions { Kind = new PlateauSchedule(), EveryEpochs = 4 },
        };
        var task = new TrainingTask
        {
            Network = network, Train = SyntheticClips.Make(60), Validation = SyntheticClips.Make(20, stream: "validation"),
            Options = options, Seed = 1, CheckpointFolder = folder,
        };
        var history = Trainer.Train(task);
        ModelFile.Save(folder, network);
        File.WriteAllLines(
            Path.Combine(folder, "history.txt"),
            history.Epochs.Select(epoch => string.Create(CultureInfo.InvariantCulture, $"{epoch}")));
    }

    private static Network MakeNetwork() =>
        Network.Create(
            [
                new LstmOptions { Units = 24, RecurrentDropout = 0.1 },
                new BatchNormalizationOptions(),
                new DropoutOptions(),
                new DenseOptions { Units = 16, Activation = ActivationFunction.Tanh },
            ],
            6,
            3,
            seed: 3);
}
