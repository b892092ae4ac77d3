using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Evaluation.Intervals;
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
    /// <summary>Tag that says what training and test side have in common.</summary>
    public const string LeaksTag = "bakeoff.leaks";

    /// <summary>Value of <see cref="LeaksTag"/> where nobody looked.</summary>
    public const string NotAudited = "not audited";

    /// <summary>The note of a sweep: its question.</summary>
    public static string OfSweep(ResolvedExperiment experiment) => Question(experiment);

    /// <summary>The question and the protocol.</summary>
    public static string BeforeTraining(StageContext context, ResolvedExperiment experiment)
    {
        var clips = IndexFiles.ReadClips(context.InputFolder(StageNames.Index));
        var folds = SplitTable.Read(Path.Combine(context.InputFolder(StageNames.Split), SplitStage.SplitFile), clips);
        return $"{Question(experiment)}\n\n{Protocol(experiment, clips, folds)}";
    }

    /// <summary>The same between the headline metric and the other ones.</summary>
    public static string AfterEvaluation(StageContext context, ResolvedExperiment experiment, EvaluationResult result) =>
        $"{Headline(result)}\n\n{BeforeTraining(context, experiment)}\n\n{Figures(result)}";

    /// <summary>The headline metric in a sentence. Lists of runs and versions show its beginning as it is, so it has no markup.</summary>
    public static string Headline(EvaluationResult result)
    {
        var headline = result.Find(result.HeadlineName);
        var name = result.HeadlineName.ToUpperInvariant();
        var value = headline?.Value.ToString("0.000", CultureInfo.InvariantCulture) ?? "not defined";
        var interval = headline?.Interval is { } known ? $", 95 % interval {Text(known)}" : string.Empty;
        var basis = result switch
        {
            ClassificationResult classes => string.Create(CultureInfo.InvariantCulture, $"chance {1.0 / classes.Classes.Count:0.000}"),
            RegressionResult { Targets: [var only] } => only.Name,
            RegressionResult numbers => $"mean of {string.Join(", ", numbers.Targets.Select(static target => target.Name))}",
            _ => throw new ArgumentOutOfRangeException(nameof(result), result.GetType().Name, "Unknown result."),
        };
        return string.Create(CultureInfo.InvariantCulture, $"Test {name} {value}{interval}, {result.ClipCount} clips, {basis}");
    }

    /// <summary>All metrics of the test side with their intervals as a table; last, for MLflow leaves no space below tables.</summary>
    public static string Figures(EvaluationResult result) => NoteTable.Render(
        [["metric", "value", "95 % interval"], .. MetricKeys.AllMetrics(result).Select(static metric => Row(metric))]);

    private static string[] Row(MetricResult metric) =>
        [
            MetricKeys.Of("test_" + metric.Name),
            metric.Value.ToString("0.000", CultureInfo.InvariantCulture),
            metric.Interval is { } interval ? Text(interval) : string.Empty,
        ];

    private static string Text(BootstrapInterval interval) =>
        string.Create(CultureInfo.InvariantCulture, $"{interval.Low:0.000} to {interval.High:0.000}");

    private static string Question(ResolvedExperiment experiment) =>
        $"**Question:** {(experiment.Options.Question.Length == 0 ? "not stated" : experiment.Options.Question)}";

    private static string Protocol(ResolvedExperiment experiment, IReadOnlyList<Clip> clips, IReadOnlyList<SplitFold> folds)
    {
        var protocol = ProtocolText.Describe(clips, folds, experiment.Options);
        var leaks = LeakageAudit.Make(clips, folds, experiment.Options.Split.Acknowledge).Summary();
        return $"**Protocol:** {string.Join("\n\n", protocol)}\n\n**Leaks:** {leaks}";
    }
}
