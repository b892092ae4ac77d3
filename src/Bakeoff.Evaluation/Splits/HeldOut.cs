using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Splits;

/// <summary>Chooses the clips to hold out, with the class shares kept as well as they can be.</summary>
internal static class HeldOut
{
    // Enough that the best of them is close to the best of all for a few dozen groups; more would only cost time.
    private const int Draws = 256;

    /// <summary>Holds out single clips; each label, and within it each speaker, gives its share, rounded by largest remainder.</summary>
    /// <param name="clips">All clips, in ordinal order of paths.</param>
    /// <param name="candidates">Positions to choose from, ascending.</param>
    /// <param name="share">Share of the candidates to hold out, between 0 and 1.</param>
    /// <param name="side">Name of the side, for messages.</param>
    /// <param name="kept">Clips of each label that must stay: one to train on, and one to validate on where that side is taken later.</param>
    /// <param name="random">Stream of this choice.</param>
    /// <exception cref="SplitException">A label has too few candidates.</exception>
    public static IReadOnlyList<int> Stratified(Clip[] clips, IReadOnlyList<int> candidates, double share, string side, int kept, SeededRandom random)
    {
        var labels = candidates.GroupBy(i => clips[i].Label, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal).ToList();
        foreach (var label in labels.Where(group => group.Count() <= kept))
        {
            var sides = side == "test" && kept > 1 ? "train, validation and test" : "train and " + side;
            throw new SplitException("split." + side, $"split.{side}: class '{label.Key}' has {label.Count()} clip{(label.Count() == 1 ? "" : "s")} to divide between {sides}, expected at least {kept + 1}. Collect more clips of it, or leave it out of the dataset's labels.");
        }

        var total = Math.Clamp((int)Math.Round(candidates.Count * share, MidpointRounding.AwayFromZero), labels.Count, candidates.Count - (labels.Count * kept));
        var labelCounts = Apportion([.. labels.Select(static group => group.Count())], total, 1, kept, random.Stream("labels"));
        var chosen = new List<int>(total);
        for (var k = 0; k < labels.Count; k++)
        {
            var speakers = labels[k].GroupBy(i => clips[i].Speaker, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal).ToList();
            var stream = random.Stream(labels[k].Key);
            var counts = Apportion([.. speakers.Select(static group => group.Count())], labelCounts[k], 0, 0, stream.Stream("speakers"));
            for (var s = 0; s < speakers.Count; s++)
            {
                var members = speakers[s].ToArray();
                stream.Stream("clips").Stream(speakers[s].Key).Shuffle(members.AsSpan());
                chosen.AddRange(members.Take(counts[s]));
            }
        }

        return chosen;
    }

    /// <summary>Holds out whole groups: of many random draws of the right number of groups, the one whose labels are held out most evenly.</summary>
    /// <exception cref="SplitException">There are fewer than two groups.</exception>
    public static IReadOnlyList<int> Grouped(Clip[] clips, IReadOnlyList<int> candidates, Func<Clip, string> group, double share, SeededRandom random)
    {
        var groups = candidates.GroupBy(i => group(clips[i]), StringComparer.Ordinal).OrderBy(static members => members.Key, StringComparer.Ordinal).Select(static members => members.ToArray()).ToArray();
        if (groups.Length < 2)
        {
            throw new SplitException("split", string.Create(CultureInfo.InvariantCulture, $"split: there are {groups.Length} groups to divide, expected at least 2. Split by random, or add recordings."));
        }

        var count = Math.Clamp((int)Math.Round(groups.Length * share, MidpointRounding.AwayFromZero), 1, groups.Length - 1);
        var totals = candidates.GroupBy(i => clips[i].Label, StringComparer.Ordinal).ToDictionary(static members => members.Key, static members => members.Count(), StringComparer.Ordinal);
        var (best, bestScore) = (Array.Empty<int[]>(), double.PositiveInfinity);
        for (var draw = 0; draw < Draws; draw++)
        {
            random.Shuffle(groups.AsSpan());
            var score = Unevenness(clips, groups.AsSpan(0, count), totals, count / (double)groups.Length);
            if (score < bestScore)
            {
                (best, bestScore) = (groups[..count], score);
            }
        }

        return [.. best.SelectMany(static members => members)];
    }

    // Sum over labels, in ordinal order, of squared differences between the held-out share of the label and the wanted share.
    private static double Unevenness(Clip[] clips, ReadOnlySpan<int[]> held, Dictionary<string, int> totals, double share)
    {
        var counts = new SortedDictionary<string, int>(totals.ToDictionary(static pair => pair.Key, static _ => 0, StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var members in held)
        {
            foreach (var i in members)
            {
                counts[clips[i].Label]++;
            }
        }

        var sum = 0.0;
        foreach (var (label, count) in counts)
        {
            var difference = (count / (double)totals[label]) - share;
            sum += difference * difference;
        }

        return sum;
    }

    // Largest remainder: floors first, then one each to the largest remainders, ties drawn; every part gives at least `given` and keeps at least `kept`.
    private static int[] Apportion(int[] sizes, int total, int given, int kept, SeededRandom random)
    {
        var all = (long)sizes.Sum();
        var counts = Array.ConvertAll(sizes, size => Math.Clamp((int)(size * (long)total / all), given, size - kept));
        var order = Enumerable.Range(0, sizes.Length).ToArray();
        random.Shuffle(order.AsSpan());
        var byRemainder = order.OrderByDescending(i => size(i) * (long)total % all).ToArray();
        for (var missing = total - counts.Sum(); missing != 0;)
        {
            var before = missing;
            foreach (var i in missing > 0 ? byRemainder : byRemainder.Reverse())
            {
                var step = Math.Sign(missing);
                if (missing != 0 && counts[i] + step >= given && counts[i] + step <= sizes[i] - kept)
                {
                    counts[i] += step;
                    missing -= step;
                }
            }

            if (missing == before)
            {
                break;
            }
        }

        return counts;

        long size(int i) => sizes[i];
    }
}
