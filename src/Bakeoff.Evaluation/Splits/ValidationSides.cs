using Bakeoff.Corpora;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Splits;

/// <summary>The validation side of a fold, taken from its training side by the rule of the test side.</summary>
internal static class ValidationSides
{
    /// <summary>Marks validation clips among those marked for training.</summary>
    /// <remarks>
    /// Grouping: <c>validation_by</c>, else that of the test side. By speaker needs three training speakers, all named (leave one out of
    /// two
    /// leaves one); with fewer, validation is by text, and without texts by clip. The audit counts what the training and the validation
    /// partition
    /// then share. By a column needs three training groups; with fewer, validation is by speaker.
    /// </remarks>
    /// <exception cref="SplitException">The training side cannot be divided in this way.</exception>
    public static void Choose(Clip[] clips, Partition[] partitions, SplitOptions options, SeededRandom random)
    {
        if (options.Validation == 0 || partitions.Contains(Partition.Validation))
        {
            return;
        }

        int[] candidates = [.. Enumerable.Range(0, clips.Length).Where(i => partitions[i] == Partition.Train)];
        var training = Array.ConvertAll(candidates, i => clips[i]);
        var grouping = options.ValidationBy ?? Derive(training, options);
        var side = new HoldoutSide("validation", options.Validation, KeptPerLabel: 1) { StratifyBy = options.StratifyBy };
        var chosen = grouping == SplitGrouping.None
            ? Holdout.Clips(clips, candidates, side, random)
            : Holdout.Groups(clips, candidates, ClipGroups.KeyOf(grouping, training, "split.validation_by"), side, random);
        foreach (var i in chosen)
        {
            partitions[i] = Partition.Validation;
        }
    }

    private static string Derive(Clip[] training, SplitOptions options)
    {
        var same = options.TestGrouping;
        var isByColumn = !SplitGrouping.Names.Contains(same, StringComparer.Ordinal);
        var isBySpeaker = same is SplitGrouping.Speaker or SplitGrouping.SpeakerAndText;
        if (isByColumn ? ClipGroups.Count(training, clip => clip.Values.TextOf(same)) >= 3 : !isBySpeaker)
        {
            return same;
        }

        if (ClipGroups.Count(training, static clip => clip.Speaker) >= 3)
        {
            return isByColumn ? SplitGrouping.Speaker : same;
        }

        return ClipGroups.Count(training, static clip => clip.Text) >= 2 ? SplitGrouping.Text : SplitGrouping.None;
    }
}
