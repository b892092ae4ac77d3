using System.Text;
using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Importance;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Reproduction;
using Bakeoff.Experiments.Split;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Stress;
using Bakeoff.Experiments.Train;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Papers;

/// <summary>Gathers the files that a paper's readers need to check its results: settings, pins, splits, metrics, predictions.</summary>
/// <remarks>Unpacked, they are a project: <c>bakeoff reproduce NAME</c> in it runs an experiment again.</remarks>
internal static class BundledFiles
{
    /// <summary>Every setting of a run, defaults included.</summary>
    public const string ExperimentFile = "experiment.yaml";

    private const string ReadMeFile = "README.md";

    private static readonly (string Stage, string File)[] Results =
    [
        (StageNames.Split, SplitStage.SplitFile),
        (StageNames.Split, SplitStage.ReportFile),
        (StageNames.Train, TrainStage.HistoryFile),
        (StageNames.Train, TrainStage.CandidatesFile),
        (StageNames.Evaluate, EvaluateStage.MetricsFile),
        (StageNames.Evaluate, EvaluateStage.PredictionsFile),
        (StageNames.Evaluate, EvaluateStage.AuditFile),
        (StageNames.Evaluate, EvaluateStage.ConfusionFile),
    ];

    /// <summary>Folder of a run's results in the bundle, with a slash at its end.</summary>
    public static string ResultsFolder(PaperRun run) => $"results/{run.Name}/";

    /// <summary>Path of a run's pin in the bundle.</summary>
    public static string LockOf(PaperRun run) => LockFile.RelativePathOf(run.Name);

    /// <summary>Gathers the files.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="content">The results.</param>
    /// <returns>Content by path, with forward slashes.</returns>
    /// <exception cref="PaperException">A file names a place of this machine.</exception>
    public static IReadOnlyDictionary<string, byte[]> Gather(Workspace workspace, PaperContent content)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var run in content.Runs)
        {
            foreach (var description in run.Place.Descriptions)
            {
                files[Path.GetRelativePath(workspace.Root, description).Replace('\\', '/')] = File.ReadAllBytes(description);
            }

            files[LockOf(run)] = Encoding.UTF8.GetBytes(LockFile.TextOf(run.Lock));
            var folder = ResultsFolder(run);
            files[folder + ExperimentFile] = Encoding.UTF8.GetBytes(run.Finished.Experiment.ToYaml());
            foreach (var (stage, file) in Results)
            {
                Add(files, folder, run.Finished.Entries[stage], file);
            }

            Add(files, folder, run.Stress, StressStage.ResultsFile);
            Add(files, folder, run.Importance, ImportanceStage.ResultsFile);
        }

        files[ReadMeFile] = Encoding.UTF8.GetBytes(ReadMe(content));
        string[] own = [workspace.Root, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + Path.DirectorySeparatorChar];
        foreach (var (path, bytes) in files)
        {
            PersonalPaths.Refuse(path, Encoding.UTF8.GetString(bytes), own);
        }

        return files;
    }

    private static void Add(SortedDictionary<string, byte[]> files, string folder, StoreEntry? entry, string file)
    {
        if (entry is not null && Path.Combine(entry.Folder, file) is var path && File.Exists(path))
        {
            files[folder + file] = File.ReadAllBytes(path);
        }
    }

    private static string ReadMe(PaperContent content)
    {
        var names = string.Join("\n", content.Runs.Select(static run =>
            $"bakeoff reproduce '{run.Name}'{string.Concat(run.Sets.Select(static set => $" --set='{set}'"))}"));
        return $"""
            # Results of {string.Join(", ", content.Experiments.Select(static experiment => experiment.Name))}

            Made by Bakeoff {MachineState.Current.Version}, {WebSite.Address}.
            This archive is an RO-Crate: ro-crate-metadata.json describes each file.

            | folder | contents |
            |---|---|
            | experiments/ | experiments, descriptions of corpora, and pins: SHA-256 of everything, versions of everything |
            | results/NAME/ | every setting with its value, split, metrics, the prediction for each test clip, audit of the protocol |

            There are no recordings and no models in it. With the recordings, in this folder:

            ```bash
            {names}
            ```

            """.ReplaceLineEndings("\n");
    }
}
