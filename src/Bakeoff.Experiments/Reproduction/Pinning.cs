using Bakeoff.Experiments.Download;
using Bakeoff.Experiments.Running;
using Bakeoff.Experiments.Stages;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Reproduction;

/// <summary>Turns a finished experiment into its lock.</summary>
public static class Pinning
{
    /// <summary>The last stage that is pinned; what follows holds times.</summary>
    internal const string LastStage = StageNames.Evaluate;

    /// <summary>The lock of an experiment as its results are now.</summary>
    /// <param name="session">The experiment, opened.</param>
    /// <exception cref="NotFinishedException">A stage has no result, or a damaged one. Every file is read to know.</exception>
    public static ExperimentLock Pin(ExperimentSession session)
    {
        var stages = new Dictionary<string, LockedStage>(StringComparer.Ordinal);
        StoreEntry? last = null;
        foreach (var status in session.Status(LastStage))
        {
            last = status.Entry
                ?? throw new NotFinishedException(session.Experiment.Name, status.Stage.Name, RerunReasonText.Join(status.Reasons));
            if (last.FindDamageDeep() is { } fault)
            {
                throw new NotFinishedException(session.Experiment.Name, status.Stage.Name, $"its stored result is damaged: {fault}");
            }

            stages[status.Stage.Name] = Describe(status.Stage.Inputs, last);
        }

        return Make(session.Experiment.Name, stages, last!);
    }

    /// <summary>The lock that a run's results would give.</summary>
    internal static ExperimentLock Make(string experiment, IReadOnlyDictionary<string, LockedStage> stages, StoreEntry evaluation) =>
        new()
        {
            Experiment = experiment,
            MadeWith = MadeWith.Read(),
            Metrics = SessionResult
                .Read(evaluation.Folder, experiment, LastStage)
                .Metrics.ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal),
            Stages = stages,
        };

    /// <summary>A stage's result in the words of a lock.</summary>
    internal static LockedStage Describe(IReadOnlyList<string> inputStages, StoreEntry entry) =>
        Describe(entry.Record.Content, inputStages) with
        {
            Output = entry.Record.ComputeOutputDigest(),
            Files = entry
                .Record.Files.Where(f => !f.Path.StartsWith(DownloadStage.RecordingsFolder + "/", StringComparison.Ordinal))
                .ToDictionary(f => f.Path, f => f.Sha256, StringComparer.Ordinal),
        };

    /// <summary>A stage without its results in the words of a lock.</summary>
    internal static LockedStage Describe(FingerprintContent content, IReadOnlyList<string> inputStages) =>
        new()
        {
            Parameters = content.Parameters,
            Sources = content
                .Inputs.Where(i => !inputStages.Contains(i.Key, StringComparer.Ordinal))
                .ToDictionary(i => i.Key, i => i.Value, StringComparer.Ordinal),
            Code = content.Code,
        };
}
