namespace Bakeoff.Neural.Training;

/// <summary>Figures of one training epoch. Losses are in nats per clip, the others shares from 0 to 1.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="TrainLoss">Mean loss of the epoch's steps, with dropout and augmentation on, weighted by clips.</param>
/// <param name="TrainAccuracy">Share of training clips told right during the steps.</param>
/// <param name="ValidationLoss">Mean cross-entropy of the validation clips after the epoch, without weights or smoothing; NaN without validation clips.</param>
/// <param name="ValidationAccuracy">Share of validation clips told right; NaN without validation clips.</param>
/// <param name="ValidationUar">Mean recall of the classes that occur among the validation clips; NaN without validation clips.</param>
/// <param name="LearningRate">Learning rate of this epoch.</param>
/// <param name="TrainUar">Mean recall of the classes during the steps.</param>
/// <param name="IsBest">Whether this epoch is the best so far by <c>stop_on</c>.</param>
public sealed record EpochResult(
    int Epoch,
    double TrainLoss,
    double TrainAccuracy,
    double ValidationLoss,
    double ValidationAccuracy,
    double ValidationUar,
    double LearningRate,
    double TrainUar,
    bool IsBest)
{
    /// <summary>Value of a metric in this epoch.</summary>
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
