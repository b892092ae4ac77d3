namespace Bakeoff.Experiments.Reproduction;

/// <summary>One metric as pinned and as it is now.</summary>
/// <param name="Name">Name as in <c>metrics.json</c>.</param>
/// <param name="Pinned">Pinned value; null where the lock has none.</param>
/// <param name="Now">Value of the run; null where it has none.</param>
public sealed record MetricChange(string Name, double? Pinned, double? Now)
{
    /// <summary>True if both are there and equal, bit for bit.</summary>
    public bool IsIdentical => Pinned is { } before && Now is { } after && before.Equals(after);
}
