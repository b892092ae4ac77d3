namespace Bakeoff.Reports.Charts;

/// <summary>One clip on a two-dimensional map.</summary>
/// <param name="X">Horizontal coordinate.</param>
/// <param name="Y">Vertical coordinate.</param>
/// <param name="Group">Label or speaker that gives colour and form.</param>
/// <param name="Name">Name of the clip; null for none.</param>
public sealed record MapPoint(double X, double Y, string Group, string? Name = null);
