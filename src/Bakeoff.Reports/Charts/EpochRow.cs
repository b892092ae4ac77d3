namespace Bakeoff.Reports.Charts;

/// <summary>The metrics of one epoch; not a number where one was not measured.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="TrainLoss">Mean loss on the training partition.</param>
/// <param name="TrainAccuracy">Accuracy on the training partition, 0..1.</param>
/// <param name="ValidationLoss">Mean loss on the validation partition.</param>
/// <param name="ValidationAccuracy">Accuracy on the validation partition, 0..1.</param>
/// <param name="ValidationUar">Unweighted average recall on the validation partition, 0..1.</param>
/// <param name="LearningRate">Learning rate of the epoch.</param>
public sealed record EpochRow(
    int Epoch,
    double TrainLoss,
    double TrainAccuracy,
    double ValidationLoss,
    double ValidationAccuracy,
    double ValidationUar,
    double LearningRate)
{
    /// <summary>Concordance correlation on the training partition, where numbers are predicted.</summary>
    public double TrainCcc { get; init; } = double.NaN;

    /// <summary>Concordance correlation on the validation partition, where numbers are predicted.</summary>
    public double ValidationCcc { get; init; } = double.NaN;
}
