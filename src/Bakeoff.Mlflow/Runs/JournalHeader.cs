using Bakeoff.Mlflow.Entities;

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

    /// <summary>Experiment that must exist; null goes by the name.</summary>
    public string? ExperimentId { get; init; }

    public string? RunName { get; init; }

    public required long StartTimeMs { get; init; }

    public required string UserId { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> ExperimentTags { get; init; } = [];

    /// <summary>Whether the run was begun by another journal, so that it is never created by this one.</summary>
    public bool Continues { get; init; }

    /// <summary>Client key of the run that this one is a part of; null for none, or if the tag names it already.</summary>
    public string? ParentClientKey { get; init; }

    /// <summary>The request that creates the run.</summary>
    /// <param name="experimentId">Experiment in the store.</param>
    /// <param name="parentRunId">Run that it is a part of, if that had to be looked up; null for none.</param>
    public NewRun ToNewRun(string experimentId, string? parentRunId) => new()
    {
        ExperimentId = experimentId,
        Name = RunName,
        UserId = UserId,
        StartTime = DateTimeOffset.FromUnixTimeMilliseconds(StartTimeMs),
        ClientKey = ClientKey,
        Tags = parentRunId is null ? Tags : [.. Tags, new(MlflowTags.ParentRunId, parentRunId)],
    };
}
