using Bakeoff.Neural;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Engines;
using Bakeoff.Neural.Training;

namespace Bakeoff.SampleEngine;

/// <summary>An engine that is a plug-in and nothing more: the managed engine computes for it.</summary>
public sealed class SampleEngine : ITrainingEngine
{
    /// <inheritdoc/>
    public string Name => "sample";

    /// <inheritdoc/>
    public string Version => "1.2.3 (managed)";

    /// <inheritdoc/>
    public bool IsDeterministic => false;

    /// <inheritdoc/>
    public string ResolveDevice(string wish) => wish is "auto" or "cpu" ? "cpu" : throw new EngineException(Name, $"device is '{wish}', expected auto or cpu. There is no other.");

    /// <inheritdoc/>
    public TrainingHistory Train(TrainingTask task, IProgress<EpochResult>? progress, CancellationToken cancellation) => ManagedEngine.Instance.Train(task, progress, cancellation);

    /// <inheritdoc/>
    public float[,] Predict(Network network, SequenceSet clips, string device) => ManagedEngine.Instance.Predict(network, clips, device);
}
