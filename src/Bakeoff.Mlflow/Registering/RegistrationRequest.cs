using Bakeoff.Mlflow.Models;

namespace Bakeoff.Mlflow.Registering;

/// <summary>A model to register if it is better than the one that an alias points to.</summary>
public sealed record RegistrationRequest
{
    /// <summary>Name of the registered model; created if missing.</summary>
    public required string ModelName { get; init; }

    /// <summary>Run that produced the model.</summary>
    public required string RunId { get; init; }

    /// <summary>Folder of the model among the run's artifacts. Default <c>model</c>.</summary>
    public string ArtifactPath { get; init; } = "model";

    /// <summary>
    /// Folder on disk with the model's files. They are sent only if the model is registered: on MLflow 3 to a logged model, else to
    /// <see cref="ArtifactPath"/>. Null if the run has them.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>Content of the <c>MLmodel</c> of <see cref="Folder"/>; needed with it.</summary>
    public ModelDescription? Model { get; init; }

    /// <summary>Metric to compare by.</summary>
    public required string Metric { get; init; }

    /// <summary>True if a higher value of the metric is better. Default true.</summary>
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>Alias that the better model gets. Default <c>candidate</c>.</summary>
    public string Alias { get; init; } = "candidate";
}
