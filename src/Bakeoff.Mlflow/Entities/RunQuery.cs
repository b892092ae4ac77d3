namespace Bakeoff.Mlflow.Entities;

/// <summary>Selection and order of runs.</summary>
public sealed record RunQuery
{
    /// <summary>Experiments to search; without any, the result is empty.</summary>
    public required IReadOnlyList<string> ExperimentIds { get; init; }

    /// <summary>MLflow filter such as <c>metrics.test_uar &gt; 0.5 AND params.lr = '0.1'</c>; null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>Order, such as <c>metrics.test_uar DESC</c>; empty means latest start first.</summary>
    public IReadOnlyList<string> OrderBy { get; init; } = [];

    /// <summary>Lifecycle stages to return. Default <see cref="ViewType.ActiveOnly"/>.</summary>
    public ViewType ViewType { get; init; } = ViewType.ActiveOnly;

    /// <summary>Runs fetched per request. Range 1..50000. Default 1000.</summary>
    public int PageSize { get; init; } = 1000;
}
