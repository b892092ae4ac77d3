namespace Bakeoff.Mlflow.Entities;

/// <summary>State of a run. The numbers are those that MLflow keeps in its file store.</summary>
public enum RunStatus
{
    /// <summary>Active, or its process died without ending it.</summary>
    Running = 1,

    /// <summary>Not started yet.</summary>
    Scheduled = 2,

    /// <summary>Ended with a result.</summary>
    Finished = 3,

    /// <summary>Ended with an error.</summary>
    Failed = 4,

    /// <summary>Stopped from outside.</summary>
    Killed = 5,
}
