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
    /// <param name="name">Name of the experiment, or of a member of its sweep such as <c>lstm-sweep+n_mfcc=13</c>.</param>
    /// <param name="sets">Options in the form <c>features.n_mfcc=13</c>; a later one wins over an earlier one.</param>
    /// <exception cref="ConfigurationException">There is no such experiment, or anything in it is wrong; holds every problem.</exception>
    public static ResolvedExperiment Read(string repositoryRoot, string name, IReadOnlyList<string> sets)
    {
        var separator = name.IndexOf(SweepNames.Separator, StringComparison.Ordinal);
        var file = separator < 0 ? name : name[..separator];
        var folder = ExperimentFolder.Below(repositoryRoot);
        var (options, tree) = new OptionsReader<ExperimentOptions>(folder).Read(file, sets, new ExperimentCheck(repositoryRoot).Check);
        var question = OpeningComment.Read(File.ReadAllText(folder.PathOf(file)));
        var experiment = new ResolvedExperiment(options with { Question = question }, tree, repositoryRoot);
        return separator < 0 ? experiment : SweepExpander.Find(experiment, name).Experiment;
    }

    /// <summary>Names of all experiments, in ordinal order.</summary>
    /// <param name="repositoryRoot">Folder that holds <c>experiments/</c>.</param>
    public static IReadOnlyList<string> ListNames(string repositoryRoot) => ExperimentFolder.Below(repositoryRoot).ListNames();
}
