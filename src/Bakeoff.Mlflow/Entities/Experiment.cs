namespace Bakeoff.Mlflow.Entities;

/// <summary>A named collection of runs.</summary>
public sealed record Experiment
{
    /// <summary>Identifier: decimal digits, as text.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>URI below which the artifacts of its runs live.</summary>
    public string ArtifactLocation { get; init; } = "";

    /// <summary>Active or deleted.</summary>
    public LifecycleStage LifecycleStage { get; init; } = LifecycleStage.Active;

    /// <summary>Time of creation; null if the store does not say.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>Time of the last change; null if the store does not say.</summary>
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary>Tags by key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);
}
