using Bakeoff.Corpora;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Evaluation.Raters;
using Bakeoff.Evaluation.Results;
using Bakeoff.Evaluation.Selection;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Download;
using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Explaining;
using Bakeoff.Experiments.Explore;
using Bakeoff.Experiments.Featurize;
using Bakeoff.Experiments.Importance;
using Bakeoff.Experiments.Index;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Split;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Stress;
using Bakeoff.Experiments.Train;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using Bakeoff.Pipeline.Store;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Report;

/// <summary>Gathers what the page of an experiment shows from the results of its stages, as far as they are there.</summary>
/// <param name="options">The experiment and its corpus.</param>
/// <param name="place">Where the page is written.</param>
/// <param name="git">State of the project's files; null outside a repository.</param>
/// <param name="pool">Threads that explain predictions; null to explain none.</param>
internal sealed class ExperimentReport(ReportOptions options, ReportPlace place, GitState? git, WorkerPool? pool = null)
{
    private const int FindingsAtMost = 12;

    /// <summary>Reads the stages' results.</summary>
    /// <param name="results">Results by stage; what a missing stage would have left is empty in the report.</param>
    public RunReport Gather(IReadOnlyDictionary<string, StoreEntry> results)
    {
        var identity = new ReportIdentity(options.Name, place, git, MachineState.Current);
        var report = new RunReport
        {
            Name = options.Name,
            Question = options.Question.Length > 0 ? char.ToUpperInvariant(options.Question[0]) + options.Question[1..] : null,
            ConfigurationYaml = ExperimentYaml.Write(options.Experiment),
            Dataset = CorpusReport.Identity(options.Dataset, results),
            References = References(),
            Code = identity.Code(results),
            Stages = ReportIdentity.Stages(results),
            Reproduce = identity.Reproduce(),
        };
        if (!results.TryGetValue(StageNames.Index, out var index))
        {
            return report;
        }

        var clips = IndexFiles.ReadClips(index.Folder);
        report = WithCorpus(report, results, clips, IndexReport.Read(Path.Combine(index.Folder, IndexStage.ReportFile)));
        report = results.TryGetValue(StageNames.Split, out var split)
            ? WithSplit(report, clips, SplitTable.Read(Path.Combine(split.Folder, SplitStage.SplitFile), clips))
            : report;
        report = results.TryGetValue(StageNames.Featurize, out var features)
            && ProtocolText.FeatureNetwork(features.Record.Content) is { } network
            ? report with { Protocol = [.. report.Protocol, network] }
            : report;
        report = features is not null && pool is not null && options.Experiment is { Bins: null, Predicted.HasLabel: true }
            ? report with { Features = FeatureText.Describe(clips, features.Folder, options.Experiment.Features, Threads(pool)) }
            : report;
        report = results.TryGetValue(StageNames.Train, out var train) ? WithTraining(report, train) : report;
        report = results.TryGetValue(StageNames.Evaluate, out var evaluation) ? WithEvaluation(report, results, clips, evaluation) : report;
        return WithTests(report, results);
    }

    // On the first screen stands what a test says in its first sentences, below it a section of its own.
    private RunReport WithTests(RunReport report, IReadOnlyDictionary<string, StoreEntry> results)
    {
        if (results.TryGetValue(StageNames.Stress, out var tested))
        {
            var stress = StressDocument.Read(Path.Combine(tested.Folder, StressStage.ResultsFile));
            report = report with
            {
                Stress = StressReportText.Describe(options.Name, stress),
                Holds = [.. report.Holds, new Fact("Under what", string.Join(' ', StressWords.Of(stress)))],
            };
        }

        if (results.TryGetValue(StageNames.Importance, out var measured))
        {
            var importance = ImportanceDocument.Read(Path.Combine(measured.Folder, ImportanceStage.ResultsFile));
            report = report with
            {
                Importance = ImportanceWords.Describe(options.Name, importance),
                Holds = [.. report.Holds, new Fact("By what", ImportanceWords.Of(importance).First())],
            };
        }

        return report;
    }

    private static ParallelOptions Threads(WorkerPool pool) => new() { MaxDegreeOfParallelism = pool.ThreadCount };

    private IReadOnlyList<Reference> References()
    {
        var version = MachineState.Current.Version;
        const string Title = "Bakeoff: reproducible experiments in speech emotion recognition";
        return [.. place.References, new Reference("bakeoff", Title, $"Version {version}, {WebSite.Address}")];
    }

