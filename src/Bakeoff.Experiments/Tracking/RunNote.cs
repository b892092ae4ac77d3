using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Evaluation.Results;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Report;
using Bakeoff.Experiments.Split;
using Bakeoff.Experiments.Stages;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Tracking;

/// <summary>
/// The Markdown note that MLflow shows above a run: question, protocol and leaks, and the headline metric once there is one.
/// </summary>
[OutsideFingerprint("records what happens; cannot change a result")]
internal static class RunNote
{
    /// <summary>The note of a sweep: its question.</summary>
    public static string OfSweep(ResolvedExperiment experiment) => Question(experiment);

    /// <summary>The question and the protocol.</summary>
    public static string BeforeTraining(StageContext context, ResolvedExperiment experiment)
    {
        var clips = IndexFiles.ReadClips(context.InputFolder(StageNames.Index));
        var folds = SplitTable.Read(Path.Combine(context.InputFolder(StageNames.Split), SplitStage.SplitFile), clips);
        return $"{Question(experiment)}\n\n{Protocol(experiment, clips, folds)}";
    }

    /// <summary>The same with the headline metric on top.</summary>
    public static string AfterEvaluation(StageContext context, ResolvedExperiment experiment, EvaluationResult result)
    {
        var interval = result.Uar.Interval is { } known
            ? string.Create(CultureInfo.InvariantCulture, $"95 % interval {known.Low:0.000} to {known.High:0.000}, ")
            : string.Empty;
        var headline = string.Create(
            CultureInfo.InvariantCulture,
            $"**Test UAR {result.Uar.Value:0.000}**, {interval}{result.ClipCount} clips, chance {1.0 / result.Classes.Count:0.000}");
        return $"{headline}\n\n{BeforeTraining(context, experiment)}";
    }

    private static string Question(ResolvedExperiment experiment) =>
        $"**Question:** {(experiment.Options.Question.Length == 0 ? "not stated" : experiment.Options.Question)}";

    private static string Protocol(ResolvedExperiment experiment, IReadOnlyList<Clip> clips, IReadOnlyList<SplitFold> folds)
    {
        var protocol = ProtocolText.Describe(folds, experiment.Options);
        var leaks = LeakageAudit.Make(clips, folds, experiment.Options.Split.Acknowledge).Summary();
        return $"**Protocol:** {string.Join("\n\n", protocol)}\n\n**Leaks:** {leaks}";
    }
}
