namespace Bakeoff.Models;

/// <summary>Which clips get a course over time.</summary>
public enum CourseChoice
{
    /// <summary>Those longer than two windows.</summary>
    Auto,

    /// <summary>All; a clip shorter than a window has one window, itself.</summary>
    Always,

    /// <summary>None.</summary>
    Never,
}
