namespace Bakeoff.Pipeline.Running;

/// <summary>The states of a stage.</summary>
public enum StageState
{
    /// <summary>The store holds its result.</summary>
    Done,

    /// <summary>It ran for this experiment before, with something that has changed since.</summary>
    Stale,

    /// <summary>It has not run for this experiment yet.</summary>
    Missing,
}
