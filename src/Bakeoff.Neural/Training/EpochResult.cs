namespace Bakeoff.Neural.Training;

/// <summary>Metrics of one training epoch. Losses are in nats per clip, the other metrics are shares from 0 to 1.</summary>
public sealed record EpochResult
{
    /// <summary>Number of the epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Mean loss of the epoch's steps, with dropout and augmentation on, weighted by clips.</summary>
    public double TrainLoss { get; init; }

    /// <summary>Share of training clips classified correctly during the steps.</summary>
    public double TrainAccuracy { get; init; }

    /// <summary>Mean cross-entropy of the validation clips after the epoch, without
    /// weights or smoothing; NaN without validation clips.</summary>
    public double ValidationLoss { get; init; } = double.NaN;

    /// <summary>Share of validation clips classified correctly; NaN without validation clips.</summary>
    public double ValidationAccuracy { get; init; } = double.NaN;

    /// <summary>Mean recall of the classes that occur among the validation clips; NaN without validation clips.</summary>
    public double ValidationUar { get; init; } = double.NaN;

    /// <summary>Learning rate of this epoch.</summary>
    public double LearningRate { get; init; }

    /// <summary>Mean recall of the classes during the steps.</summary>
    public double TrainUar { get; init; }

    /// <summary>True if this epoch is the best so far by <c>stop_on</c>.</summary>
    public bool IsBest { get; init; }

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
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "Unknown metric."),
    };
}
