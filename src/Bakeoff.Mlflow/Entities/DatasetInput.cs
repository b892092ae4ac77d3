namespace Bakeoff.Mlflow.Entities;

/// <summary>A data set that a run read, with the purpose.</summary>
public sealed record DatasetInput
{
    /// <summary>The data set.</summary>
    public required Dataset Dataset { get; init; }

    /// <summary>Tags by key; <see cref="MlflowTags.DatasetContext"/> names the purpose.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);
}
