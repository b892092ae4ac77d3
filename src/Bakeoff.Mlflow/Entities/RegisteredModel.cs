namespace Bakeoff.Mlflow.Entities;

/// <summary>A named model in the registry.</summary>
public sealed record RegisteredModel
{
    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>Description; empty if none.</summary>
    public string Description { get; init; } = "";

    /// <summary>Time of creation; null if the store does not say.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>Time of the last change; null if the store does not say.</summary>
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary>Latest version in each stage that has one, by stage.</summary>
    public IReadOnlyList<ModelVersion> LatestVersions { get; init; } = [];

    /// <summary>Tags by key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Version number by alias.</summary>
    public IReadOnlyDictionary<string, int> Aliases { get; init; } = new SortedDictionary<string, int>(StringComparer.Ordinal);
}
