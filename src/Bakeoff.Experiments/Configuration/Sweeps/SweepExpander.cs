using System.Globalization;
using Bakeoff.Options;
using Bakeoff.Options.Sweeps;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Experiments.Configuration.Sweeps;

/// <summary>Turns an experiment with <c>sweep:</c> and <c>seeds:</c> into its members.</summary>
public static class SweepExpander
{
    private const string SeedKey = "seed";

    /// <summary>All members, each checked like an experiment of its own.</summary>
    /// <param name="experiment">An experiment; without <c>sweep</c> and <c>seeds</c> its only member is the experiment itself.</param>
    /// <returns>Members in a fixed order: the last key of a grid varies fastest, then the seeds.</returns>
    /// <exception cref="ConfigurationException">
    /// An unknown key, a wrong value, or two members with equal parameters; holds every problem.
    /// </exception>
    /// <remarks>
    /// Determinism: names, order and drawn values depend on the file and the command line alone; those of a search on its scores as well, and
    /// it has the members that are known so far.
    /// </remarks>
    public static IReadOnlyList<SweepMember> Expand(ResolvedExperiment experiment) =>
        Expand(experiment, SearchOf(experiment), experiment.Options.Sweep?.Search is null ? [] : SearchRecord.Read(experiment).Known);

    /// <summary>Search of an experiment's sweep; null for a sweep whose members are all known.</summary>
    internal static ISweepSearch? SearchOf(ResolvedExperiment experiment) =>
        SweepPlan.SearchOf(experiment.Tree, experiment.Options.Sweep, changes =>
        {
            var problems = new ProblemList();
            Resolve(experiment, changes, problems);
            return problems.Count == 0;
        });

    /// <summary>All members that follow from some scores.</summary>
    /// <inheritdoc cref="Expand(ResolvedExperiment)"/>
    /// <param name="experiment">An experiment.</param>
    /// <param name="search">Its <see cref="SearchOf"/>.</param>
    /// <param name="scores">Scores of the trials of its search that ended; empty for other sweeps.</param>
    internal static IReadOnlyList<SweepMember> Expand(ResolvedExperiment experiment, ISweepSearch? search, IReadOnlyList<double> scores)
    {
        var options = experiment.Options;
        if (options.Sweep is null && options.Seeds is null)
        {
            return [new SweepMember(1, experiment.Name, experiment.Name, [], experiment) { GroupLabel = experiment.Label }];
        }

        var plan = SweepPlan.List(
            experiment.Tree, options.Sweep, origin => CrossPlan.List(experiment, origin), () => search!.List(scores));

        // Of a search, all keys that members may have, so that later members change no earlier name.
        IEnumerable<string> known = options.Sweep?.Search?.Keys.Keys ?? [];
        var keys = known.Concat(plan.SelectMany(static changes => changes.Select(static change => change.Key)));
        var endings = SweepNames.Shorten([.. keys.Distinct(StringComparer.Ordinal)]);
        var problems = new ProblemList();
        var members = new List<SweepMember>();
        foreach (var changes in plan)
        {
            var own = new ProblemList();
            var resolved = Resolve(experiment, changes, own);
            problems.AddNew(own);
            if (own.Count == 0)
            {
                members.Add(Name(members.Count + 1, experiment.Name, changes, endings, resolved));
            }
        }

        problems.ThrowIfAny();
        RefuseTooFewDraws(experiment, plan.Count, problems);
        RefuseEqualMembers(experiment, members, problems);
        problems.ThrowIfAny();
        return members;
    }

    /// <summary>Members of the trial that the search of an experiment chose, one a seed; null where there is no search, or it goes on.</summary>
    internal static IReadOnlyList<SweepMember>? FindChosen(ResolvedExperiment experiment)
    {
        if (experiment.Options.Sweep?.Search is null || SearchRecord.Read(experiment) is not { Chosen: { } chosen } record)
        {
            return null;
        }

        var seeds = experiment.Options.Seeds?.Count ?? 1;
        return [.. Expand(experiment, SearchOf(experiment), record.Known).Skip(chosen * seeds).Take(seeds)];
    }

    /// <summary>One member by name.</summary>
    /// <param name="experiment">The experiment with the sweep.</param>
    /// <param name="name">Its <see cref="SweepMember.Name"/> or its <see cref="SweepMember.ShortName"/>.</param>
    /// <exception cref="ConfigurationException">The sweep is wrong, or has no such member.</exception>
    public static SweepMember Find(ResolvedExperiment experiment, string name)
    {
        var members = Expand(experiment);
        return members.FirstOrDefault(m => m.Name == name || m.ShortName == name)
            ?? throw new ConfigurationException([
                new ConfigurationProblem(
                    ExperimentFolder.DisplayName(SweepNames.FileOf(experiment.Name)),
                    0,
                    0,
                    "sweep",
                    name,
                    "a member of the sweep",
                    $"there is no member '{name}'. {Advise(name, members)}"),
            ]);
    }

