namespace Bakeoff.Mlflow.Runs;

/// <summary>Settings of <see cref="RunRecovery.RecoverRunsAsync"/>.</summary>
public sealed record RecoveryOptions
{
    /// <summary>Longest time to spend on each journal. Default 1 minute.</summary>
    public TimeSpan JournalTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest time to spend on everything; null for no limit. Remaining journals stay for the next time. Default null.</summary>
    public TimeSpan? TotalTimeout { get; init; }

    /// <summary>
    /// Addresses under which the same server was known before, such as <c>http://localhost:5000</c>: journals written for them are
    /// delivered too. <see cref="RunRecovery.FindJournals"/> lists the addresses of waiting journals. Default none.
    /// </summary>
    public IReadOnlyList<string> FormerTrackingUris { get; init; } = [];

    /// <summary>
    /// True to restore experiments that were deleted while their runs waited. Default false: such runs go on waiting, and
    /// <see cref="RecoveryReport.Problems"/> says why.
    /// </summary>
    public bool RestoreExperiments { get; init; }
}
