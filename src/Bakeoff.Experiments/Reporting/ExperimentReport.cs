using System.Globalization;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Datasets;
using Bakeoff.Experiments.Datasets.Indexing;
using Bakeoff.Experiments.Evaluation;
using Bakeoff.Experiments.Normalization;
using Bakeoff.Experiments.Splits;
using Bakeoff.Experiments.Stages;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Reporting;

/// <summary>Gathers what the page of an experiment shows from the outputs of its stages.</summary>
internal static class ExperimentReport
{
    private const int WrongClipsAtMost = 12;

    /// <summary>Reads the stages' outputs.</summary>
    /// <param name="context">Context of the report stage.</param>
    /// <param name="experiment">The experiment as resolved.</param>
    /// <param name="recordings">Folder of the recordings.</param>
    public static RunReport Gather(StageContext context, ResolvedExperiment experiment, string recordings)
    {
        var clips = IndexTable.Read(Path.Combine(context.InputFolder(StageNames.Index), IndexStage.IndexFile));
        var audit = IndexReport.Read(Path.Combine(context.InputFolder(StageNames.Index), IndexStage.ReportFile));
        var folds = SplitTable.Read(Path.Combine(context.InputFolder(StageNames.Split), SplitStage.SplitFile), clips);
        var (labels, predictions) = PredictionTable.Read(Path.Combine(context.InputFolder(StageNames.Evaluate), EvaluateStage.PredictionsFile));
        var result = Evaluator.Evaluate(labels, predictions, experiment.Options.Seed);
        var wrong = predictions.Where(p => p.Predicted != p.Label).OrderByDescending(p => p.Probabilities.Max()).ThenBy(p => p.Path, StringComparer.Ordinal).ToList();
        return new RunReport
        {
            Name = experiment.Options.Name,
            Question = experiment.Options.Question,
            ConfigurationYaml = experiment.ToYaml(),
            Protocol =
            [
                .. ProtocolText.Describe(folds, experiment.Options),
                .. ProtocolText.Engine(context.Input(StageNames.Train).Record.Content.Parameters) is { } engine ? [engine] : Array.Empty<string>(),
            ],
            Leaks = ProtocolText.Leaks(LeakageAudit.Make(clips, folds, experiment.Options.Split.Acknowledge)),
            Figures = Headlines(result, labels.Count, TransductiveNote.Of(experiment.Options.Normalization)),
            Training = Training(Path.Combine(context.InputFolder(StageNames.Train), TrainStage.HistoryFile)),
            Candidates = Candidates(Path.Combine(context.InputFolder(StageNames.Train), ClassifierTrainStage.CandidatesFile)),
            Confusion = new ConfusionCounts(labels, Counts(result.Pooled.Confusion)),
            Classes = result.Pooled.Classes.Select(c => new ClassRow(c.Label, new Estimate(c.Support == 0 ? double.NaN : c.Recall), c.Precision, c.F1, c.Support)).ToList(),
            Speakers = result.Speakers.Select(s => new SpeakerRow(s.Name, new Estimate(s.UnweightedAverageRecall), s.Accuracy, s.Clips)).ToList(),
            Reliability = result.Pooled.Calibration?.Bins.Select(b => new Bakeoff.Reports.Charts.ReliabilityBin(b.Low, b.High, b.Count, b.Confidence, b.Accuracy)).ToList() ?? [],
            CalibrationError = result.Pooled.Calibration?.ExpectedCalibrationError,
            WrongClips = wrong.Take(WrongClipsAtMost).Select(p => Describe(p)).ToList(),
            WrongClipCount = wrong.Count,
            Dataset = [.. CorpusReport.Facts(audit, clips), .. CorpusReport.Defects(audit).Take(WrongClipsAtMost).Select(d => new Fact("Found while indexing", d))],
            LabelCounts = CorpusCounts.PerLabel(clips),
            LabelCountsPerSpeaker = CorpusCounts.PerSpeaker(clips),
            LabelCountsPerPartition = folds.Count == 1 ? CorpusCounts.PerPartition(clips, folds[0]) : [],
            Clips = TypicalClips.Choose(clips).Select(clip => ClipPictures.Measure(recordings, clip)).ToList(),
            Code = Code(context),
            Stages = Stages(context),
            Reproduce = [$"./build.sh --target=Report --experiment={experiment.Options.Name}"],
        };
    }

