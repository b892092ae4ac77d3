using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Train;
using Bakeoff.Options;
using Bakeoff.Pipeline.Running;

namespace Bakeoff.Experiments.Comparing;

/// <summary>Reads the latest results of experiments from the folder that people open. Needs neither the YAML nor the recordings.</summary>
internal sealed class ExperimentResults(Workspace workspace)
{
    private const string DatasetSection = "dataset.";
    private const string DatasetName = "dataset.name";
    private const string SeedName = "seed";

    /// <summary>Stages whose parameters decide the metrics.</summary>
    private static readonly string[] Deciding =
    [
        StageNames.Download,
        StageNames.Index,
        StageNames.Featurize,
        StageNames.Split,
        StageNames.Train,
        StageNames.Evaluate,
    ];

    /// <summary>The project.</summary>
    public Workspace Workspace => workspace;

    /// <summary>Names of everything that has been evaluated, in ordinal order.</summary>
    public IReadOnlyList<string> Names() => [.. Folders().Where(IsJudged).Select(f => Path.GetFileName(f))];

    /// <summary>Everything whose latest run ended early, in ordinal order of the names.</summary>
    public IReadOnlyList<FailedExperiment> Failures() =>
        [
            .. Folders()
                .Select(f => (Folder: f, ExperimentRecord.ReadOrEmpty(Path.Combine(f, Workspace.RecordFile)).Failure))
                .Where(f => f.Failure is not null)
                .Select(f => new FailedExperiment(Path.GetFileName(f.Folder), f.Folder, f.Failure!, IsJudged(f.Folder))),
        ];

    private static bool IsJudged(string folder) => File.Exists(Path.Combine(folder, EvaluateStage.MetricsFile));

    private IEnumerable<string> Folders()
    {
        var root = Path.GetDirectoryName(workspace.ResultsFolder("any"))!;
        return Directory.Exists(root) ? Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal) : [];
    }

    /// <summary>Reads one experiment's results.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ComparisonException">The results cannot be read, or the training was made again since they were.</exception>
    public ComparedExperiment Read(string name)
    {
        var folder = workspace.ResultsFolder(name);
        var stages = ExperimentRecord.ReadOrEmpty(Path.Combine(folder, Workspace.RecordFile)).Stages;
        if (
            !stages.TryGetValue(StageNames.Evaluate, out var evaluated)
            || !stages.TryGetValue(StageNames.Train, out var trained)
            || evaluated.Content.Inputs.GetValueOrDefault(StageNames.Train) != trained.Outputs)
        {
            throw new ComparisonException(
                name,
                new ErrorDetails("its figures are not those of its latest training")
                {
                    Where = name,
                    NextStep = $"Run {CommandName.Hint("report", name)} first.",
                });
        }

        try
        {
            var metrics = MetricsDocument.Read(Path.Combine(folder, EvaluateStage.MetricsFile));
            var (labels, targets, predictions) = PredictionTable.Read(Path.Combine(folder, EvaluateStage.PredictionsFile));
            var parameters = Parameters(stages);
            var run = new SeedRun(
                parameters.GetValueOrDefault(SeedName, string.Empty), [.. ValidationFigures.Read(folder), .. metrics.Numbers()], predictions);
            return new ComparedExperiment(name, folder, new SeedsResult(labels, [run], targets))
            {
                Leaks = Leaks(metrics),
                UnknownLeaks = [.. (metrics.UnknownLeaks ?? []).Select(static leak => YamlName.Of(leak))],
                Parameters = parameters,
                Labels = labels,
                Targets = targets,
                References = stages.TryGetValue(StageNames.Report, out var report)
                    ? ReferenceOptions.FromParameters(report.Content.Parameters)
                    : [],
                Answered = metrics.Result is ClassificationResult { Answered: { } answered } ? [answered] : [],
                Groups = metrics.Result is ClassificationResult classes ? classes.Groups : [],
                NumberGroups = metrics.Result switch
                {
                    ClassificationResult { Numbers: { } numbers } => numbers.Groups,
                    RegressionResult numbers => numbers.Groups,
                    _ => [],
                },
            };
        }
        catch (Exception exception) when (exception is BakeoffException or IOException)
        {
            throw new ComparisonException(
                name,
                new ErrorDetails($"its results cannot be read ({exception.Message})")
                {
                    Where = name,
                    NextStep = $"Run {CommandName.Hint("evaluate", name, "--force")} to make them again.",
                },
                exception);
        }
    }

    /// <summary>
    /// Leaks, and the mark of a system that saw unlabelled test clips: neither may be compared in silence with one that has none.
    /// </summary>
    private static List<string> Leaks(MetricsDocument metrics) =>
        [
            .. (metrics.Leaks ?? []).Select(static leak => YamlName.Of(leak)),
            .. metrics.Transductive is null ? Array.Empty<string>() : ["transductive_normalization"],
        ];

    /// <summary>The description of a corpus is long; its name is enough.</summary>
    private static SortedDictionary<string, string> Parameters(IReadOnlyDictionary<string, ExperimentStageRecord> stages)
    {
        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var stage in Deciding.Where(stages.ContainsKey))
        {
            foreach (
                var (key, value) in stages[stage]
                    .Content.Parameters.Where(p => p.Key == DatasetName || !p.Key.StartsWith(DatasetSection, StringComparison.Ordinal)))
            {
                parameters[key] = value;
            }
        }

        return parameters;
    }
}
