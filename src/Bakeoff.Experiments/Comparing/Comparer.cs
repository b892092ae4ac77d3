using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Configuration.Sweeps;
using Bakeoff.Experiments.Projects;
using Bakeoff.Options;
using Bakeoff.Options.Sweeps;

namespace Bakeoff.Experiments.Comparing;

/// <summary>Puts the latest results of experiments side by side.</summary>
public static class Comparer
{
    /// <summary>Compares experiments.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="names">
    /// Names of experiments or of members of sweeps; the name of a sweep stands for all its members, which are joined where only their
    /// seeds differ. None at all means everything that has results.
    /// </param>
    /// <param name="ranking">The order of those that were tested on the same clips.</param>
    /// <exception cref="ComparisonException">A named experiment has no results, or there are none at all.</exception>
    /// <remarks>Determinism: equal results give equal comparisons.</remarks>
    public static Comparison Compare(Workspace workspace, IReadOnlyList<string> names, Ranking ranking)
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
        notes.AddRange(
            names
                .SelectMany(workspace.VariantsOf)
                .Except(names, StringComparer.Ordinal)
                .Select(static variant => $"{variant} has results of its own; name it to compare it."));
        List<ComparedExperiment> experiments =
            names.Count > 0
                ? [.. names.SelectMany(name => Expand(folder, name, known, notes)).DistinctBy(e => e.Name)]
                : SeedGroups.Join(workspace, [.. ReadAll(folder, known, notes)], notes);
        return experiments.Count == 0
            ? throw new ComparisonException(
                string.Empty,
                new ErrorDetails("no experiment has results")
                {
                    Where = "artifacts/experiments",
                    Rule = "at least one",
                    NextStep = $"Run {CommandName.Hint("report", "NAME")} first.{string.Concat(notes.Select(n => "\n" + n))}",
                })
            : new Comparison(names.Count == 0, ComparisonGroups.Create(experiments, ranking, notes), failures, notes);
    }

    /// <summary>Compares members of one sweep that have results; those that differ in nothing but their seed are joined.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="members">Names of the members, at least one.</param>
    /// <exception cref="ComparisonException">A member has no results.</exception>
    public static Comparison CompareMembers(Workspace workspace, IReadOnlyList<string> members)
    {
        var folder = new ExperimentResults(workspace);
        var notes = new List<string>();
        var experiments = SeedGroups.Join(workspace, [.. members.Select(folder.Read)], notes);
        return new Comparison(IsLeaderboard: false, ComparisonGroups.Create(experiments, Ranking.Usual, notes), [], notes);
    }

    private static IReadOnlyList<ComparedExperiment> Expand(
        ExperimentResults folder,
        string name,
        IReadOnlyList<string> known,
        List<string> notes)
    {
        var isRun = known.Contains(name, StringComparer.Ordinal);
        var members = known.Where(k => k.StartsWith(name + SweepNames.Separator, StringComparison.Ordinal)).ToList();
        var chosen = members.Count == 0 ? [] : ChosenOf(folder.Workspace, name).Intersect(members, StringComparer.Ordinal).ToList();
        members = chosen.Count == 0 ? members : chosen;
        if (isRun && members.Count == 0)
        {
            return [folder.Read(name)];
        }

        if (members.Count > 0)
        {
            var left = new List<string>();
            var joined = SeedGroups.Join(folder.Workspace, [.. ReadAll(folder, isRun ? [name, .. members] : members, left)], left);
            notes.AddRange(left);

            // A run of the experiment itself is what its name means, unless its seeds are joined under that name.
            IReadOnlyList<ComparedExperiment> found = isRun ? joined.FindAll(e => e.Name == name) : joined;
            return found.Count > 0 ? found : [folder.Read(isRun ? name : members[0])];
        }

        var list =
            known.Count == 0
                ? "Nothing has results yet."
                : $"These have: {string.Join(", ", known.Take(20))}{(known.Count > 20 ? ", ..." : string.Empty)}.";
        var first = folder.Workspace.HasExperiment(name)
            ? $"Run {CommandName.Hint("report", name)} first."
            : NearestName.Question(name, known.Union(folder.Workspace.ExperimentNames(), StringComparer.Ordinal))
                ?? $"There is no experiments/{name}.yaml.";
        throw new ComparisonException(
            name,
            new ErrorDetails("no results")
            {
                Where = name,
                Rule = $"artifacts/experiments/{name}/metrics.json",
                NextStep = $"{first} {list}",
            });
    }

    /// <summary>Names of the members that a search chose; none where there is no search, or what it went by has changed.</summary>
    /// <remarks>Trials that only a fold takes are tested for what choosing is worth, and are no rivals of the chosen one.</remarks>
    private static IEnumerable<string> ChosenOf(Workspace workspace, string name)
    {
        try
        {
            return ExperimentReader.ListNames(workspace.Root).Contains(name, StringComparer.Ordinal)
                ? (SweepExpander.FindChosen(ExperimentReader.Read(workspace.Root, name, [])) ?? []).Select(static member => member.Name)
                : [];
        }
        catch (ConfigurationException)
        {
            // Results are compared whatever the file has become.
            return [];
        }
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
}
