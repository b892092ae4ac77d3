namespace Bakeoff.Reports.Graphics;

/// <summary>The room that a drawn text takes, in pixels of the picture; tests hold that
/// boxes neither overlap nor leave the picture.</summary>
/// <param name="Text">The text as drawn.</param>
/// <param name="Left">Left edge.</param>
/// <param name="Top">Top edge.</param>
/// <param name="Right">Right edge.</param>
/// <param name="Bottom">Bottom edge.</param>
internal sealed record TextBox(string Text, double Left, double Top, double Right, double Bottom)
{
    /// <summary>True when two boxes share more than a hairline.</summary>
    public bool Overlaps(TextBox other) =>
        Left < other.Right - 0.5 && other.Left < Right - 0.5 && Top < other.Bottom - 0.5 && other.Top < Bottom - 0.5;
}
