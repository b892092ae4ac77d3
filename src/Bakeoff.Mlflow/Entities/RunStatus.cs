namespace Bakeoff.Mlflow.Entities;

/// <summary>State of a run. The numbers are those that MLflow keeps in its file store.</summary>
public enum RunStatus
{
    /// <summary>Still working, or its process died without a word.</summary>
    Running = 1,

    /// <summary>Planned, not yet started.</summary>
    Scheduled = 2,

    /// <summary>Ended with a result.</summary>
    Finished = 3,

    /// <summary>Ended with an error.</summary>
    Failed = 4,

    /// <summary>Stopped from outside.</summary>
    Killed = 5,
}
