namespace Bakeoff.Reports.Charts;

/// <summary>How often each true label was taken for each other.</summary>
/// <param name="Labels">Labels in the order of rows and columns.</param>
/// <param name="Counts">Counts, [truth, prediction] row-major, Labels.Count squared of them, zero or more.</param>
public sealed record ConfusionCounts(IReadOnlyList<string> Labels, IReadOnlyList<long> Counts);
