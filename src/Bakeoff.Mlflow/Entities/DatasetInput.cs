namespace Bakeoff.Mlflow.Entities;

/// <summary>A data set that a run read, and what for.</summary>
public sealed record DatasetInput
{
    /// <summary>The data set.</summary>
    public required Dataset Dataset { get; init; }

    /// <summary>Tags by key; <see cref="MlflowTags.DatasetContext"/> says what it was read for.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);
}
