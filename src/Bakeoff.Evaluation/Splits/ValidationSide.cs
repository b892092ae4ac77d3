using Bakeoff.Corpora;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Splits;

/// <summary>Takes the validation side of one fold from its training side, by the rule that chose the test side.</summary>
internal static class ValidationSide
{
    /// <summary>Marks validation clips among those still marked for training.</summary>
    /// <remarks>
    /// Grouping: <c>validation_by</c>, else as on the test side. By speaker with fewer than three training speakers (leave one out of two leaves one) no
    /// speaker can be spared, and validation is by text; without texts by clip. The audit counts what train and validation then share.
    /// </remarks>
    /// <exception cref="SplitException">The training side cannot be divided so.</exception>
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
            ? HeldOut.Stratified(clips, candidates, options.Validation, "validation", 1, random)
            : HeldOut.Grouped(clips, candidates, GroupKey.Of(grouping, training, "split.validation_by"), options.Validation, random);
        foreach (var i in chosen)
        {
            partitions[i] = Partition.Validation;
        }
    }

    private static SplitGrouping Derive(Clip[] training, SplitOptions options)
    {
        var same = options.TestGrouping;
        var isBySpeaker = same is SplitGrouping.Speaker or SplitGrouping.SpeakerAndText;
        if (!isBySpeaker || Distinct(training, static clip => clip.Speaker) >= 3)
        {
            return same;
        }

        var hasTexts = !Array.Exists(training, static clip => clip.Text.Length == 0) && Distinct(training, static clip => clip.Text) >= 2;
        return hasTexts ? SplitGrouping.Text : SplitGrouping.None;
    }

    private static int Distinct(Clip[] clips, Func<Clip, string> key) => clips.Select(key).Distinct(StringComparer.Ordinal).Count();
}
