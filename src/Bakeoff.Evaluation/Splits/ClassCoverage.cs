using System.Globalization;
using Bakeoff.Corpora;

namespace Bakeoff.Evaluation.Splits;

/// <summary>Checks that a fold can be trained and judged at all.</summary>
internal static class ClassCoverage
{
    /// <summary>Checks one fold.</summary>
    /// <exception cref="SplitException">A side is empty, or holds a class that is not trained on.</exception>
    public static void Check(Clip[] clips, Partition[] partitions, string fold)
    {
        foreach (var side in new[] { Partition.Train, Partition.Test })
        {
            if (!partitions.Contains(side))
            {
                throw new SplitException("split", $"split: fold {fold} has 0 clips to {(side == Partition.Train ? "train" : "test")} on, expected some. Change the shares or lists under split.");
            }
        }

        var trained = Labels(Partition.Train);
        foreach (var side in new[] { Partition.Validation, Partition.Test })
        {
            var missing = Labels(side).Where(label => !trained.Contains(label)).ToList();
            if (missing.Count > 0)
            {
                var count = clips.Count(clip => clip.Label == missing[0]);
                throw new SplitException("split", string.Create(CultureInfo.InvariantCulture, $"split: fold {fold} has class '{missing[0]}' ({count} clips in all) on the {side.ToString().ToLowerInvariant()} side but not in train, expected every class in train. Use fewer folds, another seed or grouping, or collect more clips of it."));
            }
        }

        SortedSet<string> Labels(Partition side) => new(clips.Where((_, i) => partitions[i] == side).Select(static clip => clip.Label), StringComparer.Ordinal);
    }
}
