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
    /// then share.
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
        var chosen = grouping == SplitGrouping.None
            ? Holdout.Clips(clips, candidates, new HoldoutSide("validation", options.Validation, KeptPerLabel: 1), random)
            : Holdout.Groups(clips, candidates, ClipGroups.KeyOf(grouping, training, "split.validation_by"), options.Validation, random);
        foreach (var i in chosen)
        {
            partitions[i] = Partition.Validation;
        }
    }

    private static SplitGrouping Derive(Clip[] training, SplitOptions options)
    {
        var same = options.TestGrouping;
        var isBySpeaker = same is SplitGrouping.Speaker or SplitGrouping.SpeakerAndText;
        if (!isBySpeaker || ClipGroups.Count(training, static clip => clip.Speaker) >= 3)
        {
            return same;
        }

        return ClipGroups.Count(training, static clip => clip.Text) >= 2 ? SplitGrouping.Text : SplitGrouping.None;
    }
}
