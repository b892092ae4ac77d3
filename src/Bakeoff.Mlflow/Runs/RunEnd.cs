namespace Bakeoff.Mlflow.Runs;

/// <summary>Delivery of a run's values when it ended.</summary>
/// <param name="IsDelivered">True if everything is in the store; false if the journal still holds some.</param>
/// <param name="PendingCount">Values that the journal still holds.</param>
/// <param name="JournalPath">The journal; null once everything is delivered.</param>
/// <param name="Rejections">Values that the store refused, one sentence each.</param>
public sealed record RunEnd(bool IsDelivered, long PendingCount, string? JournalPath, IReadOnlyList<string> Rejections)
{
    /// <summary>Why the journal still holds values; null once everything is delivered.</summary>
    public MlflowException? Problem { get; init; }
}
