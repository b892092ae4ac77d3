using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Splits;

/// <summary>The part of a fold's train partition that is trained on, where <c>split.train_clips</c> asks for a part.</summary>
internal static class TrainingClips
{
    /// <summary>Marks what is not drawn as unused.</summary>
    /// <remarks>
    /// The streams of the draw do not depend on the number, so that more clips keep the fewer but for the rounding of shares.
    /// </remarks>
    /// <exception cref="SplitException">There are fewer clips, or fewer are asked for than there are classes.</exception>
    public static void Draw(Clip[] clips, Partition[] partitions, SplitOptions options, (string Name, SeededRandom Random) fold)
    {
        if (options.TrainClips is not { } wanted)
        {
            return;
        }

        int[] candidates = [.. Enumerable.Range(0, clips.Length).Where(i => partitions[i] == Partition.Train)];
        var classes = ClipGroups.Count(Array.ConvertAll(candidates, i => clips[i]), static clip => clip.Label);
        if (wanted < classes || wanted > candidates.Length)
        {
            throw new SplitException("split.train_clips", new ErrorDetails("it asks for {value} clips")
            {
                Value = wanted.ToString(CultureInfo.InvariantCulture),
                Rule = string.Create(
                    CultureInfo.InvariantCulture,
                    $"from {classes}, one of each class, to {candidates.Length}, all that fold {fold.Name} trains on"),
                NextStep = "Change it, or remove it to train on all.",
            });
        }

        var side = new HoldoutSide("train", wanted / (double)candidates.Length, KeptPerLabel: 0) { StratifyBy = options.StratifyBy };
        foreach (var i in candidates.Except(Holdout.Clips(clips, candidates, side, fold.Random)))
        {
            partitions[i] = Partition.Unused;
        }
    }
}
