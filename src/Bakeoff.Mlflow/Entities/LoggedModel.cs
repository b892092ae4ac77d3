namespace Bakeoff.Mlflow.Entities;

/// <summary>A model of MLflow 3, which has its own page and artifacts beside the run's.</summary>
public sealed record LoggedModel
{
    /// <summary>Identifier: <c>m-</c> and 32 hexadecimal digits.</summary>
    public required string ModelId { get; init; }

    /// <summary>Experiment it belongs to.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Kind of model, such as <c>onnx</c>; empty if none.</summary>
    public string ModelType { get; init; } = "";

    /// <summary>Run that made it; null if unknown.</summary>
    public string? SourceRunId { get; init; }

    /// <summary>URI of its files.</summary>
    public string ArtifactUri { get; init; } = "";

    /// <summary>True once its files are complete.</summary>
    public bool IsReady { get; init; }

    /// <summary>Parameters by key.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Tags by key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);
}
