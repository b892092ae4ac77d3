using Bakeoff.Neural.Data;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Training;

/// <summary>Trains networks.</summary>
public static class Trainer
{
    /// <summary>Trains in place and, unless told otherwise, leaves the weights of the best epoch.</summary>
    /// <param name="network">Network to train; its weights, statistics and standardisation are replaced.</param>
    /// <param name="train">Training clips with labels.</param>
    /// <param name="validation">Clips judged after each epoch; null or empty only when <c>stop_on</c> is a training metric.</param>
    /// <param name="options">How to train.</param>
    /// <param name="seed">Seed of shuffling, dropout and augmentation, each with its own stream.</param>
    /// <param name="pool">Threads; they change the time, never the result.</param>
    /// <param name="progress">Told after each epoch; null for silence.</param>
    /// <param name="cancellation">Looked at before each step.</param>
    /// <param name="checkpointFolder">Folder of a checkpoint written after each epoch and resumed from when present; null for none.</param>
    /// <returns>All epochs and the best one.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or there is nothing to train on.</exception>
    /// <exception cref="SequenceDataException">A feature is not finite or a label is outside the classes.</exception>
    /// <exception cref="Layers.LayerShapeException">The clips do not fit the network.</exception>
    /// <exception cref="TrainingDivergedException">The loss became NaN or infinite.</exception>
    /// <exception cref="Storage.ModelFormatException">The checkpoint is damaged or belongs to another training.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint holds the last finished epoch.</exception>
    /// <remarks>Determinism: equal arguments give equal bits on every machine, with every thread count, and after any number of interruptions.
    /// A batch larger than the data is one step with all clips. Epochs after the first allocate a few small objects, steps none.</remarks>
    public static TrainingHistory Train(
        Network network,
        SequenceSet train,
        SequenceSet? validation,
        TrainingOptions options,
        ulong seed,
        WorkerPool pool,
        IProgress<EpochResult>? progress = null,
        CancellationToken cancellation = default,
        string? checkpointFolder = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(pool);
        Check(network, train, validation, options);
        var session = new TrainingSession(network, train, validation is { ClipCount: > 0 } ? validation : null, options, seed, pool, checkpointFolder);
        return session.Run(progress, cancellation);
    }

    /// <summary>Throws when a training could not begin or end well.</summary>
    internal static void Check(Network network, SequenceSet train, SequenceSet? validation, TrainingOptions options)
    {
        foreach (var problem in options.Validate())
        {
            throw new ArgumentException($"training: {problem.Key} {problem.Message}", nameof(options));
        }

        if (train.ClipCount == 0)
        {
            throw new ArgumentException("training: there are no training clips, expected at least one. Look at the split.", nameof(train));
        }

        network.CheckInput(train);
        train.CheckLabels(network.ClassCount);
        if (validation is { ClipCount: > 0 })
        {
            network.CheckInput(validation);
            validation.CheckLabels(network.ClassCount);
        }
        else if (options.StopOn is StopMetric.ValidationUar or StopMetric.ValidationAccuracy or StopMetric.ValidationLoss)
        {
            throw new ArgumentException($"training: stop_on is {options.StopOn}, but there are no validation clips. Keep some, or stop on a train metric.", nameof(validation));
        }
    }
}
