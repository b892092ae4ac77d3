using Bakeoff.Corpora;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Corpora.Sources;
using Bakeoff.Experiments.Download;
using Bakeoff.Experiments.Stages;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Index;

/// <summary>Decodes every recording once, writes <c>index.csv</c> with one row a clip, and <c>index-report.json</c> with everything odd about the corpus.</summary>
public sealed class IndexStage : IStage
{
    /// <summary>Table of the clips.</summary>
    public const string IndexFile = "index.csv";

    /// <summary>Findings of the audit.</summary>
    public const string ReportFile = "index-report.json";

    private readonly DatasetDescription _dataset;
    private readonly RecordingsSource _source;
    private readonly int _threads;

    /// <summary>Creates the stage.</summary>
    /// <param name="dataset">How to read names and what to do about defects.</param>
    /// <param name="source">Where the recordings are on this machine.</param>
    /// <param name="parameters">Dotted keys of the dataset's description.</param>
    /// <param name="threads">Threads to decode with; changes no result.</param>
    public IndexStage(DatasetDescription dataset, RecordingsSource source, IReadOnlyDictionary<string, string> parameters, int threads)
    {
        _dataset = dataset;
        _source = source;
        _threads = threads;
        Parameters = parameters;
    }

    /// <inheritdoc/>
    public string Name => StageNames.Index;

    /// <inheritdoc/>
    public string Description => "Lists every clip with label, speaker and text, and audits the corpus.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs => [StageNames.Download];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ExternalInput> ExternalInputs => [];

    /// <inheritdoc/>
    public IReadOnlyList<Type> CodeRoots => [typeof(IndexStage)];

    /// <inheritdoc/>
    public Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var folder = DownloadStage.FolderOf(_source, context.InputFolder(StageNames.Download));
        var index = new CorpusIndexer(_dataset).Index(folder, _threads, new AcquisitionRelay(context.Progress, "clips"), cancellationToken);
        IndexTable.Write(context.OutputPath(IndexFile), index.Clips);
        index.Report.Write(context.OutputPath(ReportFile));
        return Task.CompletedTask;
    }
}
