namespace Bakeoff.Evaluation.Splits;

/// <summary>Result of the audit for one kind of leak.</summary>
public enum LeakState
{
    /// <summary>Everything that could be shared is known, and nothing is.</summary>
    None,

    /// <summary>Something is on both sides.</summary>
    Found,

    /// <summary>Nothing known is on both sides, but of some clips the speaker or text is unknown.</summary>
    CannotBeKnown,
}
