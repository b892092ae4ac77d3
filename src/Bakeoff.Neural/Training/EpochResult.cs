using System.Text.Json.Serialization;

namespace Bakeoff.Neural.Training;

/// <summary>Metrics of one training epoch. Losses of classes are in nats per clip, those of numbers as the loss has them; CCC is at most 1,
/// other metrics are shares from 0 to 1. Metrics of classes are NaN where numbers alone are learned, and the other way round.</summary>
public sealed record EpochResult
{
    /// <summary>Number of the epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Mean loss of the epoch's steps, with dropout and augmentation on, weighted by clips.</summary>
    public double TrainLoss { get; init; }

    /// <summary>Share of training clips classified correctly during the steps.</summary>
    public double TrainAccuracy { get; init; }

    /// <summary>Mean cross-entropy of the validation clips after the epoch, without weights or smoothing, to the shares of the classes
    /// where the clips have these; where numbers are learned, the loss of training of all validation clips as one batch. NaN without
    /// validation clips.</summary>
    public double ValidationLoss { get; init; } = double.NaN;

    /// <summary>Share of validation clips classified correctly; NaN without validation clips.</summary>
    public double ValidationAccuracy { get; init; } = double.NaN;

    /// <summary>Mean recall of the classes that occur among the validation clips; NaN without validation clips.</summary>
    public double ValidationUar { get; init; } = double.NaN;

    /// <summary>Learning rate of this epoch.</summary>
    public double LearningRate { get; init; }

    /// <summary>Mean recall of the classes during the steps.</summary>
    public double TrainUar { get; init; }

    /// <summary>Mean CCC over the targets during the steps; NaN for classes, or where a target's is not defined.</summary>
    public double TrainCcc { get; init; } = double.NaN;

    /// <summary>Mean CCC over the targets on the validation clips after the epoch; NaN for classes, without validation clips, or where a
    /// target's is not defined.</summary>
    public double ValidationCcc { get; init; } = double.NaN;

    /// <summary>True if this epoch is the best so far by <c>stop_on</c>.</summary>
    public bool IsBest { get; init; }

    /// <summary>True if classes were learned: for these, there is always a training accuracy.</summary>
    [JsonIgnore]
    public bool HasClasses => !double.IsNaN(TrainAccuracy);

    /// <summary>True if numbers were learned.</summary>
    [JsonIgnore]
    public bool HasTargets => !HasClasses || !double.IsNaN(TrainCcc);

    /// <summary>Value of a metric in this epoch.</summary>
    /// <param name="metric">The metric.</param>
    public double Value(StopMetric metric) => metric switch
    {
        StopMetric.ValidationUar => ValidationUar,
        StopMetric.ValidationAccuracy => ValidationAccuracy,
        StopMetric.ValidationLoss => ValidationLoss,
        StopMetric.TrainUar => TrainUar,
        StopMetric.TrainAccuracy => TrainAccuracy,
        StopMetric.TrainLoss => TrainLoss,
        StopMetric.ValidationCcc => ValidationCcc,
        StopMetric.TrainCcc => TrainCcc,
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "Unknown metric."),
    };
}
