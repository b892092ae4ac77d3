namespace Bakeoff.Reports.Graphics;

/// <summary>A colour with its form on light and on dark background, known to style sheets by a name.</summary>
/// <param name="Name">Class name suffix, unique within <see cref="Theme"/> and
/// <see cref="EmotionColours"/>: letters, digits and hyphens.</param>
/// <param name="Light">Colour on a light background, <c>#rrggbb</c>.</param>
/// <param name="Dark">Colour on a dark background, <c>#rrggbb</c>.</param>
public sealed record Paint(string Name, string Light, string Dark);
