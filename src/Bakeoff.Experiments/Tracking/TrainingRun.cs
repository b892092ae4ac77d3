using System.Text.Json;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Evaluation.Normalization;
using Bakeoff.Experiments.Explore;
using Bakeoff.Experiments.Index;
using Bakeoff.Experiments.Projects;
using Bakeoff.Mlflow;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Neural.Engines;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Tracking;

/// <summary>Identity of the MLflow run of a training, computed now or found done: name, place, tags and data set.</summary>
[OutsideFingerprint("records what happens; cannot change a result")]
internal static class TrainingRun
{
    private const int DigestLength = 8;

    /// <summary>Options of the run.</summary>
    /// <param name="tracking">Where and as what it is recorded.</param>
    /// <param name="stage">The train stage.</param>
    /// <param name="fingerprint">Its fingerprint.</param>
    /// <param name="git">State of the project's files; null if unknown.</param>
    public static RunOptions Options(TrackingContext tracking, IStage stage, string fingerprint, GitState? git) =>
        new()
        {
            ExperimentName = tracking.ExperimentName,
            ExperimentTags = ExperimentNote.Tags(tracking.Experiment),
            RunName = tracking.Experiment.Label,
            ParentRunId = tracking.Parent?.RunId,
            ParentClientKey = tracking.Parent?.ClientKey,
            SourceName = $"experiments/{tracking.ExperimentName}.yaml",
            Tags = [.. Tags(tracking, stage, fingerprint), .. GitTags(git)],

            // Ctrl-C and SIGTERM cancel the stage first; the run ends when the stage has, so that nothing is logged after its end.
            EndOnSignals = false,
        };

    /// <summary>Commit, branch and whether files were changed, as MLflow's pages know them; none if unknown.</summary>
    public static IEnumerable<KeyValuePair<string, string>> GitTags(GitState? git) =>
        git is null
            ? []
            :
            [
                new(MlflowTags.GitCommit, git.Commit),
                new(MlflowTags.GitBranch, git.Branch),
                new(MlflowTags.GitDirty, git.IsDirty ? "true" : "false"),
            ];

    /// <summary>The corpus as MLflow's data set.</summary>
    /// <param name="index">Result of the index stage.</param>
    public static Dataset Describe(StoreEntry index)
    {
        var audit = IndexReport.Read(Path.Combine(index.Folder, IndexStage.ReportFile));
        var columns = audit.Columns is null ? [] : CorpusColumns.Profile(IndexFiles.ReadClips(index.Folder));
        return new Dataset
        {
            Name = audit.Dataset,
            Digest = index.Record.ComputeOutputDigest()[..DigestLength],
            SourceType = audit.IsSynthetic ? "code" : "local",
            Source = JsonSerializer.Serialize(
                new Dictionary<string, string>(StringComparer.Ordinal) { ["uri"] = $"experiments/datasets/{audit.Dataset}.yaml" }),
            Profile = JsonSerializer.Serialize(
                new Dictionary<string, double>(StringComparer.Ordinal)
                {
                    ["num_clips"] = audit.Clips,
                    ["num_seconds"] = audit.Seconds,
                    ["num_speakers"] = audit.Speakers.Count,
                }.Concat(columns).ToDictionary(StringComparer.Ordinal)),
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> Tags(TrackingContext tracking, IStage stage, string fingerprint)
    {
        yield return new("bakeoff.fingerprint", fingerprint);
        if (stage.Parameters.TryGetValue(ChosenEngine.VersionKey, out var version))
        {
            var (name, device) = (stage.Parameters[ChosenEngine.NameKey], stage.Parameters[ChosenEngine.DeviceKey]);
            yield return new("bakeoff.engine", $"{name} {version} on {device}");
        }

        if (TransductiveNote.Describe(tracking.Experiment.Options.Normalization) is { } note)
        {
            yield return new("bakeoff.transductive", note);
        }
    }
}
