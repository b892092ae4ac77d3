using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Explore;
using Bakeoff.Experiments.Importance;
using Bakeoff.Experiments.Report;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Stress;

namespace Bakeoff.Experiments.Running;

/// <summary>Summary of a run.</summary>
/// <param name="Experiment">Name of the experiment.</param>
/// <param name="Folder">Folder of its latest results.</param>
/// <param name="Metrics">Single metrics by name in the order of <c>metrics.json</c>; empty before evaluation.</param>
/// <param name="Leakage">What training and test side have in common, as the audit found it; null before evaluation.</param>
/// <param name="Transductive">What the system saw of the test clips besides the one evaluated, in a sentence; null when nothing.</param>
/// <param name="ReportPath">Path of the report; null before it was asked for.</param>
public sealed record SessionResult(
    string Experiment,
    string Folder,
    IReadOnlyList<(string Name, double Value)> Metrics,
    string? Leakage,
    string? Transductive,
    string? ReportPath)
{
    /// <summary>Numbers that are predicted; none for labels alone, or before evaluation.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Metrics that are not defined for the test clips.</summary>
    public IReadOnlyList<string> Undefined { get; init; } = [];

    /// <summary>Findings in groups of the test clips, a paragraph a column; none where the experiment names no columns.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>A sentence on answers that are withheld; null where none are.</summary>
    public string? Answers { get; init; }

    /// <summary>The worth of each group of features; null where another stage was asked for.</summary>
    public ImportanceDocument? Importance { get; init; }

    /// <summary>The results of a stress test; null where another stage was asked for.</summary>
    public StressDocument? Stress { get; init; }

    /// <summary>The seed of the run.</summary>
    public ulong Seed { get; init; }

    /// <summary>Reads the metrics that a target leaves.</summary>
    internal static SessionResult Read(string folder, string experiment, string target)
    {
        var metricsPath = Path.Combine(folder, EvaluateStage.MetricsFile);
        var isJudged = target is StageNames.Evaluate or StageNames.Report && File.Exists(metricsPath);
        var reportPath =
            target == StageNames.Report ? Path.Combine(folder, ReportStage.PageFile)
            : target == StageNames.Explore ? Path.Combine(folder, ExploreStage.PageFile)
            : target == StageNames.Importance ? Path.Combine(folder, ImportanceStage.PageFile)
            : target == StageNames.Stress ? Path.Combine(folder, StressStage.PageFile)
            : null;
        if (!isJudged)
        {
            return new SessionResult(experiment, folder, [], Leakage: null, Transductive: null, reportPath)
            {
                Importance = target == StageNames.Importance
                    ? ImportanceDocument.Read(Path.Combine(folder, ImportanceStage.ResultsFile))
                    : null,
                Stress = target == StageNames.Stress ? StressDocument.Read(Path.Combine(folder, StressStage.ResultsFile)) : null,
            };
        }

        var metrics = MetricsDocument.Read(metricsPath);
        var numbers = metrics.Result as RegressionResult ?? (metrics.Result as ClassificationResult)?.Numbers;
        return new SessionResult(experiment, folder, metrics.Numbers(), metrics.Leakage, metrics.Transductive, reportPath)
        {
            Targets = [.. numbers?.Targets.Select(static target => target.Name) ?? []],
            Undefined = numbers?.Undefined ?? [],
            Answers = metrics.Result is ClassificationResult { Answered: { } answered } ? ConfidenceText.Describe(answered) : null,
            Groups =
            [
                .. GroupText.Parts(metrics.Result).Select(static part => $"{part.Metric} by {part.Column}: {string.Join(' ', part.Words)}"),
            ],
        };
    }
}
