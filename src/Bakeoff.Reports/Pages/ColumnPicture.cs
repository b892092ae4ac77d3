using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>A column of a corpus, such as gender or age, to be drawn.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Counts">Clips per label and value, for a column of names; empty for one of numbers.</param>
/// <param name="Values">The numbers of the clips of each label; empty for a column of names.</param>
public sealed record ColumnPicture(string Name, IReadOnlyList<LabelCount> Counts, IReadOnlyList<LabelValues> Values);
