namespace Bakeoff.Evaluation.Splits;

/// <summary>One division of all clips.</summary>
/// <param name="Name">Name for tables: the tested speaker for leave-one-speaker-out, otherwise a number from 1.</param>
/// <param name="Partitions">Side of each clip, in the order of the clips given to <see cref="Splitter"/>.</param>
public sealed record SplitFold(string Name, IReadOnlyList<Partition> Partitions)
{
    /// <summary>Positions of the clips on one side, ascending.</summary>
    /// <param name="partition">The side.</param>
    public int[] IndicesOf(Partition partition) => [.. Enumerable.Range(0, Partitions.Count).Where(i => Partitions[i] == partition)];
}
