namespace Bakeoff.Evaluation.Intervals;

/// <summary>The unit that a bootstrap draws.</summary>
public enum BootstrapUnit
{
    /// <summary>Single clips. Intervals are too narrow where clips of a speaker resemble each other; with few speakers there is no
    /// alternative.</summary>
    Clip,

    /// <summary>All clips of a speaker together.</summary>
    Speaker,
}
