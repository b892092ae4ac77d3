using Bakeoff.Corpora.Sets;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Projects;
using Bakeoff.Options.Sweeps;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Running;

/// <summary>
/// A look at many experiments right after each other, such as the members of a sweep: recordings are listed and records read once for all.
/// </summary>
/// <remarks>
/// A session that computes takes none: recordings may change while a sweep runs, and it must notice. Not thread-safe.
/// </remarks>
internal sealed class SharedLook(Workspace workspace)
{
    private readonly Dictionary<(string Dataset, string File, string? Source), CorpusSet> _corpora = [];

    /// <summary>Digests of files already known.</summary>
    public FileDigestCache Digests { get; } = new(Path.Combine(workspace.CacheFolder, "file-digests.json"), TimeProvider.System);

    /// <summary>Results; each record is read once.</summary>
    public ArtifactStore Store { get; } = new(workspace.StoreFolder, TimeProvider.System, remembers: true);

    /// <summary>The corpora of an experiment, found on this machine.</summary>
    public CorpusSet CorporaOf(ResolvedExperiment experiment)
    {
        var key = (experiment.Options.Dataset.Name, SweepNames.FileOf(experiment.Name), experiment.DatasetSource);
        if (!_corpora.TryGetValue(key, out var corpora))
        {
            corpora = CorpusSet.Find(workspace.Corpora, key.Name, key.Item2, key.DatasetSource, Digests);
            _corpora.Add(key, corpora);
        }

        return corpora;
    }
}
