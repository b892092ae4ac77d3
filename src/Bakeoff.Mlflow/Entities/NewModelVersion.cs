namespace Bakeoff.Mlflow.Entities;

/// <summary>Content of a new model version.</summary>
public sealed record NewModelVersion
{
    /// <summary>Name of the registered model, which must exist.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// URI of the model folder: the run's artifact URI followed by the folder, or <c>runs:/RUN/model</c>, or <c>models:/NAME/VERSION</c>
    /// for a copy, or on MLflow 3 <c>models:/m-...</c>. A local folder must lie among the run's artifacts.
    /// </summary>
    public required string Source { get; init; }

    /// <summary>Run that produced the model; null if unknown.</summary>
    public string? RunId { get; init; }

    /// <summary>Link to the run on another server; null for none.</summary>
    public string? RunLink { get; init; }

    /// <summary>Logged model of MLflow 3; null for none.</summary>
    public string? ModelId { get; init; }

    /// <summary>Description; null for none.</summary>
    public string? Description { get; init; }

    /// <summary>Tags by key.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];
}
