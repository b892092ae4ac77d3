using Bakeoff.Experiments.Comparing;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Sweeps;
using Bakeoff.Options;
using Bakeoff.Options.Sweeps;

namespace Bakeoff.Experiments.Papers;

/// <summary>The results that a paper states.</summary>
/// <param name="Comparison">The experiments side by side.</param>
/// <param name="Experiments">The experiments with their runs, in the order of the comparison.</param>
/// <param name="Notes">What is left out, a sentence each.</param>
internal sealed record PaperContent(Comparison Comparison, IReadOnlyList<PaperExperiment> Experiments, IReadOnlyList<string> Notes)
{
    /// <summary>The runs of all experiments.</summary>
    public IReadOnlyList<PaperRun> Runs { get; } = [.. Experiments.SelectMany(static experiment => experiment.Runs)];

    /// <summary>Searches, and sweeps of which all settings are there and each fold can choose its own.</summary>
    public IReadOnlyList<PaperSweep> Sweeps { get; init; } = [];

    /// <summary>Opens all runs of a comparison.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="comparison">The experiments side by side.</param>
    /// <exception cref="PaperException">A run is part of two experiments.</exception>
    public static async Task<PaperContent> OpenAsync(Workspace workspace, Comparison comparison)
    {
        var twice = comparison.Experiments
            .SelectMany(RunsOf)
            .GroupBy(static run => run.Name, StringComparer.Ordinal)
            .FirstOrDefault(static same => same.Skip(1).Any());
        if (twice is not null)
        {
            throw new PaperException(new ErrorDetails("is part of two of the experiments")
            {
                Where = twice.Key,
                Rule = "each run once",
                NextStep = "Name the sweep or its member, not both.",
            });
        }

        var notes = new List<string>(comparison.Notes);
        var experiments = new List<PaperExperiment>();
        foreach (var experiment in comparison.Experiments)
        {
            var runs = new List<PaperRun>();
            string[] seeds = [.. experiment.Result.Runs.Select(static run => run.Seed)];
            foreach (var run in RunsOf(experiment))
            {
                runs.Add(await PaperRun.OpenAsync(workspace, run, seeds, notes).ConfigureAwait(false));
            }

            experiments.Add(new PaperExperiment(experiment, runs));
        }

        var sweeps = await FindSweepsAsync(workspace, experiments).ConfigureAwait(false);
        return new PaperContent(comparison, experiments, notes) { Sweeps = sweeps };
    }

    private static async Task<IReadOnlyList<PaperSweep>> FindSweepsAsync(Workspace workspace, List<PaperExperiment> experiments)
    {
        var found = new List<PaperSweep>();
        foreach (var sweep in experiments.GroupBy(static experiment => SweepNames.ExperimentOf(experiment.Name), StringComparer.Ordinal))
        {
            if (ExperimentReader.Read(workspace.Root, sweep.Key, []).Options.Sweep is not { } options)
            {
                continue;
            }

            var session = SweepSession.Open(workspace, sweep.Key, []);
            var runs = sweep.SelectMany(static experiment => experiment.Runs).Select(static run => run.Name).ToHashSet(StringComparer.Ordinal);
            if ((session.IsSearch || (sweep.Skip(1).Any() && session.Members.All(member => runs.Contains(member.Name))))
                && await session.FindResultAsync().ConfigureAwait(false) is { } result
                && (result.Search is not null || result.Nested is not null))
            {
                found.Add(new PaperSweep(sweep.Key, result, MethodReferences.OfSweep(options, result)));
            }
        }

        return found;
    }

    private static IReadOnlyList<ComparedExperiment> RunsOf(ComparedExperiment experiment) =>
        experiment.Members.Count > 0 ? experiment.Members : [experiment];
}

/// <summary>An experiment of a paper.</summary>
/// <param name="Compared">Its results over its seeds.</param>
/// <param name="Runs">Its runs, one a seed.</param>
internal sealed record PaperExperiment(ComparedExperiment Compared, IReadOnlyList<PaperRun> Runs)
{
    /// <summary>Its name.</summary>
    public string Name => Compared.Name;

    /// <summary>The first of its runs, of which pictures are drawn.</summary>
    public PaperRun First => Runs[0];

    /// <summary>Name of a run for captions: that of the experiment, with the seed where there are several.</summary>
    public string NameOf(PaperRun run) => Runs.Count == 1 ? Name : $"{Name}, seed {run.Seed}";
}

/// <summary>A sweep whose choice a paper states.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Result">Its outcome.</param>
/// <param name="Cites">Keys of the works behind it.</param>
internal sealed record PaperSweep(string Name, SweepResult Result, IReadOnlyList<string> Cites);
