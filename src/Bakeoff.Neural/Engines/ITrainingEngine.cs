using Bakeoff.Neural.Data;
using Bakeoff.Neural.Training;

namespace Bakeoff.Neural.Engines;

/// <summary>Something that trains networks: the managed engine, or one that computes with another library.</summary>
/// <remarks>
/// An engine works on a <see cref="Network"/>: it takes the layers and first weights from it and leaves the trained weights in it, so that whatever trained it, a model is the
/// same two files and the managed engine predicts with it. A plug-in has one public type that implements this and has a constructor without parameters; docs/engines.md tells the rest.
/// </remarks>
public interface ITrainingEngine
{
    /// <summary>Name in the YAML: lower-case letters and digits.</summary>
    string Name { get; }

    /// <summary>Version of the engine and of what it computes with, such as <c>0.1.0 (TorchSharp 0.107.0)</c>; part of the fingerprint of what it trains.</summary>
    string Version { get; }

    /// <summary>Whether equal arguments give equal bits on every machine.</summary>
    bool IsDeterministic { get; }

    /// <summary>The device that a wish comes to.</summary>
    /// <param name="wish"><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <returns><c>cpu</c> or <c>cuda:N</c>.</returns>
    /// <exception cref="EngineException">This engine or this machine has no such device.</exception>
    string ResolveDevice(string wish);

    /// <summary>Trains in place and, unless told otherwise, leaves the weights of the best epoch.</summary>
    /// <param name="task">What to train, on what, and how.</param>
    /// <param name="progress">Told after each epoch; null for silence.</param>
    /// <param name="cancellation">Looked at before each step.</param>
    /// <returns>All epochs and the best one.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or there is nothing to train on.</exception>
    /// <exception cref="TrainingDivergedException">The loss became NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    TrainingHistory Train(TrainingTask task, IProgress<EpochResult>? progress, CancellationToken cancellation);

    /// <summary>Probabilities of the classes for each clip, computed by this engine; experiments predict with the managed one.</summary>
    /// <param name="network">The network.</param>
    /// <param name="clips">The clips; labels are not looked at.</param>
    /// <param name="device">What <see cref="ResolveDevice"/> gave.</param>
    /// <returns>Shape [clips, classes].</returns>
    float[,] Predict(Network network, SequenceSet clips, string device);
}
