namespace Bakeoff.Mlflow.Entities;

/// <summary>Selection of experiments.</summary>
public sealed record ExperimentQuery
{
    /// <summary>MLflow filter such as <c>name LIKE 'ser%'</c> or <c>tags.team = 'a'</c>; null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>Lifecycle stages to return. Default <see cref="ViewType.ActiveOnly"/>.</summary>
    public ViewType ViewType { get; init; } = ViewType.ActiveOnly;

    /// <summary>Experiments fetched per request. Range 1..50000. Default 1000.</summary>
    public int PageSize { get; init; } = 1000;
}
