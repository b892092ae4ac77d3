namespace Bakeoff.Mlflow.Entities;

/// <summary>Whether an experiment or run is in use or in the bin.</summary>
public enum LifecycleStage
{
    /// <summary>In use.</summary>
    Active,

    /// <summary>In the bin: hidden, can be restored.</summary>
    Deleted,
}
