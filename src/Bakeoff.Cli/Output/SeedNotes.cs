using System.Globalization;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Projects;
using Bakeoff.Options;
using Bakeoff.Options.Sweeps;

namespace Bakeoff.Cli.Output;

/// <summary>Compares the seeds that have results with those that the experiments' files name.</summary>
internal static class SeedNotes
{
    /// <summary>Adds a note for each experiment whose file names other seeds; a file that cannot be read adds none.</summary>
    public static Comparison Add(Workspace workspace, Comparison comparison) =>
        comparison with
        {
            Notes = [.. comparison.Notes, .. comparison.Experiments.SelectMany(e => Describe(e, Named(workspace, e.Name)))],
        };

    private static IReadOnlyList<string> Named(Workspace workspace, string name)
    {
        try
        {
            var seeds = ExperimentReader.Read(workspace.Root, SweepNames.ExperimentOf(name), []).Options.Seeds ?? [];
            return [.. seeds.Select(seed => seed.ToString(CultureInfo.InvariantCulture))];
        }
        catch (Exception exception) when (exception is BakeoffException or IOException)
        {
            // Results are compared without the files that they came from.
            return [];
        }
    }

    private static IEnumerable<string> Describe(ComparedExperiment experiment, IReadOnlyList<string> named)
    {
        var file = SweepNames.ExperimentOf(experiment.Name);
        var found = experiment.Result.Runs.Select(run => run.Seed).ToList();
        if (experiment.Members.Count == 0)
        {
            if (named.Count > 1 && experiment.Name == file)
            {
                yield return $"{file}: this is one seed ({found[0]}); its file names {Count(named)}. "
                    + $"{CommandName.Hint("sweep", file)} runs them.";
            }

            yield break;
        }

        if (named.Except(found, StringComparer.Ordinal).ToList() is { Count: > 0 } missing)
        {
            yield return $"{experiment.Name}: {Count(named.Intersect(found, StringComparer.Ordinal).ToList())} of its {Count(named)} "
                + $"seeds have "
                + $"results; missing: {string.Join(", ", missing)}. {CommandName.Hint("sweep", file)} runs them.";
        }

        if (named.Count > 0 && found.Except(named, StringComparer.Ordinal).ToList() is { Count: > 0 } others)
        {
            yield return $"{experiment.Name}: the mean includes seeds that its file does not name: {string.Join(", ", others)}.";
        }
    }

    private static string Count(IReadOnlyList<string> seeds) => seeds.Count.ToString(CultureInfo.InvariantCulture);
}
