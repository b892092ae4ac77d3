using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Splits;

/// <summary>Cross-validation: assigns clips, or whole groups, to folds.</summary>
internal static class KFold
{
    /// <summary>Marks the test side of every fold.</summary>
    /// <param name="clips">All clips, in the order of <see cref="Clip.ByContent"/>.</param>
    /// <param name="options">Number of folds and grouping.</param>
    /// <param name="random">Random stream of the folds.</param>
    /// <exception cref="SplitException">A class has fewer clips, or the corpus fewer groups, than there are folds.</exception>
    public static IEnumerable<(string Name, Partition[] Partitions)> Split(Clip[] clips, SplitOptions options, SeededRandom random)
    {
        if (options.GroupBy == SplitGrouping.SpeakerAndText)
        {
            return SplitCrossed(clips, options, random);
        }

        var fold = options.GroupBy == SplitGrouping.None
            ? AssignClips(clips, options, random)
            : AssignGroups(clips, ClipGroups.KeyOf(options.GroupBy, clips, "split.group_by"), options.Folds, options.StratifyBy, random);
        return Enumerable.Range(0, options.Folds).Select(k => (NameOf(k), Mark(clips, i => fold[i] == k, static _ => true)));
    }

    // One fold for each cell of (folds of speakers) x (folds of texts): it tests the cell and trains on clips outside its row and its
    // column.
    private static IEnumerable<(string, Partition[])> SplitCrossed(Clip[] clips, SplitOptions options, SeededRandom random)
    {
        var folds = options.Folds;
        _ = ClipGroups.KeyOf(SplitGrouping.SpeakerAndText, clips, "split.group_by");
        var rows = Math.Min(folds, ClipGroups.Speakers(clips).Count);
        var row = AssignGroups(clips, static clip => clip.Speaker, rows, options.StratifyBy, random.Stream("speakers"));
        var column = AssignGroups(clips, static clip => clip.Text, folds, options.StratifyBy, random.Stream("texts"));
        return from r in Enumerable.Range(0, rows)
               from c in Enumerable.Range(0, folds)
               select (NameOf((r * folds) + c), Mark(clips, i => row[i] == r && column[i] == c, i => row[i] != r && column[i] != c));
    }

    private static string NameOf(int fold) => (fold + 1).ToString(CultureInfo.InvariantCulture);

    private static Partition[] Mark(Clip[] clips, Func<int, bool> isTest, Func<int, bool> isTrain) =>
        [.. Enumerable.Range(0, clips.Length).Select(i => isTest(i) ? Partition.Test : isTrain(i) ? Partition.Train : Partition.Unused)];

    // One running position over all strata (label, then the columns to keep, then speaker): folds differ by at most one clip in all and by at
    // most one of each label.
    private static int[] AssignClips(Clip[] clips, SplitOptions options, SeededRandom random)
    {
        var folds = options.Folds;
        var assigned = new int[clips.Length];
        var next = 0;
        foreach (var label in GroupBy(Enumerable.Range(0, clips.Length), i => clips[i].Label))
        {
            if (label.Count() < folds)
            {
                var clipsWord = label.Count() == 1 ? "clip" : "clips";
                throw new SplitException("split.folds", new ErrorDetails($"class '{label.Key}' has {{value}} {clipsWord}")
                {
                    Value = label.Count().ToString(CultureInfo.InvariantCulture),
                    Rule = string.Create(CultureInfo.InvariantCulture, $"at least {folds}, one for each fold"),
                    NextStep = "Use fewer folds or collect more clips of it.",
                });
            }

            foreach (var stratum in GroupBy(label, i => ClipGroups.Stratum(clips[i], options.StratifyBy)))
            {
                // Without columns the stream stays the one that pinned splits were drawn from.
                var stream = random.Stream(label.Key);
                stream = options.StratifyBy.Count == 0 ? stream : stream.Stream("strata").Stream(stratum.Key);
                foreach (var speaker in GroupBy(stratum, i => clips[i].Speaker))
                {
                    var members = speaker.ToArray();
                    stream.Stream(speaker.Key.ToUpperInvariant()).Shuffle(members.AsSpan());
                    foreach (var i in members)
                    {
                        assigned[i] = next++ % folds;
                    }
                }
            }
        }

        return assigned;
    }

    private static IEnumerable<IGrouping<string, int>> GroupBy(IEnumerable<int> positions, Func<int, string> key) =>
        positions.GroupBy(key, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.OrdinalIgnoreCase);

    // Greedy as scikit-learn's StratifiedGroupKFold: groups with the most uneven labels first, each to the fold that keeps label shares
    // most even; values of the columns to keep count as labels do.
    private static int[] AssignGroups(
        Clip[] clips, Func<Clip, string> key, int folds, IReadOnlyList<string> stratifyBy, SeededRandom random)
    {
        Func<Clip, bool>[] labels =
        [
            .. ValuesOf(clips, static clip => clip.Label),
            .. stratifyBy.SelectMany(column => ValuesOf(clips, clip => ClipGroups.Stratum(clip, [column]))),
        ];
        var totals = Array.ConvertAll(labels, clips.Count);
        var groups = GroupBy(Enumerable.Range(0, clips.Length), i => key(clips[i])).Select(static group => group.ToArray()).ToArray();
        if (groups.Length < folds)
        {
            throw new SplitException("split.folds", new ErrorDetails("the number of folds")
            {
                Value = folds.ToString(CultureInfo.InvariantCulture),
                Rule = string.Create(CultureInfo.InvariantCulture, $"at most {groups.Length}, the number of groups"),
                NextStep = groups.Length < 2 ? "Group by something else, or add recordings." : "Use fewer folds.",
            });
        }

        random.Shuffle(groups.AsSpan());
        var counts = Array.ConvertAll(groups, members => Array.ConvertAll(labels, isOf => members.Count(i => isOf(clips[i]))));
        var order = Enumerable.Range(0, groups.Length)
            .OrderByDescending(g => Moments.Of(Array.ConvertAll(counts[g], static count => (double)count)).Variance)
            .ToArray();
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

    // For each value of a property, in ordinal order, whether a clip has it.
    private static IEnumerable<Func<Clip, bool>> ValuesOf(Clip[] clips, Func<Clip, string> property) =>
        clips.Select(property)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(value => (Func<Clip, bool>)(clip => property(clip) == value));

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

    // Mean over labels of the standard deviation over folds of the label's share, with the group assigned to one fold.
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
}
