using Bakeoff.Neural.Data;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Training;

/// <summary>Trains networks in managed code.</summary>
public static class Trainer
{
    /// <summary>Trains in place and, unless the options say otherwise, leaves the weights of the best epoch.</summary>
    /// <param name="task">The network, its clips and the settings.</param>
    /// <param name="progress">Receives each epoch's result; null for none.</param>
    /// <param name="cancellationToken">Checked before each step.</param>
    /// <returns>All epochs and the number of the best one.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or there is nothing to train on.</exception>
    /// <exception cref="SequenceDataException">A feature is not finite or a label is outside the classes.</exception>
    /// <exception cref="TargetException">A number cannot be learned from the clips.</exception>
    /// <exception cref="Layers.LayerShapeException">The clips do not fit the network.</exception>
    /// <exception cref="TrainingDivergedException">The loss became NaN or infinite.</exception>
    /// <exception cref="Storage.ModelFormatException">The checkpoint is damaged or belongs to another training.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint holds the last finished epoch.</exception>
    /// <remarks>
    /// Determinism: equal tasks give equal bits on every machine, with every thread count, and after any number of interruptions.
    /// A batch larger than the data is one step with all clips. After the first epoch a step allocates one small object.
    /// </remarks>
    public static TrainingHistory Train(
        TrainingTask task,
        IProgress<EpochResult>? progress = null,
        CancellationToken cancellationToken = default) =>
        TrainingLoop.Run(task, static task => new ManagedSteps(task), progress, cancellationToken);

    /// <summary>Trains in place without checkpoints and progress: a short form for small data.</summary>
    /// <param name="network">Network to train; its weights, statistics and standardisation are replaced.</param>
    /// <param name="train">Training clips with labels, or with targets if the network predicts numbers.</param>
    /// <param name="validation">Clips evaluated after each epoch; null or empty only when <c>stop_on</c> is a training metric.</param>
    /// <param name="options">Settings of the training.</param>
    /// <param name="seed">Seed of shuffling, dropout and augmentation, each with its own stream.</param>
    /// <param name="pool">Threads; they change the time, never the result.</param>
    /// <inheritdoc cref="Train(TrainingTask, IProgress{EpochResult}, CancellationToken)"/>
    public static TrainingHistory Train(
        Network network,
        SequenceSet train,
        SequenceSet? validation,
        TrainingOptions options,
        ulong seed,
        WorkerPool pool) =>
        Train(
            new TrainingTask
            {
                Network = network, Train = train, Validation = validation, Options = options, Seed = seed, Pool = pool,
            });
}
