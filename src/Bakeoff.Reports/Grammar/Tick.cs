namespace Bakeoff.Reports.Grammar;

/// <summary>A labelled place on an axis.</summary>
/// <param name="Value">Value in the units of the data.</param>
/// <param name="Label">Text beside it.</param>
internal sealed record Tick(double Value, string Label);
