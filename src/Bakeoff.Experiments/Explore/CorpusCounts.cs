using Bakeoff.Corpora;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Reports.Charts;

namespace Bakeoff.Experiments.Explore;

/// <summary>Counts clips for the pictures of a corpus.</summary>
internal static class CorpusCounts
{
    /// <summary>Clips of each label, in ordinal order.</summary>
    public static IReadOnlyList<LabelCount> PerLabel(IReadOnlyList<Clip> clips) =>
        clips
            .GroupBy(c => c.Label, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new LabelCount(g.Key, g.Count()))
            .ToList();

    /// <summary>Clips of each label and speaker, speakers in ordinal order.</summary>
    public static IReadOnlyList<LabelCount> PerSpeaker(IReadOnlyList<Clip> clips) =>
        clips
            .Where(c => c.Speaker.Length > 0)
            .GroupBy(c => (c.Speaker, c.Label))
            .OrderBy(g => g.Key.Speaker, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Label, StringComparer.Ordinal)
            .Select(g => new LabelCount(g.Key.Label, g.Count(), g.Key.Speaker))
            .ToList();

    /// <summary>
    /// Clips of each label and partition, partitions in the order of their use; of several folds, which together test every clip once, the
    /// test side of each.
    /// </summary>
    public static IReadOnlyList<LabelCount> PerPartition(IReadOnlyList<Clip> clips, IReadOnlyList<SplitFold> folds) =>
        folds.Count == 1
            ?
            [
                .. Enum.GetValues<Partition>()
                    .SelectMany(partition => Side(clips, folds[0], partition, partition.ToString().ToLowerInvariant())),
            ]
            : [.. folds.SelectMany(fold => Side(clips, fold, Partition.Test, $"test of fold {fold.Name}"))];

    private static IEnumerable<LabelCount> Side(IReadOnlyList<Clip> clips, SplitFold fold, Partition partition, string name) =>
        PerLabel(fold.IndicesOf(partition).Select(i => clips[i]).ToList()).Select(count => count with { Group = name });
}
