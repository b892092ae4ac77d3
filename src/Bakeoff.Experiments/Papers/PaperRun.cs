using System.Text.Json;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Exporting;
using Bakeoff.Experiments.Importance;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Report;
using Bakeoff.Experiments.Reproduction;
using Bakeoff.Experiments.Running;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Stress;
using Bakeoff.Options;
using Bakeoff.Options.Sweeps;
using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Papers;

/// <summary>One training whose results a paper states, opened, and known to be what its settings give now.</summary>
internal sealed record PaperRun
{
    /// <summary>Its results as compared.</summary>
    public required ComparedExperiment Compared { get; init; }

    /// <summary>Its results in the store.</summary>
    public required FinishedExperiment Finished { get; init; }

    /// <summary>Its pin.</summary>
    public required ExperimentLock Lock { get; init; }

    /// <summary>Its descriptions and the works to cite for its corpora.</summary>
    public required ReportPlace Place { get; init; }

    /// <summary>Method of its intervals in words.</summary>
    public required string IntervalMethod { get; init; }

    /// <summary>Result of its stress test, in the store; null where there is none of this model.</summary>
    public StoreEntry? Stress { get; init; }

    /// <summary>Worth of its groups of features, in the store; null where it was not measured for this model.</summary>
    public StoreEntry? Importance { get; init; }

    /// <summary>Its name.</summary>
    public string Name => Compared.Name;

    /// <summary>Its seed.</summary>
    public string Seed => Compared.Result.Runs[0].Seed;

    /// <summary>Content of <c>stress.json</c>.</summary>
    public StressDocument? StressDocument =>
        Stress is null ? null : Bakeoff.Experiments.Stress.StressDocument.Read(Path.Combine(Stress.Folder, StressStage.ResultsFile));

    /// <summary>Content of <c>importance.json</c>.</summary>
    public ImportanceDocument? ImportanceDocument => Importance is null
        ? null
        : Bakeoff.Experiments.Importance.ImportanceDocument.Read(Path.Combine(Importance.Folder, ImportanceStage.ResultsFile));

    /// <summary>Path of a file that a stage left.</summary>
    public string PathOf(string stage, string file) => Path.Combine(Finished.Entries[stage].Folder, file);

    /// <summary>Overrides by which it is opened: seeds that its file does not name.</summary>
    public required IReadOnlyList<string> Sets { get; init; }

    /// <summary>Opens a run.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="run">Its results as compared.</param>
    /// <param name="seeds">Seeds of the runs that it is one of.</param>
    /// <param name="notes">Receives a sentence for what is left out.</param>
    /// <exception cref="NotFinishedException">Its settings, recordings or code changed since its results, or these are damaged.</exception>
    public static async Task<PaperRun> OpenAsync(
        Workspace workspace, ComparedExperiment run, IReadOnlyList<string> seeds, List<string> notes)
    {
        var sets = Overrides(workspace, run.Name, seeds);
        await using var session = ExperimentSession.Open(workspace, run.Name, sets, threads: 1);
        var finished = FinishedExperiment.Open(session, "publish");
        var published = ExperimentRecord.ReadOrEmpty(Path.Combine(run.Folder, Workspace.RecordFile));
        if (published.Stages[StageNames.Evaluate].Fingerprint != finished.Entries[StageNames.Evaluate].Record.Fingerprint)
        {
            throw new NotFinishedException(run.Name, StageNames.Evaluate, "its latest results are of other settings", "publish");
        }

        return new PaperRun
        {
            Compared = run,
            Finished = finished,
            Lock = Pinning.Pin(session),
            Place = session.Place,
            Sets = sets,
            IntervalMethod = ReadIntervalMethod(Path.Combine(finished.Entries[StageNames.Evaluate].Folder, EvaluateStage.MetricsFile)),
            Stress = FindCurrent(session, StageNames.Stress, notes),
            Importance = FindCurrent(session, StageNames.Importance, notes),
        };
    }

    /// <summary>Seeds may have been given on the command line alone; then the file knows no such member.</summary>
    private static IReadOnlyList<string> Overrides(Workspace workspace, string name, IReadOnlyList<string> seeds)
    {
        var experiment = SweepNames.ExperimentOf(name);
        if (name == experiment)
        {
            return [];
        }

        var options = ExperimentReader.Read(workspace.Root, experiment, []).Options;
        var isGiven = options.Seeds is null
            && (options.Sweep is null || (seeds.Count > 1 && options.Sweep.Grid?.ContainsKey("seed") != true));
        return isGiven ? [$"seeds=[{string.Join(", ", seeds)}]"] : [];
    }

    private static string ReadIntervalMethod(string metrics)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(metrics));
        return document.RootElement.GetProperty("interval").GetString()!;
    }

    /// <summary>The result of a stage that is asked for by name; null where it never ran, or ran for another model.</summary>
    private static StoreEntry? FindCurrent(ExperimentSession session, string stage, List<string> notes)
    {
        if (session.FindLatest(stage) is null)
        {
            return null;
        }

        string reason;
        try
        {
            var status = session.Status(stage)[^1];
            if (status.Entry is { } entry)
            {
                return entry;
            }

            // After a change of the program there are dozens.
            var more = status.Reasons.Count > 1 ? FormattableString.Invariant($", and {status.Reasons.Count - 1} more") : "";
            reason = $"its result is of an earlier state ({RerunReasonText.Join([.. status.Reasons.Take(1)])}{more})";
        }
        catch (BakeoffException exception)
        {
            reason = exception.Message;
        }

        notes.Add($"{session.Experiment.Name}: {stage} is left out: {reason}.".Replace("..", ".", StringComparison.Ordinal));
        return null;
    }
}
