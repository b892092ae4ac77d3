namespace Bakeoff.Mlflow.Entities;

/// <summary>A named model in the registry.</summary>
public sealed record RegisteredModel
{
    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>Description; empty if none.</summary>
    public string Description { get; init; } = "";

    /// <summary>Tags by key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Version number by alias.</summary>
    public IReadOnlyDictionary<string, int> Aliases { get; init; } = new SortedDictionary<string, int>(StringComparer.Ordinal);
}
