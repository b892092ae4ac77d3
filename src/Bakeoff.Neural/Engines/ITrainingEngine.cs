using Bakeoff.Neural.Data;
using Bakeoff.Neural.Training;

namespace Bakeoff.Neural.Engines;

/// <summary>An engine that trains networks: the managed one, or one that computes with another library.</summary>
/// <remarks>
/// An engine takes the layers and first weights from a <see cref="Network"/> and leaves the trained weights in it. A model is therefore the
/// same two files for every engine, and the managed engine predicts with it.
/// </remarks>
public interface ITrainingEngine : IEngine
{
    /// <summary>True if equal arguments give equal bits on every machine.</summary>
    bool IsDeterministic { get; }

    /// <summary>The device for a request.</summary>
    /// <param name="requested"><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <returns><c>cpu</c> or <c>cuda:N</c>.</returns>
    /// <exception cref="EngineException">This engine or this machine has no such device.</exception>
    string ResolveDevice(string requested);

    /// <summary>Trains in place and, unless the options say otherwise, leaves the weights of the best epoch.</summary>
    /// <param name="task">The network, its clips and the settings.</param>
    /// <param name="progress">Receives each epoch's result; null for none.</param>
    /// <param name="cancellationToken">Checked before each step.</param>
    /// <returns>All epochs and the number of the best one.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or there is nothing to train on.</exception>
    /// <exception cref="EngineException">The engine does not have a layer, loss or optimizer of the task.</exception>
    /// <exception cref="TargetException">A number cannot be learned from the clips.</exception>
    /// <exception cref="TrainingDivergedException">The loss became NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    TrainingHistory Train(TrainingTask task, IProgress<EpochResult>? progress, CancellationToken cancellationToken);

    /// <summary>Probabilities of the classes or numbers for each clip, computed by this engine; experiments predict with the managed
    /// one.</summary>
    /// <param name="network">The network.</param>
    /// <param name="clips">The clips; labels and targets are ignored.</param>
    /// <param name="device">A result of <see cref="ResolveDevice"/>.</param>
    /// <returns>Shape [clips, outputs].</returns>
    float[,] Predict(Network network, SequenceSet clips, string device);
}
