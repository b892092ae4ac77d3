using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Splits;

/// <summary>Random choice of the clips of one side, with class shares kept as closely as possible.</summary>
internal static class Holdout
{
    // Enough that the best draw is close to the best of all for a few dozen groups; more would only cost time.
    private const int Draws = 256;

    /// <summary>
    /// Holds out single clips. Each label, within it each value of the columns to keep, and within these each speaker gives its share,
    /// rounded by largest remainder.
    /// </summary>
    /// <param name="clips">All clips, in the order of <see cref="Clip.ByContent"/>.</param>
    /// <param name="candidates">Positions to choose from, ascending.</param>
    /// <param name="side">Name and size of the side.</param>
    /// <param name="random">Random stream of this choice.</param>
    /// <exception cref="SplitException">A label has too few candidates.</exception>
    public static IReadOnlyList<int> Clips(Clip[] clips, IReadOnlyList<int> candidates, HoldoutSide side, SeededRandom random)
    {
        var labels = GroupBy(candidates, i => clips[i].Label);
        RequireEnough(labels, side);
        var wanted = (int)Math.Round(candidates.Count * side.Share, MidpointRounding.AwayFromZero);
        var total = Math.Clamp(wanted, labels.Count, candidates.Count - (labels.Count * side.KeptPerLabel));
        int[] labelSizes = [.. labels.Select(static group => group.Count())];
        var labelCounts = Apportion(labelSizes, total, (Given: 1, Kept: side.KeptPerLabel), random.Stream("labels"));
        var chosen = new List<int>(total);
        for (var k = 0; k < labels.Count; k++)
        {
            var stream = random.Stream(labels[k].Key);

            // One stratum would draw from another stream: splits without columns stay as they were pinned.
            if (side.StratifyBy.Count == 0)
            {
                chosen.AddRange(BySpeaker(clips, labels[k], labelCounts[k], stream));
                continue;
            }

            var strata = GroupBy(labels[k], i => ClipGroups.Stratum(clips[i], side.StratifyBy));
            int[] strataSizes = [.. strata.Select(static group => group.Count())];
            var counts = Apportion(strataSizes, labelCounts[k], (Given: 0, Kept: 0), stream.Stream("strata"));
            for (var s = 0; s < strata.Count; s++)
            {
                chosen.AddRange(BySpeaker(clips, strata[s], counts[s], stream.Stream("strata").Stream(strata[s].Key)));
            }
        }

        return chosen;
    }

    private static IEnumerable<int> BySpeaker(Clip[] clips, IEnumerable<int> candidates, int total, SeededRandom stream)
    {
        var speakers = GroupBy(candidates, i => clips[i].Speaker);
        int[] speakerSizes = [.. speakers.Select(static group => group.Count())];
        var counts = Apportion(speakerSizes, total, (Given: 0, Kept: 0), stream.Stream("speakers"));
        for (var s = 0; s < speakers.Count; s++)
        {
            var members = speakers[s].ToArray();
            stream.Stream("clips").Stream(speakers[s].Key.ToUpperInvariant()).Shuffle(members.AsSpan());
            foreach (var member in members.Take(counts[s]))
            {
                yield return member;
            }
        }
    }

    /// <summary>Holds out whole groups: of many random draws of the right number of groups, the one with the most even shares of labels,
    /// and of the values of the columns to keep.</summary>
    /// <param name="clips">All clips, in the order of <see cref="Clip.ByContent"/>.</param>
    /// <param name="candidates">Positions to choose from, ascending.</param>
    /// <param name="group">Key that the clips of one group share.</param>
    /// <param name="side">Name and size of the side; its share is one of groups.</param>
    /// <param name="random">Random stream of this choice.</param>
    /// <exception cref="SplitException">There are fewer than two groups.</exception>
    public static IReadOnlyList<int> Groups(
        Clip[] clips, IReadOnlyList<int> candidates, Func<Clip, string> group, HoldoutSide side, SeededRandom random)
    {
        var groups = GroupBy(candidates, i => group(clips[i])).Select(static members => members.ToArray()).ToArray();
        if (groups.Length < 2)
        {
            throw new SplitException("split", new ErrorDetails("there are {value} groups to divide")
            {
                Value = groups.Length.ToString(CultureInfo.InvariantCulture),
                Rule = "at least 2",
                NextStep = "Split by random, or add recordings.",
            });
        }

        var count = Math.Clamp((int)Math.Round(groups.Length * side.Share, MidpointRounding.AwayFromZero), 1, groups.Length - 1);
        Func<Clip, string>[] properties =
        [
            static clip => clip.Label,
            .. side.StratifyBy.Select(static column => (Func<Clip, string>)(clip => ClipGroups.Stratum(clip, [column]))),
        ];
        var totals = Array.ConvertAll(
            properties,
            property => GroupBy(candidates, i => property(clips[i]))
                .ToDictionary(static values => values.Key, static values => values.Count(), StringComparer.Ordinal));
        var (best, bestScore) = (Array.Empty<int[]>(), double.PositiveInfinity);
        for (var draw = 0; draw < Draws; draw++)
        {
            random.Shuffle(groups.AsSpan());
            var score = 0.0;
            for (var p = 0; p < properties.Length; p++)
            {
                score += Unevenness(clips, groups.AsSpan(0, count), properties[p], totals[p], count / (double)groups.Length);
            }

            if (score < bestScore)
            {
                (best, bestScore) = (groups[..count], score);
            }
        }

        return [.. best.SelectMany(static members => members)];
    }

