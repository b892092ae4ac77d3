using System.Globalization;
using Bakeoff.Evaluation.Results;

namespace Bakeoff.Experiments.Comparing;

/// <summary>Divides experiments by the clips that they were tested on, ranks each part and compares it pair by pair.</summary>
internal static class ComparisonGroups
{
    /// <summary>Up to this many experiments are compared pair by pair; more would give more pairs than anyone reads.</summary>
    private const int MostForAllPairs = 5;

    /// <summary>One seed for all comparisons, so that a pair's interval does not depend on what else is compared.</summary>
    private const ulong Seed = 0;

    /// <summary>The groups, in the order of their first experiments.</summary>
    /// <param name="experiments">The experiments, at least one, in the order named.</param>
    /// <param name="ranking">The order within each group.</param>
    /// <param name="notes">Receives a sentence for what has no place in a ranking, and one for pairs that are left out.</param>
    public static List<ComparisonGroup> Create(IReadOnlyList<ComparedExperiment> experiments, Ranking ranking, List<string> notes)
    {
        var parts = new List<List<ComparedExperiment>>();
        foreach (var experiment in experiments)
        {
            if (parts.Find(part => IsOneTask([.. part, experiment]) && part.Exists(other => Share(experiment, other) is not null)) is { } part)
            {
                part.Add(experiment);
            }
            else
            {
                parts.Add([experiment]);
            }
        }

        var apart = new List<(ComparedExperiment First, ComparedExperiment Second)>();
        var groups = parts.ConvertAll(part => Compare(part, ranking, notes, apart));
        if (groups.Count > 1)
        {
            notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"There are {groups.Count} sets of test clips, so {groups.Count} rankings; experiments of different ones were not tested "
                        + $"on the same clips, or not for the same labels, and are not compared in pairs."));
        }

        if (apart.Count > 0)
        {
            notes.Add(
                $"Not compared in pairs, because they have no seed in common that tested the same clips: "
                    + $"{string.Join("; ", apart.Select(static pair => $"{pair.First.Name} and {pair.Second.Name}"))}.");
        }

        return groups;
    }

    private static ComparisonGroup Compare(
        List<ComparedExperiment> experiments,
        Ranking ranking,
        List<string> notes,
        List<(ComparedExperiment First, ComparedExperiment Second)> apart)
    {
        var (by, ranked) = ranking.Order(experiments);
        if (by is not null && ranked.Where(e => e.Figure(by.Name) is null).Select(static e => e.Name).ToList() is { Count: > 0 } without)
        {
            notes.Add($"Last, having no {by.Title}: {string.Join(", ", without)}.");
        }

        var chosen =
            ranked.Count <= MostForAllPairs
                ? ranked.SelectMany((first, i) => ranked.Skip(i + 1).Select(second => (First: first, Second: second)))
                : ranked.Skip(1).Select(other => (First: ranked[0], Second: other));
        var pairs = new List<(ComparedExperiment First, ComparedExperiment Second, PairedComparison Result)>();
        foreach (var (first, second) in chosen)
        {
            if (Share(first, second) is not { } runs)
            {
                apart.Add((first, second));
                continue;
            }

            // The second minus the first is what the method gives; here the first is the one that is asked about.
            var result = ComparisonGroup.HaveSameLabels(experiments)
                ? PairedComparison.Compare(first.Labels, Predictions(runs.Second), Predictions(runs.First), Seed)
                : PairedComparison.CompareNumbers(
                    first.Targets.Count, Reorder(Predictions(runs.Second), second.Targets, first.Targets), Predictions(runs.First), Seed);
            pairs.Add((first, second, result));
        }

        var corrected = HolmCorrection.Correct([.. pairs.Select(static pair => pair.Result.PValue)]);
        return new ComparisonGroup(
            by,
            ranked,
            [.. pairs.Select((pair, i) => new ComparedPair(pair.First, pair.Second, pair.Result, corrected[i]))]);
    }

    private static (IReadOnlyList<SeedRun> First, IReadOnlyList<SeedRun> Second)? Share(ComparedExperiment first, ComparedExperiment second) =>
        IsOneTask([first, second]) ? TestedClips.Share(first.Tested, second.Tested) : null;

    // All pairs of a group are compared by one metric: UAR of the same labels, or CCC of the same numbers.
    private static bool IsOneTask(IReadOnlyList<ComparedExperiment> experiments) =>
        ComparisonGroup.HaveSameLabels(experiments) || ComparisonGroup.HaveSameTargets(experiments);

    private static IReadOnlyList<IReadOnlyList<Prediction>> Reorder(
        IReadOnlyList<IReadOnlyList<Prediction>> runs, IReadOnlyList<string> from, IReadOnlyList<string> to)
    {
        int[] positions = [.. to.Select(target => from.ToList().IndexOf(target))];
        return
        [
            .. runs.Select(run => (IReadOnlyList<Prediction>)
            [
                .. run.Select(clip => clip with
                {
                    TrueNumbers = Array.ConvertAll(positions, t => clip.TrueNumbers[t]),
                    Numbers = Array.ConvertAll(positions, t => clip.Numbers[t]),
                }),
            ]),
        ];
    }

    private static IReadOnlyList<IReadOnlyList<Prediction>> Predictions(IReadOnlyList<SeedRun> runs) =>
        [.. runs.Select(static run => run.Predictions)];
}
