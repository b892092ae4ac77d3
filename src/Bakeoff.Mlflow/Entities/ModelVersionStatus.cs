namespace Bakeoff.Mlflow.Entities;

/// <summary>State of the registration of a model version.</summary>
public enum ModelVersionStatus
{
    /// <summary>The server is still copying the model.</summary>
    Pending,

    /// <summary>The registration failed.</summary>
    Failed,

    /// <summary>The version can be used.</summary>
    Ready,
}
