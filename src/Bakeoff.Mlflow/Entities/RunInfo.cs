namespace Bakeoff.Mlflow.Entities;

/// <summary>Identity and state of a run.</summary>
public sealed record RunInfo
{
    /// <summary>Identifier: 32 hexadecimal digits.</summary>
    public required string RunId { get; init; }

    /// <summary>Experiment it belongs to.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Name shown on the pages; equal to the tag <c>mlflow.runName</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>Name of the user as given at creation. The pages show the tag <c>mlflow.user</c> instead.</summary>
    public string UserId { get; init; } = "";

    /// <summary>State of the run.</summary>
    public RunStatus Status { get; init; } = RunStatus.Running;

    /// <summary>Start, UTC, whole milliseconds.</summary>
    public DateTimeOffset StartTime { get; init; }

    /// <summary>End, UTC, whole milliseconds; null while the run is active.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>URI of its artifacts.</summary>
    public string ArtifactUri { get; init; } = "";

    /// <summary>Active or deleted.</summary>
    public LifecycleStage LifecycleStage { get; init; } = LifecycleStage.Active;
}
