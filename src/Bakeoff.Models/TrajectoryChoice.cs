namespace Bakeoff.Models;

/// <summary>The clips that get a trajectory: predictions over time.</summary>
public enum TrajectoryChoice
{
    /// <summary>Clips longer than two windows.</summary>
    Auto,

    /// <summary>All clips; one that is shorter than a window has a single window, the clip itself.</summary>
    Always,

    /// <summary>No clip.</summary>
    Never,
}
