using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Projects;
using Bakeoff.Options;
using Bakeoff.Options.Sweeps;

namespace Bakeoff.Experiments.Comparing;

/// <summary>Puts the latest results of experiments side by side.</summary>
public static class Comparer
{
    /// <summary>Up to this many experiments are compared pair by pair; more would give more pairs than anyone reads.</summary>
    private const int MostForAllPairs = 5;

    /// <summary>One seed for all comparisons, so that a pair's interval does not depend on what else is compared.</summary>
    private const ulong Seed = 0;

    /// <summary>Compares experiments.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="names">
    /// Names of experiments or of members of sweeps; the name of a sweep stands for all its members. None at all means everything that has
    /// results.
    /// </param>
    /// <exception cref="ComparisonException">A named experiment has no results, or there are none at all.</exception>
    /// <remarks>Determinism: equal results give equal comparisons.</remarks>
    public static Comparison Compare(Workspace workspace, IReadOnlyList<string> names)
    {
        var folder = new ExperimentResults(workspace);
        var known = folder.Names();
        var failures = folder
            .Failures()
            .Where(failed =>
                names.Count == 0
                || names.Any(name => failed.Name == name || failed.Name.StartsWith(name + SweepNames.Separator, StringComparison.Ordinal)))
            .ToList();
        var notes = new List<string>(failures.Select(failed => failed.Sentence));
        List<ComparedExperiment> experiments =
            names.Count > 0
                ? [.. names.SelectMany(name => Expand(name, known)).Distinct(StringComparer.Ordinal).Select(folder.Read)]
                : [.. ReadAll(folder, known, notes).OrderByDescending(Uar).ThenBy(e => e.Name, StringComparer.Ordinal)];
        return experiments.Count == 0
            ? throw new ComparisonException(
                string.Empty,
                new ErrorDetails("no experiment has results")
                {
                    Where = "artifacts/experiments",
                    Rule = "at least one",
                    NextStep = $"Run 'bakeoff report --experiment=NAME' first.{string.Concat(notes.Select(n => "\n" + n))}",
                })
            : new Comparison(names.Count == 0, experiments, DifferingKeys(experiments), Pairs(experiments, notes), failures, notes);
    }

    private static double Uar(ComparedExperiment experiment) => experiment.Figure("test_uar") ?? double.NegativeInfinity;

    private static IEnumerable<string> Expand(string name, IReadOnlyList<string> known)
    {
        if (known.Contains(name, StringComparer.Ordinal))
        {
            return [name];
        }

        var members = known.Where(k => k.StartsWith(name + SweepNames.Separator, StringComparison.Ordinal)).ToList();
        if (members.Count > 0)
        {
            return members;
        }

        var near = NearestName.Find(name, known) is { } meant ? $" Did you mean '{meant}'?" : string.Empty;
        var list =
            known.Count == 0
                ? "Nothing has results yet."
                : $"These have: {string.Join(", ", known.Take(20))}{(known.Count > 20 ? ", ..." : string.Empty)}.";
        throw new ComparisonException(
            name,
            new ErrorDetails("no results")
            {
                Where = name,
                Rule = $"artifacts/experiments/{name}/metrics.json",
                NextStep = $"Run 'bakeoff report --experiment={name}' first.{near} {list}",
            });
    }

    private static IEnumerable<ComparedExperiment> ReadAll(ExperimentResults folder, IReadOnlyList<string> known, List<string> notes)
    {
        foreach (var name in known)
        {
            ComparedExperiment? experiment = null;
            try
            {
                experiment = folder.Read(name);
            }
            catch (ComparisonException exception)
            {
                notes.Add($"Left out: {exception.Message}");
            }

            if (experiment is not null)
            {
                yield return experiment;
            }
        }
    }

    private static List<string> DifferingKeys(IReadOnlyList<ComparedExperiment> experiments) =>
        [
            .. experiments
                .SelectMany(e => e.Parameters.Keys)
                .Distinct(StringComparer.Ordinal)
                .Where(key => experiments.Select(e => e.Parameters.GetValueOrDefault(key)).Distinct(StringComparer.Ordinal).Count() > 1)
                .Order(StringComparer.Ordinal),
        ];

    private static List<ComparedPair> Pairs(IReadOnlyList<ComparedExperiment> experiments, List<string> notes)
    {
        var best = experiments.MaxBy(Uar)!;
        var chosen =
            experiments.Count <= MostForAllPairs
                ? experiments.SelectMany((first, i) => experiments.Skip(i + 1).Select(second => (First: first, Second: second)))
                : experiments.Where(e => e != best).Select(other => (First: best, Second: other));
        var pairs = new List<ComparedPair>();
        foreach (var (first, second) in chosen)
        {
            if (!first.Labels.SequenceEqual(second.Labels, StringComparer.Ordinal))
            {
                notes.Add($"{first.Name} and {second.Name} tell other labels apart, so there is no paired difference.");
                continue;
            }

            try
            {
                // The second minus the first is what the method gives; here the first is the one that is asked about.
                pairs.Add(
                    new ComparedPair(
                        first.Name,
                        second.Name,
                        PairedComparison.Compare(first.Labels, second.Predictions, first.Predictions, Seed)));
            }
            catch (IncomparableResultsException)
            {
                notes.Add($"{first.Name} and {second.Name} share no test clips, or not their labels, so there is no paired difference.");
            }
        }

        return pairs;
    }
}
