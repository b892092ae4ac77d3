namespace Bakeoff.Mlflow.Runs;

/// <summary>Result of <see cref="RunRecovery.RecoverRunsAsync"/>. Runs are counted, not journals: a run may have several.</summary>
/// <param name="DeliveredRuns">Runs whose journals are all in the store now.</param>
/// <param name="PendingRuns">Runs with a journal that could not be delivered; it stays for the next time.</param>
/// <param name="ClosedRuns">Runs of dead processes that were RUNNING and are KILLED now.</param>
/// <param name="Rejections">Values that the store refused, one sentence each.</param>
public sealed record RecoveryReport(int DeliveredRuns, int PendingRuns, int ClosedRuns, IReadOnlyList<string> Rejections)
{
    /// <summary>Reasons why journals could not be delivered, each once. Default empty.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Messages on everything in a folder that could not be read and was left out. Default empty.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];
}
