using Bakeoff.Corpora;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Corpora.Sources;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Download;
using Bakeoff.Experiments.Index;
using Bakeoff.Experiments.Stages;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Explore;

/// <summary>Draws the corpus: label counts, durations, levels, mean spectra, maps of all clips, and chosen clips on common scales with their pitch.</summary>
public sealed class ExploreStage : IStage
{
    /// <summary>Folder of the SVG files.</summary>
    public const string PicturesFolder = "explore";

    /// <summary>The page with all of them.</summary>
    public const string PageFile = "explore.html";

    private readonly ExploreOptions _options;
    private readonly DatasetDescription _dataset;
    private readonly SplitOptions _split;
    private readonly ulong _seed;
    private readonly RecordingsSource _source;
    private readonly int _threads;

    /// <summary>Creates the stage.</summary>
    /// <param name="options">The <c>explore</c> section.</param>
    /// <param name="dataset">The corpus: title, licence and citation are shown.</param>
    /// <param name="split">The <c>split</c> section: clips are counted by partition.</param>
    /// <param name="seed">The experiment's seed, which the split depends on.</param>
    /// <param name="parameters">Dotted keys of both sections, the seed, and what is shown of the corpus.</param>
    /// <param name="source">Where the recordings are on this machine.</param>
    /// <param name="threads">Threads to measure with; changes no result.</param>
    public ExploreStage(ExploreOptions options, DatasetDescription dataset, SplitOptions split, ulong seed, IReadOnlyDictionary<string, string> parameters, RecordingsSource source, int threads)
    {
        _options = options;
        _dataset = dataset;
        _split = split;
        _seed = seed;
        Parameters = parameters;
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
    public IReadOnlyDictionary<string, string> Parameters { get; }

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
        var chosen = ChosenClip.Measure(recordings, TypicalClips.Choose(clips, _options));
        var summaries = ClipSummary.Measure(recordings, clips, _threads, cancellationToken);
        var (folds, problem) = Divide(clips);
        var threads = new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken };
        var report = CorpusReport.Create(audit, clips, summaries, chosen, folds, threads) with { PartitionProblem = problem };
        report = report with { Dataset = [.. CorpusReport.Identity(_dataset, Inputs.ToDictionary(stage => stage, context.Input, StringComparer.Ordinal)), .. report.Dataset] };
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

    /// <summary>How the experiment divides the clips. Whoever explores a corpus may not have settled that yet, so a split that is refused is shown, not thrown.</summary>
    private (IReadOnlyList<SplitFold> Folds, string? Problem) Divide(IReadOnlyList<Clip> clips)
    {
        try
        {
            return (Splitter.Split(clips, _split, _seed).Folds, null);
        }
        catch (SplitException fault)
        {
            return ([], fault.Message);
        }
    }
}
