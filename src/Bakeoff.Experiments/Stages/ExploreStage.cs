using Bakeoff.Experiments.Datasets.Indexing;
using Bakeoff.Experiments.Reporting;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Stages;

/// <summary>Draws the corpus: label counts, durations, levels, mean spectra, a map of all clips, and one clip a label on common scales with its pitch.</summary>
public sealed class ExploreStage : IStage
{
    /// <summary>Folder of the SVG files.</summary>
    public const string PicturesFolder = "explore";

    /// <summary>The page with all of them.</summary>
    public const string PageFile = "explore.html";

    private readonly RecordingsSource _source;
    private readonly int _threads;

    /// <summary>Creates the stage.</summary>
    /// <param name="source">Where the recordings are on this machine.</param>
    /// <param name="threads">Threads to measure with; changes no result.</param>
    public ExploreStage(RecordingsSource source, int threads)
    {
        _source = source;
        _threads = threads;
    }

    /// <inheritdoc/>
    public string Name => StageNames.Explore;

    /// <inheritdoc/>
    public string Description => "Draws pictures of the corpus.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs => [StageNames.Download, StageNames.Index];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Parameters { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<ExternalInput> ExternalInputs => [];

    /// <inheritdoc/>
    public IReadOnlyList<Type> CodeRoots => [typeof(ExploreStage)];

    /// <inheritdoc/>
    public Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var clips = IndexTable.Read(Path.Combine(context.InputFolder(StageNames.Index), IndexStage.IndexFile));
        var recordings = DownloadStage.FolderOf(_source, context.InputFolder(StageNames.Download));
        var audit = IndexReport.Read(Path.Combine(context.InputFolder(StageNames.Index), IndexStage.ReportFile));
        var chosen = TypicalClips.Choose(clips);
        var report = CorpusReport.Create(
            audit,
            clips,
            ClipSummary.Measure(recordings, clips, _threads, cancellationToken),
            chosen.Select(clip => ClipPictures.Measure(recordings, clip)).ToList(),
            chosen.Select(clip => ClipPictures.Pitch(recordings, clip)).ToList());
        File.WriteAllText(context.OutputPath(PageFile), ExploreReportPage.Render(report));

        var charts = ExploreCharts.Create(report);
        for (var i = 0; i < charts.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            File.WriteAllText(context.OutputPath(Path.Combine(PicturesFolder, charts[i].FileName)), charts[i].Chart.ToSvg());
            context.Progress.Report(new StageProgress(i + 1, charts.Count, "pictures"));
        }

        return Task.CompletedTask;
    }
}
