using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Splits;

/// <summary>Deals clips, or whole groups, to the folds of a k-fold split.</summary>
internal static class FoldDealer
{
    /// <summary>Test side of every fold.</summary>
    /// <exception cref="SplitException">A class has fewer clips, or the corpus fewer groups, than there are folds.</exception>
    public static IEnumerable<(string Name, Partition[] Partitions)> Deal(Clip[] clips, SplitOptions options, SeededRandom random)
    {
        switch (options.GroupBy)
        {
            case SplitGrouping.None:
                var fold = DealClips(clips, options.Folds, random);
                return Enumerable.Range(0, options.Folds).Select(k => (Number(k + 1), Sides(clips, i => fold[i] == k, static _ => true)));
            case SplitGrouping.SpeakerAndText:
                return DealCrossed(clips, options.Folds, random);
            default:
                var group = DealGroups(clips, GroupKey.Of(options.GroupBy, clips, "split.group_by"), options.Folds, random);
                return Enumerable.Range(0, options.Folds).Select(k => (Number(k + 1), Sides(clips, i => group[i] == k, static _ => true)));
        }
    }

    // A fold for each cell of (folds of speakers) x (folds of texts): tested is the cell, trained on is what shares neither its row nor its column.
    private static IEnumerable<(string, Partition[])> DealCrossed(Clip[] clips, int folds, SeededRandom random)
    {
        _ = GroupKey.Of(SplitGrouping.SpeakerAndText, clips, "split.group_by");
        var rows = Math.Min(folds, Splitter.Speakers(clips, 2).Count);
        var row = DealGroups(clips, static clip => clip.Speaker, rows, random.Stream("speakers"));
        var column = DealGroups(clips, static clip => clip.Text, folds, random.Stream("texts"));
        return from r in Enumerable.Range(0, rows)
               from c in Enumerable.Range(0, folds)
               select (Number((r * folds) + c + 1), Sides(clips, i => row[i] == r && column[i] == c, i => row[i] != r && column[i] != c));
    }

    private static Partition[] Sides(Clip[] clips, Func<int, bool> isTest, Func<int, bool> isTrain) =>
        [.. Enumerable.Range(0, clips.Length).Select(i => isTest(i) ? Partition.Test : isTrain(i) ? Partition.Train : Partition.Unused)];

    // One running position over all strata (label, then speaker): folds differ by at most one clip in all and by at most one of each label.
    private static int[] DealClips(Clip[] clips, int folds, SeededRandom random)
    {
        var assigned = new int[clips.Length];
        var next = 0;
        foreach (var label in Enumerable.Range(0, clips.Length).GroupBy(i => clips[i].Label, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            if (label.Count() < folds)
            {
                throw new SplitException("split.folds", string.Create(CultureInfo.InvariantCulture, $"split.folds: class '{label.Key}' has {label.Count()} clips, expected at least {folds}, one a fold. Use fewer folds or collect more clips of it."));
            }

            foreach (var speaker in label.GroupBy(i => clips[i].Speaker, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal))
            {
                var members = speaker.ToArray();
                random.Stream(label.Key).Stream(speaker.Key).Shuffle(members.AsSpan());
                foreach (var i in members)
                {
                    assigned[i] = next++ % folds;
                }
            }
        }

        return assigned;
    }

    // Greedy as scikit-learn's StratifiedGroupKFold: groups with the most uneven labels first, each to the fold where the spread of label shares stays smallest.
    private static int[] DealGroups(Clip[] clips, Func<Clip, string> key, int folds, SeededRandom random)
    {
        var labels = clips.Select(static clip => clip.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var totals = Array.ConvertAll(labels, label => clips.Count(clip => clip.Label == label));
        var groups = Enumerable.Range(0, clips.Length).GroupBy(i => key(clips[i]), StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal).Select(static group => group.ToArray()).ToArray();
        if (groups.Length < folds)
        {
            throw new SplitException("split.folds", string.Create(CultureInfo.InvariantCulture, $"split.folds is {folds}, expected at most {groups.Length}, the number of groups. Use fewer folds."));
        }

        random.Shuffle(groups.AsSpan());
        var counts = Array.ConvertAll(groups, members => Array.ConvertAll(labels, label => members.Count(i => clips[i].Label == label)));
        var order = Enumerable.Range(0, groups.Length).OrderByDescending(g => Moments.Of(Array.ConvertAll(counts[g], static count => (double)count)).Variance).ToArray();
        int[][] held = [.. Enumerable.Range(0, folds).Select(_ => new int[labels.Length])];
        var assigned = new int[clips.Length];
        var remaining = groups.Length;
        foreach (var g in order)
        {
            var fold = BestFold(held, counts[g], totals, remaining--);
            for (var label = 0; label < labels.Length; label++)
            {
                held[fold][label] += counts[g][label];
            }

            foreach (var i in groups[g])
            {
                assigned[i] = fold;
            }
        }

        return assigned;
    }

    private static int BestFold(int[][] held, int[] group, int[] totals, int remaining)
    {
        var empty = held.Count(static counts => counts.Sum() == 0);
        var (best, bestSpread, bestSize) = (-1, double.PositiveInfinity, int.MaxValue);
        for (var fold = 0; fold < held.Length; fold++)
        {
            var size = held[fold].Sum();
            // The last groups fill the folds that would otherwise stay empty.
            if (remaining <= empty && size > 0)
            {
                continue;
            }

            var spread = Spread(held, fold, group, totals);
            if (spread < bestSpread || (spread == bestSpread && size < bestSize))
            {
                (best, bestSpread, bestSize) = (fold, spread, size);
            }
        }

        return best;
    }

    // Mean over labels of the variance over folds of the label's share, with the group given to one fold.
    private static double Spread(int[][] held, int fold, int[] group, int[] totals)
    {
        var sum = 0.0;
        var shares = new double[held.Length];
        for (var label = 0; label < totals.Length; label++)
        {
            for (var k = 0; k < held.Length; k++)
            {
                shares[k] = (held[k][label] + (k == fold ? group[label] : 0)) / (double)totals[label];
            }

            sum += Moments.Of(shares).StandardDeviation;
        }

        return sum / totals.Length;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
