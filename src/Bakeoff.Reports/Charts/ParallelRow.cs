namespace Bakeoff.Reports.Charts;

/// <summary>One run of a sweep in a parallel-coordinates chart.</summary>
/// <param name="Name">Name of the run.</param>
/// <param name="Values">Text of the value on each axis; null where the run has none.</param>
public sealed record ParallelRow(string Name, IReadOnlyList<string?> Values);
