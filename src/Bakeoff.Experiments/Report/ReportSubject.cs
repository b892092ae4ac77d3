using Bakeoff.Corpora;
using Bakeoff.Corpora.Sets;
using Bakeoff.Corpora.Sources;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Projects;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Report;

/// <summary>What a report is about: the experiment, its corpus, and where they are on this machine.</summary>
/// <param name="Experiment">The experiment as resolved.</param>
/// <param name="Dataset">Description of its corpus.</param>
/// <param name="Source">Where the recordings are.</param>
/// <param name="ResultsFolder">Folder that people open, which the page's links start from.</param>
/// <param name="Root">Root of the project.</param>
/// <param name="Git">State of the project's files; null when unknown. Asked for only when it is shown: git takes longer than all else that a finished experiment needs.</param>
public sealed record ReportSubject(ResolvedExperiment Experiment, DatasetDescription Dataset, RecordingsSource Source, string ResultsFolder, string Root, Lazy<GitState?> Git)
{
    /// <summary>The corpora of the experiment.</summary>
    public required CorpusSet Corpora { get; init; }

    /// <summary>Reads the description of the experiment's corpus and finds its recordings.</summary>
    /// <exception cref="ConfigurationException">The description breaks a rule.</exception>
    /// <exception cref="DatasetException">A path that was given does not exist.</exception>
    internal static ReportSubject Open(Workspace workspace, ResolvedExperiment experiment, FileDigestCache digests)
    {
        var corpora = CorpusSet.Find(workspace.Corpora, experiment.Options.Dataset.Name, experiment.DatasetSource, digests);
        return new ReportSubject(
            experiment,
            corpora.Description,
            corpora.Source,
            workspace.ResultsFolder(experiment.Name),
            workspace.Root,
            new Lazy<GitState?>(() => GitState.Read(workspace.Root)))
        {
            Corpora = corpora,
        };
    }
}
