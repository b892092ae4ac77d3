using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Charts;

/// <summary>Connected points of one name.</summary>
/// <param name="Name">Name for the legend and the table.</param>
/// <param name="Points">Points in rising order of X; a Y that is no number leaves a gap.</param>
/// <param name="Paint">Colour.</param>
/// <param name="Dashes">Dash pattern, which distinguishes series without colour; null for solid.</param>
/// <param name="MarkedX">X of the point to mark with a ring, such as the chosen epoch; null for none.</param>
internal sealed record LineSeries(
    string Name,
    IReadOnlyList<(double X, double Y)> Points,
    Paint Paint,
    string? Dashes = null,
    double? MarkedX = null);
