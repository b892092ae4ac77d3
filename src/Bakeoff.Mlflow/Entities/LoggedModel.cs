namespace Bakeoff.Mlflow.Entities;

/// <summary>A model of MLflow 3, which has its own page and artifacts beside the run's.</summary>
public sealed record LoggedModel
{
    /// <summary>Identifier: <c>m-</c> and 32 hexadecimal digits.</summary>
    public required string ModelId { get; init; }

    /// <summary>Experiment that the model belongs to.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Kind of model, such as <c>onnx</c>; empty if none.</summary>
    public string ModelType { get; init; } = "";

    /// <summary>Run that produced the model; null if unknown.</summary>
    public string? SourceRunId { get; init; }

    /// <summary>URI of its files.</summary>
    public string ArtifactUri { get; init; } = "";

    /// <summary>State of the model's files. Default <see cref="LoggedModelStatus.Pending"/>.</summary>
    public LoggedModelStatus Status { get; init; } = LoggedModelStatus.Pending;

    /// <summary>Explanation of the state; empty if none.</summary>
    public string StatusMessage { get; init; } = "";

    /// <summary>True once its files are complete.</summary>
    public bool IsReady => Status == LoggedModelStatus.Ready;

    /// <summary>Time of creation; null if the store does not say.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>Time of the last change; null if the store does not say.</summary>
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary>Parameters by key.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Points of metrics that were logged for this model.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>Tags by key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);
}
