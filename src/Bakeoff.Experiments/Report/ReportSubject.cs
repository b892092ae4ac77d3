using Bakeoff.Corpora;
using Bakeoff.Corpora.Combining;
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
    /// <summary>Corpora that the corpus is joined from; empty for a corpus of its own.</summary>
    internal IReadOnlyList<CorpusPart> Parts { get; private init; } = [];

    /// <summary>Reads the description of the experiment's corpus and finds its recordings.</summary>
    /// <exception cref="ConfigurationException">The description breaks a rule.</exception>
    /// <exception cref="DatasetException">A path that was given does not exist.</exception>
    internal static ReportSubject Open(Workspace workspace, ResolvedExperiment experiment, FileDigestCache digests)
    {
        var dataset = DatasetCatalogue.Read(workspace.Corpora, experiment.Options.Dataset.Name);
        var parts = PartSources.Find(workspace.Corpora, dataset, experiment.DatasetSource, digests);
        var source = parts.Count == 0 ? SourceOf(workspace, dataset, experiment.DatasetSource, digests) : RecordingsSource.None;
        return new ReportSubject(experiment, dataset, source, workspace.ResultsFolder(experiment.Name), workspace.Root, new Lazy<GitState?>(() => GitState.Read(workspace.Root))) { Parts = parts };
    }

    private static RecordingsSource SourceOf(Workspace workspace, DatasetDescription dataset, string? given, FileDigestCache digests)
    {
        if (dataset.Synthetic is null)
        {
            return RecordingsSource.Find(workspace.Corpora, dataset.Name, given, digests);
        }

        return given is null
            ? RecordingsSource.None
            : throw new DatasetException(DatasetProblem.Description, given, $"--set=dataset.source={given}: dataset {dataset.Name} is synthesised from its description, expected no source. Leave the option out, or name a dataset of recordings.");
    }
}
