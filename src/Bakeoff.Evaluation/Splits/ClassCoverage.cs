using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Splits;

/// <summary>Check that a fold can be trained and evaluated.</summary>
internal static class ClassCoverage
{
    /// <summary>Checks one fold.</summary>
    /// <exception cref="SplitException">The training or test side is empty, or a side has a class that is not in training.</exception>
    public static void Check(Clip[] clips, Partition[] partitions, string fold)
    {
        foreach (var side in new[] { Partition.Train, Partition.Test })
        {
            if (!partitions.Contains(side))
            {
                throw new SplitException("split", new ErrorDetails($"fold {fold} has {{value}} clips to {YamlName.Of(side)} on")
                {
                    Value = "0",
                    Rule = "some",
                    NextStep = "Change the shares or lists under split.",
                });
            }
        }

        var trained = Labels(Partition.Train);
        foreach (var side in new[] { Partition.Validation, Partition.Test })
        {
            if (Labels(side).FirstOrDefault(label => !trained.Contains(label)) is { } missing)
            {
                throw new SplitException("split", new ErrorDetails(
                    $"fold {fold} has class '{missing}' ({{value}} in all) on the {YamlName.Of(side)} side but not in train")
                {
                    Value = clips.Count(clip => clip.Label == missing) is var count && count == 1
                        ? "1 clip"
                        : string.Create(CultureInfo.InvariantCulture, $"{count} clips"),
                    Rule = "every class in train",
                    NextStep = "Use fewer folds, another seed or grouping, or collect more clips of it.",
                });
            }
        }

        SortedSet<string> Labels(Partition side) =>
            new(clips.Where((_, i) => partitions[i] == side).Select(static clip => clip.Label), StringComparer.Ordinal);
    }
}
