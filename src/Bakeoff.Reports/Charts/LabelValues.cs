namespace Bakeoff.Reports.Charts;

/// <summary>The values of all clips of one label or speaker, such as their durations.</summary>
/// <param name="Label">Label or speaker.</param>
/// <param name="Values">One value a clip, in any order; those that are no numbers are left out and counted.</param>
public sealed record LabelValues(string Label, IReadOnlyList<double> Values);
