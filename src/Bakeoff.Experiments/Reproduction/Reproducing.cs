using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Options.Files;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Reproduction;

/// <summary>Holds an experiment against its lock: by its settings alone, or by running it again from nothing.</summary>
public static class Reproducing
{
    /// <summary>Compares parameters and code with the lock, without recordings and without running anything.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="name">Name of the experiment.</param>
    /// <param name="sets">Overrides, <c>key=value</c> each.</param>
    /// <exception cref="Bakeoff.Options.ConfigurationException">The experiment or its lock cannot be used.</exception>
    public static async Task<ReproductionResult> CheckAsync(Workspace workspace, string name, IReadOnlyList<string> sets)
    {
        await using var session = ExperimentSession.Open(workspace, name, sets, threads: 1);
        var pinned = LockFile.Read(workspace, name);
        var contents = session.Describe(Pinning.LastStage);
        var stages = contents.ToDictionary(c => c.Stage, c => Pinning.Describe(c, []), StringComparer.Ordinal);
        var now = new ExperimentLock
        {
            Experiment = name,
            MadeWith = MadeWith.Read(),
            Stages = stages,
        };
        return LockComparison.Compare(pinned, now, [.. contents.Select(c => c.Stage)], withResults: false, folder: null);
    }

    /// <summary>
    /// Runs the experiment in a store of its own, where nothing is done yet, and compares every output with the lock. Nothing is tracked.
    /// </summary>
    /// <param name="workspace">The project.</param>
    /// <param name="name">Name of the experiment.</param>
    /// <param name="options">Overrides, threads, and the fate of the folder.</param>
    /// <param name="observer">Receives the events.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="Bakeoff.Options.ConfigurationException">The experiment or its lock cannot be used.</exception>
    public static async Task<ReproductionResult> RunAsync(
        Workspace workspace,
        string name,
        ReproductionOptions options,
        IPipelineObserver observer,
        CancellationToken cancellationToken)
    {
        var folder = Path.Combine(workspace.ReproductionsFolder, $"{name}-{Guid.NewGuid():N}");
        try
        {
            return await CompareAsync(workspace.Apart(folder), folder, name, options, observer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!options.KeepsFolder)
            {
                AtomicFolder.TryDelete(folder);
            }
        }
    }

    private static async Task<ReproductionResult> CompareAsync(
        Workspace workspace,
        string folder,
        string name,
        ReproductionOptions options,
        IPipelineObserver observer,
        CancellationToken cancellationToken)
    {
        await using var session = ExperimentSession.Open(workspace, name, options.Sets, options.Threads);
        var pinned = LockFile.Read(workspace, name);
        await session.RunAsync(Pinning.LastStage, force: false, observer, cancellationToken).ConfigureAwait(false);
        var statuses = session.Status(Pinning.LastStage);
        var stages = statuses.ToDictionary(s => s.Stage.Name, s => Pinning.Describe(s.Stage.Inputs, s.Entry!), StringComparer.Ordinal);
        var now = Pinning.Make(name, stages, statuses[^1].Entry!);
        return LockComparison.Compare(
            pinned,
            now,
            [.. statuses.Select(s => s.Stage.Name)],
            withResults: true,
            options.KeepsFolder ? folder : null);
    }
}
