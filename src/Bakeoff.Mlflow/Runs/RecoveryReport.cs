namespace Bakeoff.Mlflow.Runs;

/// <summary>What <see cref="RunRecovery.RecoverRunsAsync"/> found and did.</summary>
/// <param name="DeliveredRuns">Runs whose journals are in the store now.</param>
/// <param name="PendingRuns">Runs whose journals could not be delivered; they stay for the next time.</param>
/// <param name="ClosedRuns">Runs of dead processes that were RUNNING and are KILLED now.</param>
/// <param name="Rejections">What the store refused for good, one sentence each.</param>
public sealed record RecoveryReport(int DeliveredRuns, int PendingRuns, int ClosedRuns, IReadOnlyList<string> Rejections);
