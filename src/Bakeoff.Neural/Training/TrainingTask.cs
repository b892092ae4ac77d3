using Bakeoff.Neural.Data;
using Bakeoff.Neural.Losses;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Training;

/// <summary>One training: the network, its clips, and the settings.</summary>
public sealed record TrainingTask
{
    /// <summary>Network to train; its weights, statistics and standardisation are replaced.</summary>
    public required Network Network { get; init; }

    /// <summary>Training clips with labels.</summary>
    public required SequenceSet Train { get; init; }

    /// <summary>Clips evaluated after each epoch; null or empty only when <c>stop_on</c> is a training metric.</summary>
    public SequenceSet? Validation { get; init; }

    /// <summary>Settings of the training.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>Seed of shuffling, dropout and augmentation, each with its own stream. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Device to compute on: <c>cpu</c> or <c>cuda:N</c>. Default cpu.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Threads; they change the time, never the result. Default: the calling one.</summary>
    public WorkerPool Pool { get; init; } = WorkerPool.Serial;

    /// <summary>Folder of a checkpoint written after each epoch and resumed from when
    /// present, by engines that can; null for none.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Validation clips if there are any.</summary>
    internal SequenceSet? ValidationClips => Validation is { ClipCount: > 0 } ? Validation : null;

    /// <summary>Creates the loss, with the class weights, smoothing and adjustment of the options.</summary>
    /// <exception cref="ArgumentException">The number of given weights is not the number of classes.</exception>
    public Loss CreateLoss()
    {
        var classes = ClassWeights.CountClips(Train, Network.ClassCount);
        var loss = Options.Loss.Create(new LossSetting(ClassWeights.Compute(Options, classes), Options.LabelSmoothing));
        return Options.LogitAdjustment == 0 ? loss : new AdjustedLoss(loss, ClassWeights.Offsets(Options.LogitAdjustment, classes));
    }

    /// <summary>Throws if the training could not begin or end well.</summary>
    /// <exception cref="ArgumentException">An option is out of range, or there is nothing to train on.</exception>
    /// <exception cref="SequenceDataException">A feature is not finite or a label is outside the classes.</exception>
    /// <exception cref="Layers.LayerShapeException">The clips do not fit the network.</exception>
    internal void Check()
    {
        foreach (var problem in Options.Validate())
        {
            throw new ArgumentException($"training: {problem.Key} {problem.Message}", nameof(Options));
        }

        if (Train.ClipCount == 0)
        {
            throw new ArgumentException("training: there are no training clips, expected at least one. Check the split.", nameof(Train));
        }

        Network.CheckInput(Train);
        Train.CheckLabels(Network.ClassCount);
        if (ValidationClips is { } validation)
        {
            Network.CheckInput(validation);
            validation.CheckLabels(Network.ClassCount);
        }
        else if (Options.StopOn is StopMetric.ValidationUar or StopMetric.ValidationAccuracy or StopMetric.ValidationLoss)
        {
            throw new ArgumentException(
                $"training: stop_on is {Options.StopOn}, but there are no validation clips. Keep some, or stop on a train metric.",
                nameof(Validation));
        }
    }
}
