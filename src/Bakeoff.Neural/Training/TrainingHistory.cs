namespace Bakeoff.Neural.Training;

/// <summary>What a training left behind besides the weights.</summary>
/// <param name="Epochs">Every epoch in order, including those of an earlier process that was resumed.</param>
/// <param name="BestEpoch">Number of the epoch whose weights the network holds when <c>restore_best</c> is on.</param>
/// <param name="StoppedEarly">Whether patience ran out before the last epoch.</param>
public sealed record TrainingHistory(IReadOnlyList<EpochResult> Epochs, int BestEpoch, bool StoppedEarly);
