namespace Bakeoff.Mlflow.Entities;

/// <summary>Content of a new run.</summary>
public sealed record NewRun
{
    /// <summary>Experiment to create it in.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>
    /// Name shown on the pages; null lets the store invent one. Must agree with a tag <c>mlflow.runName</c>, if there is one.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>Name of the user; null means the name of the operating system's user.</summary>
    public string? UserId { get; init; }

    /// <summary>Start of the run; null means now.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>
    /// Key that makes creation safe to repeat: kept in the tag <see cref="MlflowTags.ClientKey"/>, and looked for before a second attempt.
    /// Null creates a new one.
    /// </summary>
    public string? ClientKey { get; init; }

    /// <summary>Tags by key.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];
}
