namespace Bakeoff.Mlflow.Entities;

/// <summary>One version of a registered model.</summary>
public sealed record ModelVersion
{
    /// <summary>Name of the registered model.</summary>
    public required string Name { get; init; }

    /// <summary>Version number, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>URI of the model folder.</summary>
    public string Source { get; init; } = "";

    /// <summary>Run that made it; null if unknown.</summary>
    public string? RunId { get; init; }

    /// <summary>Description; empty if none.</summary>
    public string Description { get; init; } = "";

    /// <summary>Tags by key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);
}
