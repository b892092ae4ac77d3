using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Runs;

/// <summary>First line of a journal: the values needed to create the run later, in another process.</summary>
internal sealed record JournalHeader
{
    /// <summary>Version of the journal's format.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Store of the run, without credentials.</summary>
    public required string TrackingUri { get; init; }

    public required string ClientKey { get; init; }

    public required string ExperimentName { get; init; }

    /// <summary>Experiment that must exist; null uses the name.</summary>
    public string? ExperimentId { get; init; }

    public string? RunName { get; init; }

    public required long StartTimeMs { get; init; }

    public required string UserId { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> ExperimentTags { get; init; } = [];

    /// <summary>True if another journal holds the start of the run, so that this one never creates it.</summary>
    public bool Continues { get; init; }

    /// <summary>True if the run had ended before and keeps its end.</summary>
    public bool IsAddition { get; init; }

    /// <summary>True to restore the experiment if it is deleted.</summary>
    public bool RestoreExperiment { get; init; }

    /// <summary>Client key of the parent run; null for none, or if the tag names it already.</summary>
    public string? ParentClientKey { get; init; }

    /// <summary>The request that creates the run.</summary>
    /// <param name="experimentId">Experiment in the store.</param>
    /// <param name="parentRunId">Parent run, if it had to be looked up; null for none.</param>
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
