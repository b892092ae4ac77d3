namespace Bakeoff.Reports.Graphics;

/// <summary>Which point of a text its x coordinate names.</summary>
public enum TextAnchor
{
    /// <summary>The left end.</summary>
    Start,

    /// <summary>The middle.</summary>
    Middle,

    /// <summary>The right end.</summary>
    End,
}
