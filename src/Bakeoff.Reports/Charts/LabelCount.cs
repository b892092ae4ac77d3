namespace Bakeoff.Reports.Charts;

/// <summary>The number of clips with a label, in all or within a group.</summary>
/// <param name="Label">Label as the data set writes it.</param>
/// <param name="Count">Number of clips, zero or more.</param>
/// <param name="Group">Speaker or partition; null when everything is counted together.</param>
public sealed record LabelCount(string Label, int Count, string? Group = null);
