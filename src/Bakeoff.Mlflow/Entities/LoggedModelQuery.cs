namespace Bakeoff.Mlflow.Entities;

/// <summary>Selection and order of logged models.</summary>
public sealed record LoggedModelQuery
{
    /// <summary>Experiments to search.</summary>
    public required IReadOnlyList<string> ExperimentIds { get; init; }

    /// <summary>MLflow filter such as <c>name = 'lstm' AND params.units = '128'</c>; null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>Order, such as <c>creation_timestamp DESC</c>; empty means latest first.</summary>
    public IReadOnlyList<string> OrderBy { get; init; } = [];

    /// <summary>Models fetched per request. Range 1..100. Default 50.</summary>
    public int PageSize { get; init; } = 50;
}
