namespace Bakeoff.Mlflow.Runs;

/// <summary>First line of a journal: everything needed to create the run later, in another process.</summary>
internal sealed record JournalHeader
{
    /// <summary>Form of the journal.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Store that the run belongs to, without credentials.</summary>
    public required string TrackingUri { get; init; }

    public required string ClientKey { get; init; }

    public required string ExperimentName { get; init; }

    public string? RunName { get; init; }

    public required long StartTimeMs { get; init; }

    public required string UserId { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];
}
