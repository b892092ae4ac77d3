namespace Bakeoff.Reports.Charts;

/// <summary>Counts of predictions by true label and predicted label.</summary>
/// <param name="Labels">Labels in the order of rows and columns.</param>
/// <param name="Counts">Counts, [truth, prediction] row-major, Labels.Count squared of them, zero or more.</param>
public sealed record ConfusionCounts(IReadOnlyList<string> Labels, IReadOnlyList<long> Counts);
