namespace Bakeoff.Reports.Pages;

/// <summary>One clip of a map.</summary>
/// <param name="X">Horizontal coordinate.</param>
/// <param name="Y">Vertical coordinate.</param>
/// <param name="Label">Label.</param>
/// <param name="Speaker">Speaker; null when unknown.</param>
/// <param name="Name">Name of the clip; null for none.</param>
public sealed record ClipMapPoint(double X, double Y, string Label, string? Speaker = null, string? Name = null);
