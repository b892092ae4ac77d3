namespace Bakeoff.Evaluation.Splits;

/// <summary>One assignment of all clips to partitions.</summary>
/// <param name="Name">Name: the test speaker for leave-one-speaker-out, otherwise a number from 1.</param>
/// <param name="Partitions">Partition of each clip, in the order of the clips given to <see cref="Splitter"/>.</param>
public sealed record SplitFold(string Name, IReadOnlyList<Partition> Partitions)
{
    /// <summary>Positions of the clips in one partition, ascending.</summary>
    /// <param name="partition">The partition.</param>
    public int[] IndicesOf(Partition partition) => [.. Enumerable.Range(0, Partitions.Count).Where(i => Partitions[i] == partition)];
}
