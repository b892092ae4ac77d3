using Bakeoff.Corpora;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Evaluation.Results;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Index;
using Bakeoff.Experiments.Report;
using Bakeoff.Experiments.Running;
using Bakeoff.Experiments.Split;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Train;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Storage;
using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Store;
using Bakeoff.Reports.Charts;

namespace Bakeoff.Experiments.Exporting;

/// <summary>The results of an experiment whose evaluation is done, opened for export.</summary>
/// <param name="Experiment">The experiment as resolved.</param>
/// <param name="Dataset">Its corpus.</param>
/// <param name="Entries">Results in the store, by stage.</param>
internal sealed record FinishedExperiment(
    ResolvedExperiment Experiment,
    DatasetDescription Dataset,
    IReadOnlyDictionary<string, StoreEntry> Entries)
{
    /// <summary>The corpora that a combined corpus is made of; empty for a single one.</summary>
    public required IReadOnlyList<DatasetDescription> Parts { get; init; }

    /// <summary>The index's report on the corpus.</summary>
    public required IndexReport Corpus { get; init; }

    /// <summary>Partitions of each fold.</summary>
    public required IReadOnlyList<SplitFold> Folds { get; init; }

    /// <summary>Speakers and texts that both sides of the split share.</summary>
    public required LeakageAudit Leaks { get; init; }

    /// <summary>The protocol of the evaluation, a paragraph each.</summary>
    public required IReadOnlyList<string> Protocol { get; init; }

    /// <summary>All metrics.</summary>
    public required EvaluationResult Result { get; init; }

    /// <summary>The result of the training.</summary>
    public StoreEntry Training => Entries[StageNames.Train];

    /// <summary>Reads the true and predicted numbers of the test clips; none where labels alone are predicted.</summary>
    public IReadOnlyList<TargetPoints> ReadPoints()
    {
        var (_, targets, predictions) = PredictionTable.Read(
            Path.Combine(Entries[StageNames.Evaluate].Folder, EvaluateStage.PredictionsFile));
        return ReportFigures.Points(targets, predictions);
    }

    /// <summary>Reads everything that an export contains; each file is compared with its recorded hash.</summary>
    /// <param name="session">The experiment, opened.</param>
    /// <param name="purpose">What it is needed for, in a verb.</param>
    /// <exception cref="NotFinishedException">A stage has no result, or a damaged one.</exception>
    public static FinishedExperiment Open(ExperimentSession session, string purpose = "export")
    {
        var experiment = session.Experiment;
        var entries = new Dictionary<string, StoreEntry>(StringComparer.Ordinal);
        foreach (var status in session.Status(StageNames.Evaluate))
        {
            entries[status.Stage.Name] = status.Entry
                ?? throw new NotFinishedException(experiment.Name, status.Stage.Name, RerunReasonText.Join(status.Reasons), purpose);
        }

        foreach (var stage in new[] { StageNames.Index, StageNames.Split, StageNames.Train, StageNames.Evaluate })
        {
            if (entries[stage].FindDamageDeep() is { } damage)
            {
                throw new NotFinishedException(experiment.Name, stage, $"its stored result is damaged: {damage}", purpose);
            }
        }

        var clips = IndexFiles.ReadClips(entries[StageNames.Index].Folder);
        var folds = SplitTable.Read(Path.Combine(entries[StageNames.Split].Folder, SplitStage.SplitFile), clips);
        var result = MetricsDocument.Read(Path.Combine(entries[StageNames.Evaluate].Folder, EvaluateStage.MetricsFile)).Result;
        var dataset = DatasetCatalogue.Read(session.Workspace.Corpora, experiment.Options.Dataset.Name);
        return new FinishedExperiment(experiment, dataset, entries)
        {
            Parts = [.. dataset.Corpora.Select(part => DatasetCatalogue.Read(session.Workspace.Corpora, part.Dataset))],
            Corpus = IndexReport.Read(Path.Combine(entries[StageNames.Index].Folder, IndexStage.ReportFile)),
            Folds = folds,
            Leaks = LeakageAudit.Make(clips, folds, experiment.Options.Split.Acknowledge),
            Protocol = ProtocolText.Describe(clips, folds, experiment.Options),
            Result = result,
        };
    }

    /// <summary>The network or classifier of a fold.</summary>
    /// <exception cref="ModelFormatException">The model's files cannot be used.</exception>
    public TrainedModel Model(SplitFold fold) => FoldModels.Load(Training.Folder, fold, Folds.Count);
}
