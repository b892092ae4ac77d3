using Bakeoff.Corpora.Combining;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Corpora.Sources;
using Bakeoff.Experiments.Download;
using Bakeoff.Experiments.Stages;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Index;

/// <summary>Indexes and audits each corpus by its own description and joins the results: <c>index.csv</c> and <c>index-report.json</c>.</summary>
public sealed class CombinedIndexStage : IStage
{
    private readonly string _name;
    private readonly IReadOnlyList<CorpusPart> _parts;
    private readonly int _threads;

    /// <summary>Creates the stage.</summary>
    /// <param name="name">Name of the combined corpus.</param>
    /// <param name="parts">The corpora.</param>
    /// <param name="parameters">Dotted keys of all descriptions.</param>
    /// <param name="threads">Threads to decode with; changes no result.</param>
    public CombinedIndexStage(string name, IReadOnlyList<CorpusPart> parts, IReadOnlyDictionary<string, string> parameters, int threads)
    {
        _name = name;
        _parts = parts;
        _threads = threads;
        Parameters = parameters;
    }

    /// <inheritdoc/>
    public string Name => StageNames.Index;

    /// <inheritdoc/>
    public string Description => "Lists every clip of all corpora with common labels, and audits each corpus.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs => [StageNames.Download];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ExternalInput> ExternalInputs => [];

    /// <inheritdoc/>
    public IReadOnlyList<Type> CodeRoots => [typeof(CombinedIndexStage)];

    /// <inheritdoc/>
    public Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var recordings = DownloadStage.FolderOf(RecordingsSource.None, context.InputFolder(StageNames.Download));
        var parts = _parts.Select(part => (part, new CorpusIndexer(part.Description).Index(
            Path.Combine(recordings, part.Name), _threads, new AcquisitionRelay(context.Progress, "clips"), cancellationToken))).ToList();
        var index = CombinedIndex.Join(_name, parts);
        IndexTable.Write(context.OutputPath(IndexStage.IndexFile), index.Clips);
        index.Report.Write(context.OutputPath(IndexStage.ReportFile));
        return Task.CompletedTask;
    }
}
