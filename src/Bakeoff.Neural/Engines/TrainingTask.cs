using Bakeoff.Neural.Data;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Engines;

/// <summary>One training: what is trained, on what, and how.</summary>
public sealed record TrainingTask
{
    /// <summary>Network to train; its weights, statistics and standardisation are replaced.</summary>
    public required Network Network { get; init; }

    /// <summary>Training clips with labels.</summary>
    public required SequenceSet Train { get; init; }

    /// <summary>Clips judged after each epoch; null or empty only when <c>stop_on</c> is a training metric.</summary>
    public SequenceSet? Validation { get; init; }

    /// <summary>How to train.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>Seed of shuffling, dropout and augmentation.</summary>
    public ulong Seed { get; init; }

    /// <summary>Where to compute: <c>cpu</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Threads; they change the time. Default: the calling one.</summary>
    public WorkerPool Pool { get; init; } = WorkerPool.Serial;

    /// <summary>Folder of a checkpoint written after each epoch, for engines that can go on from one; null for none.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Loss weight of each class, by <c>class_weights</c> or <c>class_weight_values</c>.</summary>
    /// <exception cref="ArgumentException">The number of given weights is not the number of classes.</exception>
    public IReadOnlyList<double> ClassWeights() => Training.ClassWeights.Of(Options, Train, Network.ClassCount);
}
