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

    /// <summary>Run that produced the model; null if unknown.</summary>
    public string? RunId { get; init; }

    /// <summary>Link to that run on another server; null if none.</summary>
    public string? RunLink { get; init; }

    /// <summary>Logged model of MLflow 3 that this version registers; null for none.</summary>
    public string? ModelId { get; init; }

    /// <summary>Description; empty if none.</summary>
    public string Description { get; init; } = "";

    /// <summary>User who registered it; null if the store does not say.</summary>
    public string? UserId { get; init; }

    /// <summary>Time of creation; null if the store does not say.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>Time of the last change; null if the store does not say.</summary>
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary>Stage; MLflow recommends aliases instead. Default <see cref="ModelStage.None"/>.</summary>
    public ModelStage Stage { get; init; } = ModelStage.None;

    /// <summary>State of the registration. Default <see cref="ModelVersionStatus.Ready"/>.</summary>
    public ModelVersionStatus Status { get; init; } = ModelVersionStatus.Ready;

    /// <summary>Explanation of the state; empty if none.</summary>
    public string StatusMessage { get; init; } = "";

    /// <summary>Tags by key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Aliases that point to this version, in order. Some servers list them only when the version is read by itself.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
}
