using Bakeoff.Corpora.Indexing;
using Bakeoff.Corpora.Sets;
using Bakeoff.Corpora.Sources;
using Bakeoff.Experiments.Download;
using Bakeoff.Experiments.Stages;
using Bakeoff.Pipeline.Stages;

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

    /// <summary>Creates the stage.</summary>
    public IndexStage(ExperimentSetup setup)
        : base(Definition, setup.Corpora.Indexing, static options => options.Parameters("dataset"), setup.Decoders)
    {
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
    public override Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var folder = DownloadStage.FolderOf(_source, context.InputFolder(StageNames.Download));
        var index = CorpusSetIndexer.Index(Options, folder, _threads, new AcquisitionRelay(context.Progress, "clips"), cancellationToken);
        IndexTable.Write(context.OutputPath(IndexFile), index.Clips);
        index.Report.Write(context.OutputPath(ReportFile));
        context.Summary = index.Report.Summary();
        return Task.CompletedTask;
    }
}
