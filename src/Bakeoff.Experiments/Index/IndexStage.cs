using Bakeoff.Corpora.Indexing;
using Bakeoff.Corpora.Sets;
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

    /// <summary>What the audit found.</summary>
    public const string ReportFile = "index-report.json";

    private readonly CorpusSetIndexing _indexing;
    private readonly RecordingsSource _source;
    private readonly int _threads;

    /// <summary>Creates the stage.</summary>
    /// <param name="indexing">The corpora.</param>
    /// <param name="source">Place where the recordings are read.</param>
    /// <param name="threads">Threads to decode with; changes no result.</param>
    public IndexStage(CorpusSetIndexing indexing, RecordingsSource source, int threads)
    {
        _indexing = indexing;
        _source = source;
        _threads = threads;
        Parameters = indexing.Parameters("dataset");
    }

    /// <summary>Name, sentence and inputs of the stage.</summary>
    public static StageDefinition Definition { get; } = new(
        StageNames.Index,
        "Lists every clip with label, speaker and text, and audits the corpus.",
        [StageNames.Download],
        static setup => new IndexStage(setup.Corpora.Indexing, setup.Source, setup.Pool.ThreadCount));

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public string Description => Definition.Description;

    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs => Definition.Inputs;

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
        var index = CorpusSetIndexer.Index(_indexing, folder, _threads, new AcquisitionRelay(context.Progress, "clips"), cancellationToken);
        IndexTable.Write(context.OutputPath(IndexFile), index.Clips);
        index.Report.Write(context.OutputPath(ReportFile));
        return Task.CompletedTask;
    }
}
