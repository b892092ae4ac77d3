namespace Bakeoff.Mlflow.Entities;

/// <summary>A run with everything that was logged to it; of each metric only the latest point.</summary>
public sealed record Run
{
    /// <summary>Identity and state.</summary>
    public required RunInfo Info { get; init; }

    /// <summary>Latest point of each metric, by key: the one with the greatest step, then timestamp, then value.</summary>
    public IReadOnlyDictionary<string, Metric> Metrics { get; init; } = new SortedDictionary<string, Metric>(StringComparer.Ordinal);

    /// <summary>Parameters by key.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Tags by key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Data sets that the run read.</summary>
    public IReadOnlyList<DatasetInput> Inputs { get; init; } = [];

    /// <summary>Logged models that the run produced; empty on MLflow 2 and in file stores.</summary>
    public IReadOnlyList<ModelOutput> Outputs { get; init; } = [];
}
