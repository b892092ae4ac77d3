using Bakeoff.Neural.Data;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Engines;

/// <summary>The engine that comes with Bakeoff: managed code alone, the same bits on every machine, checkpoints that go on to the same bits.</summary>
public sealed class ManagedEngine : ITrainingEngine
{
    /// <summary>Name in the YAML.</summary>
    public const string EngineName = "managed";

    private ManagedEngine()
    {
    }

    /// <summary>The engine; it has no state.</summary>
    public static ManagedEngine Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => EngineName;

    /// <inheritdoc/>
    public string Version => typeof(ManagedEngine).Assembly.GetName().Version!.ToString(3);

    /// <inheritdoc/>
    public bool IsDeterministic => true;

    /// <inheritdoc/>
    public string ResolveDevice(string wish) => wish is "auto" or "cpu"
        ? "cpu"
        : throw new EngineException(EngineName, $"device is '{wish}', expected auto or cpu. Graphics cards are served by engine: torchsharp.");

    /// <inheritdoc/>
    public TrainingHistory Train(TrainingTask task, IProgress<EpochResult>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Trainer.Train(task.Network, task.Train, task.Validation, task.Options, task.Seed, task.Pool, progress, cancellation, task.CheckpointFolder);
    }

    /// <inheritdoc/>
    public float[,] Predict(Network network, SequenceSet clips, string device)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Predict(clips, WorkerPool.Serial);
    }
}
