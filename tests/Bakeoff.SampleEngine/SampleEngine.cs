using Bakeoff.Neural;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Engines;
using Bakeoff.Neural.Training;
using Bakeoff.Options;

namespace Bakeoff.SampleEngine;

/// <summary>The smallest plug-in: the managed engine computes for it.</summary>
public sealed class SampleEngine : ITrainingEngine
{
    /// <inheritdoc/>
    public string Name => "sample";

    /// <inheritdoc/>
    public string Version => "1.2.3 (managed)";

    /// <inheritdoc/>
    public bool IsDeterministic => false;

    /// <inheritdoc/>
    public string ResolveDevice(string requested) => requested is "auto" or "cpu"
        ? "cpu"
        : throw new EngineException(Name, new ErrorDetails("device") { Value = $"'{requested}'", Rule = "auto or cpu" });

    /// <inheritdoc/>
    public TrainingHistory Train(TrainingTask task, IProgress<EpochResult>? progress, CancellationToken cancellationToken) =>
        ManagedEngine.Instance.Train(task, progress, cancellationToken);

    /// <inheritdoc/>
    public float[,] Predict(Network network, SequenceSet clips, string device) => ManagedEngine.Instance.Predict(network, clips, device);
}
