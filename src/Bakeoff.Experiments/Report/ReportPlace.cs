using Bakeoff.Corpora.Sources;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Stages;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Report;

/// <summary>
/// Where a report is written on this machine: its links, its commit and the command that repeats it follow from that, its metrics do not.
/// </summary>
/// <param name="Root">Root of the project.</param>
/// <param name="ResultsFolder">Folder that people open, where the page's links start.</param>
/// <param name="Source">Where the recordings are.</param>
/// <param name="CommandLine">Overrides as typed, <c>--set=key=value</c> each.</param>
/// <param name="Git">State of the project's files; null when unknown.</param>
[OutsideFingerprint("places and commits are shown; they change no result")]
internal sealed record ReportPlace(
    string Root,
    string ResultsFolder,
    RecordingsSource Source,
    IReadOnlyList<string> CommandLine,
    Lazy<Task<GitState?>> Git)
{
    /// <summary>The place of an experiment's report.</summary>
    public static ReportPlace From(ExperimentSetup setup) =>
        new(
            setup.Workspace.Root,
            setup.Workspace.ResultsFolder(setup.Experiment.Name),
            setup.Source,
            [
                .. setup
                    .Experiment.Parameters.Where(static p => p.Origin.IsCommandLine)
                    .Select(static p => p.Origin.Source)
                    .Distinct(StringComparer.Ordinal),
            ],
            setup.Git);
}
