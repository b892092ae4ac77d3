namespace Bakeoff.Reports.Charts;

/// <summary>One bar of a chart of shares with intervals.</summary>
/// <param name="Name">Class or speaker.</param>
/// <param name="Value">Share between 0 and 1 with its interval; not a number where there was nothing to measure.</param>
/// <param name="Clips">Number of clips it rests on; null where that is not known.</param>
public sealed record FigureBar(string Name, Estimate Value, long? Clips);
