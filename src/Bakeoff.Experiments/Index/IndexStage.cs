using Bakeoff.Corpora.Indexing;
using Bakeoff.Corpora.Sets;
using Bakeoff.Corpora.Sources;
using Bakeoff.Experiments.Download;
using Bakeoff.Experiments.Speech;
using Bakeoff.Experiments.Stages;
using Bakeoff.Neural.Engines;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Index;

/// <summary>
/// Decodes every recording once, writes <c>index.csv</c> with one row for each clip, and <c>index-report.json</c> with the findings of the
/// audit.
/// </summary>
public sealed class IndexStage : Stage<CorpusSetIndexing>
{
    /// <summary>Table of the clips.</summary>
    public const string IndexFile = IndexFiles.TableFile;

    /// <summary>Findings of the audit.</summary>
    public const string ReportFile = IndexFiles.ReportFile;

    private readonly RecordingsSource _source;
    private readonly int _threads;
    private readonly IReadOnlyList<SpeechModel> _models;

    /// <summary>Creates the stage.</summary>
    public IndexStage(ExperimentSetup setup)
        : base(
            Definition,
            setup.Corpora.Indexing,
            options => options.Parameters("dataset").Concat(setup.SpeechModels.Take(1).SelectMany(static model => model.Engine))
                .ToDictionary(StringComparer.Ordinal),
            [.. setup.SpeechModels.Select(static model => model.Content)])
    {
        _models = setup.SpeechModels;
        _source = setup.Source;
        _threads = setup.Pool.ThreadCount;
    }

    /// <summary>Name, sentence and inputs.</summary>
    public static StageDefinition Definition { get; } = new(
        StageNames.Index,
        "Lists every clip with label, speaker and text, and audits the corpus.",
        [StageNames.Download],
        static setup => new IndexStage(setup));

    /// <inheritdoc/>
    public override IReadOnlyList<ExternalInput> ExternalInputsGiven(IReadOnlyDictionary<string, StoreEntry> inputs) =>
        [.. ExternalInputs, .. RecordingDecoders.Behind(inputs)];

    /// <inheritdoc/>
    public override Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var folder = DownloadStage.FolderOf(_source, context.InputFolder(StageNames.Download));
        var sessions = new Dictionary<string, IModelSession>(StringComparer.Ordinal);
        try
        {
            foreach (var model in _models.DistinctBy(static model => model.Path))
            {
                sessions.Add(model.Path, model.Open());
            }

            var index = CorpusSetIndexer.Index(
                Options,
                folder,
                segment => new SileroDetector(sessions[segment.Model!], segment.Model!),
                _threads,
                new AcquisitionRelay(context.Progress, "clips"),
                cancellationToken);
            IndexTable.Write(context.OutputPath(IndexFile), index.Clips);
            index.Report.Write(context.OutputPath(ReportFile));
            context.Summary = index.Report.Summary();
            return Task.CompletedTask;
        }
        finally
        {
            foreach (var session in sessions.Values)
            {
                session.Dispose();
            }
        }
    }
}