    private RunReport WithCorpus(
        RunReport report,
        IReadOnlyDictionary<string, StoreEntry> results,
        IReadOnlyList<Clip> clips,
        IndexReport audit)
    {
        // Clips that Explore could draw can be drawn here too; before it, nothing is known about them.
        var isDrawable = results.ContainsKey(StageNames.Explore) && results.ContainsKey(StageNames.Download);
        return report with
        {
            Dataset =
            [
                .. report.Dataset,
                .. CorpusReport.Facts(audit, clips),
                .. ProtocolText.Division(results[StageNames.Index].Record.Content) is { } division
                    ? [new Fact("Stretches of speech", division)]
                    : Array.Empty<Fact>(),
                .. SetFacts(results),
                .. CorpusReport.Defects(audit).Take(FindingsAtMost).Select(d => new Fact("Found while indexing", d)),
            ],
            LabelCounts = CorpusCounts.PerLabel(clips),
            LabelCountsPerSpeaker = CorpusCounts.PerSpeaker(clips),
            Clips = isDrawable
                ?
                [
                    .. ChosenClip
                        .Measure(
                            DownloadStage.FolderOf(place.Source, results[StageNames.Download].Folder),
                            TypicalClips.Choose(clips, options.Experiment.Explore))
                        .Select(chosen => chosen.Picture),
                ]
                : [],
        };
    }

    private static IEnumerable<Fact> SetFacts(IReadOnlyDictionary<string, StoreEntry> results)
    {
        if (results.TryGetValue(StageNames.Featurize, out var features)
            && SetReport.Read(Path.Combine(features.Folder, FeaturizeStage.SetFile)) is { } set)
        {
            yield return new Fact("Feature set", $"{set.Set}; {set.Describe() ?? "all values exist"}");
        }
    }

    private RunReport WithSplit(RunReport report, IReadOnlyList<Clip> clips, IReadOnlyList<SplitFold> folds)
    {
        var experiment = options.Experiment;
        return report with
        {
            LabelCountsPerPartition = CorpusCounts.PerPartition(clips, folds),
            Protocol = ProtocolText.Describe(clips, folds, experiment),
            Leaks = ProtocolText.Leaks(LeakageAudit.Make(clips, folds, experiment.Split.Acknowledge)),
        };
    }

    /// <summary>A network leaves a history of its epochs, a classifier the candidates it was chosen among.</summary>
    private RunReport WithTraining(RunReport report, StoreEntry train)
    {
        var folder = train.Folder;
        var (history, candidates) = (Path.Combine(folder, TrainStage.HistoryFile), Path.Combine(folder, TrainStage.CandidatesFile));
        return report with
        {
            Protocol =
            [
                .. report.Protocol,
                .. ProtocolText.Engine(train.Record.Content.Parameters) is { } engine ? [engine] : Array.Empty<string>(),
                .. LayerMixText.Describe(folder, options.Experiment.Model ?? []),
            ],
            TrainedElsewhere = options.Experiment.Ensemble is { } ensemble
                ? $"An ensemble has no epochs of its own; the pages of {string.Join(", ", ensemble.Of)} show those of its members."
                : null,
            TakesSimplest = options.Experiment.Classifier?.Choose == CandidateRule.Simplest,
            Training = File.Exists(history) ? TrainingCurves.From(HistoryTable.Read(history)) : [],
            Candidates = File.Exists(candidates)
                ?
                [
                    .. CandidateTable
                        .Read(candidates)
                        .Select(entry => new CandidateRow(entry.Fold, entry.Classifier, entry.InnerUar, entry.IsChosen)
                        {
                            InnerCcc = entry.InnerCcc,
                        }),
                ]
                : [],
        };
    }

    private RunReport WithEvaluation(
        RunReport report,
        IReadOnlyDictionary<string, StoreEntry> results,
        IReadOnlyList<Clip> clips,
        StoreEntry evaluation)
    {
        var path = Path.Combine(evaluation.Folder, EvaluateStage.PredictionsFile);
        var document = MetricsDocument.Read(Path.Combine(evaluation.Folder, EvaluateStage.MetricsFile));
        var recordings = results.TryGetValue(StageNames.Download, out var download)
            ? DownloadStage.FolderOf(place.Source, download.Folder)
            : null;
        var obstacle = options.Experiment.Ensemble is not null ? "the model is an ensemble, whose members explain theirs"
            : clips.Count > TestClipExplainer.MostClips ? "the corpus has more than 100,000 clips"
            : null;
        using var explainer = recordings is null || pool is null || obstacle is not null
            ? null
            : new TestClipExplainer(options.Experiment, results, recordings, pool);
        var details = new ClipDetails(
            recordings is null ? null : new ClipListening(options, place, recordings, clips),
            explainer,
            obstacle);
        report = report with
        {
            Figures = ReportFigures.Headlines(document, options.Experiment.Seed),
            Holds = HoldsText.Describe(
                document, IndexReport.Read(Path.Combine(results[StageNames.Index].Folder, IndexStage.ReportFile)).IsSynthetic),
            Groups = GroupText.Parts(document.Result),
            Beside = ReferenceText.Rows(document.Result, options.Experiment.References ?? []),
        };
        return WithResult(report, document.Result, path, details);
    }

