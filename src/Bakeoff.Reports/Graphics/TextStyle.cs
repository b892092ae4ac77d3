namespace Bakeoff.Reports.Graphics;

/// <summary>Style of one line of text.</summary>
/// <param name="Fill">Colour.</param>
/// <param name="Size">Font size in pixels. Default 12.</param>
internal sealed record TextStyle(Paint Fill, double Size = 12)
{
    /// <summary>Point of the text that its x coordinate names. Default <see cref="TextAnchor.Start"/>.</summary>
    public TextAnchor Anchor { get; init; }

    /// <summary>True for weight 600.</summary>
    public bool IsBold { get; init; }

    /// <summary>Width in pixels beyond which the text is shortened. Default: no limit.</summary>
    public double MaxWidth { get; init; } = double.PositiveInfinity;
}
