using Bakeoff.Neural.Data;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Neural.Engines;

/// <summary>The engine that comes with Bakeoff: managed code alone, the same bits on every
/// machine, checkpoints that resume to the same bits.</summary>
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
    public string ResolveDevice(string requested) => requested is "auto" or "cpu"
        ? "cpu"
        : throw new EngineException(EngineName, new ErrorDetails("device")
        {
            Value = $"'{requested}'",
            Rule = "auto or cpu",
            NextStep = "Use engine: torchsharp to train on a graphics card.",
        });

    /// <inheritdoc/>
    public TrainingHistory Train(TrainingTask task, IProgress<EpochResult>? progress, CancellationToken cancellationToken) =>
        Trainer.Train(task, progress, cancellationToken);

    /// <inheritdoc/>
    public float[,] Predict(Network network, SequenceSet clips, string device)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Predict(clips, WorkerPool.Serial);
    }
}