    private static string Advise(string name, IReadOnlyList<SweepMember> members)
    {
        if (members is [{ Changes.Count: 0 }])
        {
            return "The file has neither sweep nor seeds.";
        }

        var near = SweepNames.NumberOf(name) is null ? NearestName.Find(name, [.. members.Select(m => m.Name)]) : null;
        return $"{(near is null ? "" : $"Did you mean '{near}'? ")}Its {members.Count.ToString(CultureInfo.InvariantCulture)} members are "
            + $"'{members[0].ShortName}' ({members[0].Name}) to '{members[^1].ShortName}'.";
    }

    private static ResolvedExperiment Resolve(ResolvedExperiment experiment, IReadOnlyList<SweepChange> changes, ProblemList problems)
    {
        var tree = experiment.Tree.Without("sweep").Without("seeds");
        if (experiment.Options.Sweep is { Cross: true })
        {
            tree = CrossPlan.Prepare(tree, experiment.Tree.Find("sweep")!.KeyOrigin);
        }

        foreach (var change in changes)
        {
            var section = change.Key.Split('.')[0];
            if (!YamlOptions.IsParameter<ExperimentOptions>(section))
            {
                var message = $"sweep sets {change.Key}, expected a key that changes results. {section} is the same for all members.";
                problems.Add(change.KeyOrigin, change.Key, null, "a parameter", message);
                continue;
            }

            tree = YamlOptions.Set<ExperimentOptions>(tree, change.Key, change.Value, change.KeyOrigin, problems);
        }

        var options = YamlOptions.Bind<ExperimentOptions>(tree, problems);
        if (experiment.Options.Sweep?.Search is not null
            && problems.Count == 0
            && options.Classifier is { Candidates.Count: 1, ScoreSingle: false })
        {
            // The search goes by how a trial does on the inner folds, with whom a single candidate is not compared otherwise.
            var origin = experiment.Tree.Find("sweep")!.KeyOrigin;
            var yes = new ScalarNode("true", IsPlain: true, origin);
            tree = YamlOptions.Set<ExperimentOptions>(tree, "classifier.score_single", yes, origin, problems);
            options = YamlOptions.Bind<ExperimentOptions>(tree, problems);
        }

        if (problems.Count == 0)
        {
            new ExperimentCheck(experiment.RepositoryRoot).Check(options, tree, problems);
        }

        return new ResolvedExperiment(options with { Question = experiment.Options.Question }, tree, experiment.RepositoryRoot);
    }

    private static SweepMember Name(
        int number,
        string experiment,
        IReadOnlyList<SweepChange> changes,
        IReadOnlyDictionary<string, string> endings,
        ResolvedExperiment resolved)
    {
        // The canonical value of the member, not the text of the file: 1e-3 and 0.001 give one name.
        KeyValuePair<string, string>[] values = [.. changes.Select(c => KeyValuePair.Create(c.Key, CanonicalValue(resolved, c)))];
        var name = SweepNames.Compose(experiment, values.Select(v => (endings[v.Key], v.Value)));
        var shared = values.Where(v => v.Key != SeedKey).Select(v => (endings[v.Key], v.Value)).ToList();
        return new SweepMember(
            number,
            name,
            SweepNames.Compose(experiment, shared),
            values,
            resolved.Rename(name, SweepNames.Label(values.Select(v => (endings[v.Key], v.Value)))))
        {
            GroupLabel = shared.Count == 0 ? "all seeds" : SweepNames.Label(shared),
        };
    }

    private static string CanonicalValue(ResolvedExperiment resolved, SweepChange change) =>
        resolved.Parameters.FirstOrDefault(p => p.Key == change.Key)?.Value ?? change.Value.ToYaml();

    private static void RefuseTooFewDraws(ResolvedExperiment experiment, int memberCount, ProblemList problems)
    {
        var drawn = memberCount / (experiment.Options.Seeds?.Count ?? 1);
        if (experiment.Options.Sweep?.Random is { } random && drawn < random.Draws)
        {
            problems.Add(
                experiment.Tree.Find("sweep")!.KeyOrigin,
                "sweep.random.draws",
                null,
                "draws that differ",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"random finds only {drawn} different members, expected {random.Draws} (draws). Lower draws or widen the ranges."));
        }
    }

    private static void RefuseEqualMembers(ResolvedExperiment experiment, IReadOnlyList<SweepMember> members, ProblemList problems)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < members.Count; i++)
        {
            var parameters = string.Join('\n', members[i].Experiment.Parameters.Select(p => $"{p.Key}: {p.Value}"));
            if (seen.TryAdd(parameters, i))
            {
                continue;
            }

            var entry = experiment.Tree.Find("sweep") ?? experiment.Tree.Find("seeds")!;
            problems.Add(
                entry.KeyOrigin,
                entry.Key,
                null,
                "members that differ",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"members {seen[parameters] + 1} and {i + 1} of {members.Count} have equal parameters ({members[i].Name}), "
                        + $"expected each once. Remove the repeated value."));
        }
    }
}
