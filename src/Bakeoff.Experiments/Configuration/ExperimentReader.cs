using Bakeoff.Experiments.Configuration.Sweeps;
using Bakeoff.Options;
using Bakeoff.Options.Resolution;
using Bakeoff.Options.Sweeps;

namespace Bakeoff.Experiments.Configuration;

/// <summary>Reads experiments from <c>experiments/</c>.</summary>
public static class ExperimentReader
{
    /// <summary>Reads one experiment as a whole, before anything runs.</summary>
    /// <param name="repositoryRoot">Folder that holds <c>experiments/</c>.</param>
    /// <param name="name">
    /// Name of the experiment, of a variant such as <c>quickstart@training.epochs=3</c>, or of a member of a sweep such as
    /// <c>lstm-sweep+n_mfcc=13</c>.
    /// </param>
    /// <param name="sets">Options in the form <c>features.n_mfcc=13</c>; a later one wins over an earlier one.</param>
    /// <returns>The experiment; it has a variant's name if an option changes a parameter.</returns>
    /// <exception cref="ConfigurationException">There is no such experiment, or anything in it is wrong; holds every problem.</exception>
    public static ResolvedExperiment Read(string repositoryRoot, string name, IReadOnlyList<string> sets)
    {
        var (file, values, member) = VariantNames.Divide(name);
        if (values is [['=', ..]])
        {
            const string Advice = "stands for values that are too long for a name. Name the experiment and give each by --set again.";
            throw new ConfigurationException([
                new ConfigurationProblem(ExperimentFolder.DisplayName(file), 0, 0, "", name, "values", $"'{name}' {Advice}"),
            ]);
        }

        string[] all = [.. values, .. sets];
        var experiment = ReadFile(repositoryRoot, file, all);
        experiment = all.Length == 0 ? experiment : AsVariant(experiment, [.. Changes(experiment, all)]);
        return member.Length == 0 ? experiment : SweepExpander.Find(experiment, experiment.Name + member).Experiment;
    }

    private static ResolvedExperiment AsVariant(ResolvedExperiment experiment, IReadOnlyList<(string Key, string Value)> changes)
    {
        var endings = SweepNames.Shorten([.. changes.Select(static change => change.Key)]);
        return experiment.Rename(
            VariantNames.Compose(experiment.Name, changes),
            changes.Count == 0 ? experiment.Name : SweepNames.Label(changes.Select(change => (endings[change.Key], change.Value))));
    }

    private static ResolvedExperiment ReadFile(string repositoryRoot, string file, IReadOnlyList<string> sets)
    {
        var folder = ExperimentFolder.Below(repositoryRoot);
        var (options, tree) = new OptionsReader<ExperimentOptions>(folder).Read(file, sets, new ExperimentCheck(repositoryRoot).Check);
        var question = OpeningComment.Read(File.ReadAllText(folder.PathOf(file)));
        var features = ImportedFeatures.FindColumns(repositoryRoot, options.Features);
        return new ResolvedExperiment(options with { Question = question, Features = features }, tree, repositoryRoot);
    }

    // Options by what they change: places on this machine, what is only recorded, and values that the file has anyway are none.
    private static IEnumerable<(string Key, string Value)> Changes(ResolvedExperiment experiment, IReadOnlyList<string> sets)
    {
        IReadOnlyList<ResolvedParameter> plain;
        try
        {
            plain = ReadFile(experiment.RepositoryRoot, experiment.Name, []).Parameters;
        }
        catch (ConfigurationException)
        {
            // The file alone is no experiment, so that every option counts.
            plain = [];
        }

        var changed = ExperimentDifference.Between(plain, experiment.Parameters).Select(static difference => difference.Key).ToList();
        return sets
            .Select(static set => set.Split('=', 2))
            .GroupBy(static set => set[0].Trim(), static set => set[1], StringComparer.Ordinal)
            .Where(set => changed.Exists(key => $"{key}.".StartsWith($"{set.Key}.", StringComparison.Ordinal)
                || set.Key.StartsWith($"{key}.", StringComparison.Ordinal)))
            .OrderBy(static set => set.Key, StringComparer.Ordinal)
            .Select(set => (set.Key, experiment.Parameters.FirstOrDefault(p => p.Key == set.Key)?.Value ?? set.Last()));
    }

    /// <summary>Names of all experiments, in ordinal order.</summary>
    /// <param name="repositoryRoot">Folder that holds <c>experiments/</c>.</param>
    public static IReadOnlyList<string> ListNames(string repositoryRoot) => ExperimentFolder.Below(repositoryRoot).ListNames();
}