    private static IReadOnlyList<HeadlineFigure> Headlines(EvaluationResult result, int classes, string? transductive)
    {
        var note = string.Create(CultureInfo.InvariantCulture, $"{result.Pooled.Confusion.Total} test clips, chance {100.0 / classes:0.0} %, interval by {(result.IntervalUnit == BootstrapUnit.Speaker ? "speaker" : "clip")}{(transductive is null ? string.Empty : "; transductive: " + transductive)}");
        var figures = new List<HeadlineFigure>
        {
            new("test_uar", "Unweighted average recall", Estimate(result.Pooled.UnweightedAverageRecall, result.UarInterval), Note: note),
            new("test_accuracy", "Accuracy", Estimate(result.Pooled.Accuracy, result.AccuracyInterval)),
            new("test_macro_f1", "Macro F1", Estimate(result.Pooled.MacroF1, result.MacroF1Interval)),
        };
        if (result.Pooled.LogLoss is { } loss)
        {
            figures.Add(new HeadlineFigure("test_loss", "Log loss", new Estimate(loss), IsShare: false));
        }

        if (result.Folds.Count > 1)
        {
            figures.AddRange(result.Folds.Select(fold => new HeadlineFigure(
                $"test_uar_fold_{fold.Name}", $"UAR of fold {fold.Name}", new Estimate(fold.UnweightedAverageRecall), Note: string.Create(CultureInfo.InvariantCulture, $"{fold.Clips} test clips"))));
        }

        return figures;
    }

    private static Estimate Estimate(double value, BootstrapInterval interval) => new(value, interval.Low, interval.High);

    private static IReadOnlyList<CandidateRow> Candidates(string path) => !File.Exists(path) ? [] :
        [.. CandidateTable.Read(path).Select(entry => new CandidateRow(entry.Fold, entry.Classifier, entry.InnerUar, entry.IsChosen))];

    private static IReadOnlyList<TrainingCurve> Training(string path) => !File.Exists(path) ? [] : HistoryTable.Read(path)
        .Select(fold => new TrainingCurve(
            fold.Fold,
            fold.Epochs.Select(e => new EpochRow(e.Epoch, e.TrainLoss, e.TrainAccuracy, e.ValidationLoss, e.ValidationAccuracy, e.ValidationUar, e.LearningRate)).ToList(),
            fold.Epochs.LastOrDefault(e => e.IsBest)?.Epoch))
        .ToList();

    private static long[] Counts(ConfusionMatrix confusion)
    {
        var classes = confusion.Labels.Count;
        return Enumerable.Range(0, classes * classes).Select(i => confusion[i / classes, i % classes]).ToArray();
    }

    private static WrongClip Describe(Prediction prediction) => new(
        prediction.Path,
        prediction.Label,
        prediction.Predicted,
        prediction.Probabilities.Max(),
        prediction.Speaker.Length > 0 ? prediction.Speaker : null,
        prediction.Text.Length > 0 ? prediction.Text : null);

    private static IReadOnlyList<Fact> Code(StageContext context)
    {
        var train = context.Input(StageNames.Train).Record;
        var evaluate = context.Input(StageNames.Evaluate).Record;
        return
        [
            new Fact("Bakeoff", typeof(ExperimentReport).Assembly.GetName().Version?.ToString(3) ?? "unknown"),
            new Fact("Training fingerprint", train.Fingerprint),
            .. train.Files.Where(f => f.Path.EndsWith(".safetensors", StringComparison.Ordinal)).Select(f => new Fact($"SHA-256 of {f.Path}", f.Sha256)),
            .. evaluate.Files.Where(f => f.Path is EvaluateStage.MetricsFile or EvaluateStage.PredictionsFile).Select(f => new Fact($"SHA-256 of {f.Path}", f.Sha256)),
        ];
    }

    private static IReadOnlyList<StageRow> Stages(StageContext context) => StageNames.All
        .Where(stage => stage.Name != StageNames.Report)
        .Select(stage => context.Input(stage.Name).Record)
        .Select(record => new StageRow(record.Content.Stage, StageState.Done, record.Seconds, record.Fingerprint))
        .ToList();
}
