namespace Bakeoff.Mlflow.Entities;

/// <summary>Selection and order of registered models or of model versions.</summary>
public sealed record RegistryQuery
{
    /// <summary>
    /// MLflow filter; null for all. Models: <c>name LIKE 'ser%'</c>, <c>tags.team = 'a'</c>. Versions also: <c>run_id = '...'</c>,
    /// <c>source_path = '...'</c>, <c>version_number &gt; 2</c>.
    /// </summary>
    public string? Filter { get; init; }

    /// <summary>
    /// Order, such as <c>last_updated_timestamp DESC</c>; keys <c>name</c>, <c>last_updated_timestamp</c>, and for versions
    /// <c>version_number</c> and <c>creation_timestamp</c>. Empty: models by name, versions latest change first.
    /// </summary>
    public IReadOnlyList<string> OrderBy { get; init; } = [];

    /// <summary>Entries fetched per request. Range 1..1000. Default 100.</summary>
    public int PageSize { get; init; } = 100;
}
