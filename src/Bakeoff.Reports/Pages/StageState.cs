namespace Bakeoff.Reports.Pages;

/// <summary>What became of a stage.</summary>
public enum StageState
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
