namespace Bakeoff.Mlflow.Entities;

/// <summary>Changes to a run; null leaves a value as it is.</summary>
public sealed record RunUpdate
{
    /// <summary>New state.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>New end.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>New name.</summary>
    public string? Name { get; init; }
}