    private static List<IGrouping<string, int>> GroupBy(IEnumerable<int> positions, Func<int, string> key) =>
        [.. positions.GroupBy(key, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.OrdinalIgnoreCase)];

    private static void RequireEnough(List<IGrouping<string, int>> labels, HoldoutSide side)
    {
        if (labels.Find(group => group.Count() <= side.KeptPerLabel) is not { } label)
        {
            return;
        }

        var count = label.Count();
        var sides = side.Name == "test" && side.KeptPerLabel > 1 ? "train, validation and test" : "train and " + side.Name;
        throw new SplitException("split." + side.Name, new ErrorDetails(
            $"class '{label.Key}' has {{value}} clip{(count == 1 ? "" : "s")} to divide between {sides}")
        {
            Value = count.ToString(CultureInfo.InvariantCulture),
            Rule = string.Create(CultureInfo.InvariantCulture, $"at least {side.KeptPerLabel + 1}"),
            NextStep = "Collect more clips of it, or leave it out of the dataset's labels.",
        });
    }

    // Sum over the values of a property, such as the labels, in ordinal order, of squared differences between the share of the value that is
    // held out and the wanted share.
    private static double Unevenness(
        Clip[] clips, ReadOnlySpan<int[]> held, Func<Clip, string> property, Dictionary<string, int> totals, double share)
    {
        var counts = new SortedDictionary<string, int>(
            totals.ToDictionary(static pair => pair.Key, static _ => 0, StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var members in held)
        {
            foreach (var i in members)
            {
                counts[property(clips[i])]++;
            }
        }

        var sum = 0.0;
        foreach (var (value, count) in counts)
        {
            var difference = (count / (double)totals[value]) - share;
            sum += difference * difference;
        }

        return sum;
    }

    // Largest remainder: floors first, then one each to the largest remainders, ties drawn. Every part gives at least Given and keeps at
    // least Kept.
    private static int[] Apportion(int[] sizes, int total, (int Given, int Kept) least, SeededRandom random)
    {
        var all = (long)sizes.Sum();
        var counts = Array.ConvertAll(sizes, size => Math.Clamp((int)(size * (long)total / all), least.Given, size - least.Kept));
        var order = Enumerable.Range(0, sizes.Length).ToArray();
        random.Shuffle(order.AsSpan());
        var byRemainder = order.OrderByDescending(i => sizes[i] * (long)total % all).ToArray();
        for (var missing = total - counts.Sum(); missing != 0;)
        {
            var before = missing;
            foreach (var i in missing > 0 ? byRemainder : byRemainder.Reverse())
            {
                var step = Math.Sign(missing);
                if (missing != 0 && counts[i] + step >= least.Given && counts[i] + step <= sizes[i] - least.Kept)
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
    }
}

/// <summary>A side to hold out.</summary>
/// <param name="Name">Name of the side, <c>test</c> or <c>validation</c>.</param>
/// <param name="Share">Share of the candidates to hold out, between 0 and 1.</param>
/// <param name="KeptPerLabel">Clips of each label that stay: one to train on, and one to validate on if that side is drawn later.</param>
internal sealed record HoldoutSide(string Name, double Share, int KeptPerLabel)
{
    /// <summary>Columns whose shares the side keeps beside those of the labels.</summary>
    public IReadOnlyList<string> StratifyBy { get; init; } = [];
}
