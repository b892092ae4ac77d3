namespace Bakeoff.Mlflow.Entities;

/// <summary>State of an experiment or run: active or deleted.</summary>
public enum LifecycleStage
{
    /// <summary>Active.</summary>
    Active,

    /// <summary>Deleted: hidden, can be restored.</summary>
    Deleted,
}
