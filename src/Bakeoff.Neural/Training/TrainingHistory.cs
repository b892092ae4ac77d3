namespace Bakeoff.Neural.Training;

/// <summary>Results of a training besides the weights.</summary>
/// <param name="Epochs">Every epoch in order, including those of an earlier process that was resumed.</param>
/// <param name="BestEpoch">Number of the epoch whose weights the network holds when <c>restore_best</c> is on.</param>
/// <param name="StoppedEarly">True if patience ran out before the last epoch.</param>
public sealed record TrainingHistory(IReadOnlyList<EpochResult> Epochs, int BestEpoch, bool StoppedEarly);
