namespace Bakeoff.Reports.Pages;

/// <summary>Outcome of a stage in a run.</summary>
public enum StageOutcome
{
    /// <summary>Computed in this run.</summary>
    Done,

    /// <summary>Found in the store.</summary>
    Reused,

    /// <summary>Ended with an error.</summary>
    Failed,

    /// <summary>Did not start.</summary>
    NotRun,
}
