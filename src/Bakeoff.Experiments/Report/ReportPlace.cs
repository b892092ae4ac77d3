using System.Reflection;
using Bakeoff.Corpora.Sources;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Stages;
using Bakeoff.Options;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Report;

/// <summary>
/// Where a report is written on this machine: its links, its commit and the command that repeats it follow from that, its metrics do not.
/// </summary>
/// <param name="Root">Root of the project.</param>
/// <param name="ResultsFolder">Folder that people open, where the page's links start.</param>
/// <param name="Source">Where the recordings are.</param>
/// <param name="CommandLine">Overrides as typed, <c>--set=key=value</c> each.</param>
/// <param name="Descriptions">Full paths of the YAML files that state the experiment and its corpora.</param>
/// <param name="Git">State of the project's files; null when unknown.</param>
[OutsideFingerprint("places and commits are shown; they change no result")]
internal sealed record ReportPlace(
    string Root,
    string ResultsFolder,
    RecordingsSource Source,
    IReadOnlyList<string> CommandLine,
    IReadOnlyList<string> Descriptions,
    Lazy<Task<GitState?>> Git)
{
    /// <summary>Works to cite for the recordings: one for each corpus that states any.</summary>
    public IReadOnlyList<Reference> References { get; init; } = [];

    /// <summary>The program that converted recordings, and the libraries behind kinds of other assemblies that take part.</summary>
    public IReadOnlyList<Fact> AddedKinds { get; init; } = [];

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
            [.. DescriptionsOf(setup).Where(File.Exists).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            setup.Git)
        {
            AddedKinds =
            [
                .. setup.Corpora.Ffmpeg is { } version ? [new Fact("Recordings converted by", $"ffmpeg {version}")] : Array.Empty<Fact>(),
                .. OptionKinds.RegisteredFor(setup.Experiment.Options).Select(AddedBy),
            ],
            References =
            [
                .. setup
                    .Corpora.Parts.Select(static part => part.Description)
                    .Where(static corpus => corpus.Citation is not ("" or "none"))
                    .Select(static corpus => new Reference(corpus.Name, corpus.Title, corpus.Citation)),
            ],
        };

    private static Fact AddedBy(Assembly assembly)
    {
        var libraries = assembly
            .GetReferencedAssemblies()
            .Where(static library => !library.Name!.StartsWith("System.", StringComparison.Ordinal))
            .Where(static library => !library.Name!.StartsWith("Bakeoff.", StringComparison.Ordinal))
            .Select(static library => $"{library.Name} {library.Version!.ToString(3)}")
            .Order(StringComparer.Ordinal);
        var notice = assembly.GetCustomAttribute<AssemblyDescriptionAttribute>()?.Description;
        return new Fact($"Kinds of {assembly.GetName().Name}", string.Join(". ", libraries.Append(notice).OfType<string>()));
    }

    /// <summary>The experiment's file, those that it extends, and those of its corpora.</summary>
    private static IEnumerable<string> DescriptionsOf(ExperimentSetup setup)
    {
        var sources = setup.Experiment.Parameters.Where(static p => p.Origin.Line > 0).Select(static p => p.Origin.Source);
        var corpora = setup.Corpora.Parts.Select(static part => part.Description).Append(setup.Dataset);
        return sources
            .Select(source => Path.GetFullPath(source, setup.Workspace.Root))
            .Concat(
                corpora
                    .SelectMany(static corpus => new[] { corpus.Name, corpus.RecordingsName })
                    .Select(name => Path.Combine(setup.Workspace.DatasetDescriptionsFolder, $"{name}.yaml")));
    }
}
