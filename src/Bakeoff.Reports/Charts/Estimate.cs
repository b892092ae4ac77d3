namespace Bakeoff.Reports.Charts;

/// <summary>A figure with its 95 % interval.</summary>
/// <param name="Value">The figure; not a number where it could not be measured.</param>
/// <param name="Low">Lower end of the interval; null for none.</param>
/// <param name="High">Upper end of the interval; null for none.</param>
public sealed record Estimate(double Value, double? Low = null, double? High = null);
