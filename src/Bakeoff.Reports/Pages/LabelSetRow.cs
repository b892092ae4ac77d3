using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>Sets of labels of a stated coverage.</summary>
/// <param name="Stated">The stated share.</param>
/// <param name="Found">The share on the test clips, with its interval.</param>
/// <param name="MeanSize">Mean number of labels in a set.</param>
/// <param name="Lowest">The group with the lowest share, with the share; empty for a single group.</param>
public sealed record LabelSetRow(double Stated, Estimate Found, double MeanSize, string Lowest);
