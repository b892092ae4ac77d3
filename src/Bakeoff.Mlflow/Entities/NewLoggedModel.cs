namespace Bakeoff.Mlflow.Entities;

/// <summary>Content of a new logged model.</summary>
public sealed record NewLoggedModel
{
    /// <summary>Experiment to create it in.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Name without <c>/ : . % " '</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Kind of model; null for none.</summary>
    public string? ModelType { get; init; }

    /// <summary>Run that produces the model; null if unknown.</summary>
    public string? SourceRunId { get; init; }

    /// <summary>Parameters by key.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; } = [];

    /// <summary>Tags by key.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];
}
