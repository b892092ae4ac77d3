using Bakeoff.Corpora;
using Bakeoff.Options.Sweeps;

namespace Bakeoff.Experiments.Projects;

/// <summary>The folders of a project: where experiments are described and where results go.</summary>
/// <param name="Root">Full path of the project's root: the folder that holds <c>experiments/</c>.</param>
public sealed record Workspace(string Root)
{
    /// <summary>File in a folder of results: the fingerprints of its stages.</summary>
    public const string RecordFile = "record.json";

    /// <summary>Name of the folder that makes a folder a project.</summary>
    private const string Marker = "experiments";

    /// <summary>Folder of the experiments' YAML files.</summary>
    public string ExperimentsFolder => Path.Combine(Root, Marker);

    /// <summary>Folder of the datasets' YAML files.</summary>
    public string DatasetDescriptionsFolder => Path.Combine(ExperimentsFolder, "datasets");

    /// <summary>Everything that is produced.</summary>
    public string ArtifactsFolder { get; private init; } = Path.Combine(Root, "artifacts");

    /// <summary>Engines that are installed as plug-ins, a folder each.</summary>
    public string EnginesFolder { get; private init; } = Path.Combine(Root, "artifacts", "engines");

    /// <summary>Pretrained encoders that were fetched, a folder each.</summary>
    public string EncodersFolder => Path.Combine(Root, "artifacts", "encoders");

    /// <summary>Results of stages, by fingerprint.</summary>
    public string StoreFolder => Path.Combine(ArtifactsFolder, "store");

    /// <summary>Files that can be computed again at any time and are kept to save time.</summary>
    public string CacheFolder => Path.Combine(ArtifactsFolder, "cache");

    /// <summary>Which recordings a dataset was last taken from.</summary>
    public string DatasetsFolder { get; private init; } = Path.Combine(Root, "artifacts", "datasets");

    /// <summary>The folders that concern corpora.</summary>
    public CorpusFolders Corpora => new(DatasetDescriptionsFolder, DatasetsFolder);

    /// <summary>MLflow's own default place.</summary>
    public string TrackingFolder { get; private init; } = Path.Combine(Root, "mlruns");

    /// <summary>True if everything produced goes to a folder of its own, tracking included, whatever the environment says.</summary>
    public bool IsApart { get; private init; }

    /// <summary>Where reproductions run, each in a folder of its own.</summary>
    public string ReproductionsFolder => Path.Combine(ArtifactsFolder, "reproduce");

    /// <summary>The latest results of an experiment under plain names.</summary>
    public string ResultsFolder(string experiment) => Path.Combine(ArtifactsFolder, "experiments", experiment);

    /// <summary>Variants of an experiment that have results, in ordinal order: names such as <c>quickstart@training.epochs=3</c>.</summary>
    /// <param name="experiment">Name of the experiment.</param>
    public IReadOnlyList<string> VariantsOf(string experiment)
    {
        var folder = ResultsFolder("");
        return !Directory.Exists(folder)
            ? []
            :
            [
                .. Directory
                    .EnumerateDirectories(folder, $"{experiment}{VariantNames.Separator}*")
                    .Select(static path => SweepNames.ExperimentOf(Path.GetFileName(path)))
                    .Where(name => name != experiment && SweepNames.FileOf(name) == experiment)
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ];
    }

    /// <summary>Members of an experiment's sweep that have results, by their full names, in ordinal order.</summary>
    /// <param name="experiment">Name of the experiment or variant.</param>
    public IReadOnlyList<string> MembersOf(string experiment)
    {
        var folder = ResultsFolder("");
        return !Directory.Exists(folder)
            ? []
            :
            [
                .. Directory
                    .EnumerateDirectories(folder)
                    .Select(static path => Path.GetFileName(path))
                    .Where(name => name.StartsWith(experiment + SweepNames.Separator, StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal),
            ];
    }

    /// <summary>
    /// The same project with nothing done yet: store, caches, results and tracking in another folder. Which recordings a dataset was taken
    /// from stays known.
    /// </summary>
    /// <param name="folder">Full path; made when first written to.</param>
    public Workspace Apart(string folder) =>
        this with
        {
            ArtifactsFolder = folder,
            TrackingFolder = Path.Combine(folder, "mlruns"),
            IsApart = true,
        };

    /// <summary>Finds the project that a folder lies in.</summary>
    /// <param name="start">Folder to start from; its parents are tried in turn.</param>
    /// <exception cref="ProjectNotFoundException">Neither it nor a parent holds a folder <c>experiments</c>.</exception>
    public static Workspace Find(string start) => TryFind(start) ?? throw new ProjectNotFoundException(start);

    /// <summary>Finds the project that a folder lies in.</summary>
    /// <returns>The project, or null when there is none.</returns>
    public static Workspace? TryFind(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (
                Directory.Exists(Path.Combine(folder.FullName, Marker))
                && !string.Equals(folder.Name, "artifacts", StringComparison.Ordinal))
            {
                return new Workspace(folder.FullName);
            }
        }

        return null;
    }

    /// <summary>Names of all experiments in ordinal order.</summary>
    public IReadOnlyList<string> ExperimentNames() =>
        Directory
            .EnumerateFiles(ExperimentsFolder, "*.yaml")
            .Select(f => Path.GetFileNameWithoutExtension(f))
            .Where(n => !n.EndsWith(".lock", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToList();

    /// <summary>True for the name of an experiment with a file, a variant of it or a member of its sweep.</summary>
    public bool HasExperiment(string name) => ExperimentNames().Contains(SweepNames.FileOf(name), StringComparer.Ordinal);
}
