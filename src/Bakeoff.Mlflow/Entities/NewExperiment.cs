namespace Bakeoff.Mlflow.Entities;

/// <summary>Content of a new experiment.</summary>
public sealed record NewExperiment
{
    /// <summary>Unique name, 1 to 500 characters.</summary>
    public required string Name { get; init; }

    /// <summary>URI for the artifacts of its runs; null lets the store choose.</summary>
    public string? ArtifactLocation { get; init; }

    /// <summary>Tags by key.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];
}