    /// <summary>Adds what a page shows of the metrics and predictions.</summary>
    /// <param name="report">The report so far.</param>
    /// <param name="found">The metrics.</param>
    /// <param name="path">The predictions.</param>
    /// <param name="details">Finds the sound of a clip and what its prediction rests on.</param>
    public static RunReport WithResult(RunReport report, EvaluationResult found, string path, ClipDetails details) => found switch
    {
        ClassificationResult { Numbers: { } numbers } result =>
            WithClassification(WithRegression(report, numbers, path, details), result, path, details),
        ClassificationResult result => WithClassification(report, result, path, details),
        RegressionResult result => WithRegression(report, result, path, details),
        _ => throw new ArgumentOutOfRangeException(nameof(found), found.GetType().Name, "Unknown result."),
    };

    private static RunReport WithClassification(RunReport report, ClassificationResult result, string path, ClipDetails details)
    {
        var (labels, _, predictions) = PredictionTable.ReadEach(path);
        report = WithVotes(report, VoteEvaluation.Measure(labels, predictions));
        var (wrong, wrongCount) = ReportFigures.Wrong(predictions, details);
        var confidence = new ConfidencePart
        {
            Answers =
            [
                .. predictions
                    .Where(static prediction => prediction is { Probabilities.Count: > 0, Label.Length: > 0 })
                    .Select(static prediction => (prediction.Probabilities.Max(), prediction.Predicted == prediction.Label)),
            ],
        };
        string[] answered = result.Answered is { } withheld ? [ConfidenceText.Describe(withheld)] : [];
        return report with
        {
            Confusion = ReportFigures.Confusion(result),
            Classes = ReportFigures.Classes(result),
            Speakers = ReportFigures.Speakers(result),
            Texts = ReportFigures.Texts(result),
            Reliability = ReportFigures.Reliability(result),
            CalibrationError = result.Calibration?.ExpectedCalibrationError,
            Confidence = result.Confidence is not { } score
                ? confidence with { Words = answered }
                : confidence with
                {
                    Words = [.. answered, .. ConfidenceText.Describe(score)],
                    Before = score.Folds.Any(static fold => fold.Obstacle is null) ? ReportFigures.Bins(score.Before.Bins) : [],
                    ErrorBefore = score.Before.Ece,
                    Rejection = ConfidenceText.Rejection(score),
                    Sets = ConfidenceText.Sets(score),
                },
            WrongClips = wrong,
            WrongClipCount = wrongCount,
            WrongClipNote = wrongCount == 0 ? report.WrongClipNote : details.Note,
        };
    }

    private static RunReport WithVotes(RunReport report, VoteEvaluation? votes) =>
        votes is null
            ? report
            : report with
            {
                Votes = ReportFigures.Votes(votes),
                Raters = [.. new[] { votes.LeftOut }.OfType<RaterScore>().Concat(votes.Raters).Select(ReportFigures.Rater)],
                VoteShares =
                [
                    .. votes.Bins.Select(static bin => new Bakeoff.Reports.Charts.ReliabilityBin(
                        bin.Low, bin.High, bin.Count, bin.Probability, bin.VoteShare)),
                ],
            };

    private static RunReport WithRegression(RunReport report, RegressionResult result, string path, ClipDetails details)
    {
        var (_, targets, predictions) = PredictionTable.Read(path);
        var points = ReportFigures.Points(targets, predictions);
        var largest = ReportFigures.Largest(points, predictions, details);
        return report with
        {
            Beside = [.. ReferenceText.Baselines(points), .. report.Beside],
            Targets = ReportFigures.Targets(result),
            TargetPoints = points,
            NumbersPerSpeaker = ReportFigures.Groups(result.Speakers),
            NumbersPerText = ReportFigures.Groups(result.Texts),
            LargestErrors = largest,
            WrongClipNote = largest.Count == 0 ? null : details.Note,
        };
    }
}
