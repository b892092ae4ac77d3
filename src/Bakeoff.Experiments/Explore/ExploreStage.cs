using System.Text.Json.Serialization;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Corpora.Sources;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Download;
using Bakeoff.Experiments.Explore.Maps;
using Bakeoff.Experiments.Index;
using Bakeoff.Experiments.Stages;
using Bakeoff.Options;
using Bakeoff.Pictures;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Reports.Pages;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Explore;

/// <summary>Everything that <see cref="ExploreStage"/> reads of an experiment.</summary>
public sealed record ExploreStageOptions
{
    /// <summary>The <c>explore</c> section.</summary>
    [JsonPropertyName("explore")]
    public required ExploreOptions Explore { get; init; }

    /// <summary>Title, licence and citation of the corpus, which are shown.</summary>
    [JsonPropertyName("dataset")]
    public required CorpusIdentity Dataset { get; init; }

    /// <summary>The <c>split</c> section: clips are counted by partition.</summary>
    [JsonPropertyName("split")]
    public required SplitOptions Split { get; init; }

    /// <summary>Seed of the experiment, which the split depends on.</summary>
    [JsonPropertyName("seed")]
    public required ulong Seed { get; init; }
}

/// <summary>
/// Draws the corpus: label counts, durations, levels, mean spectra, maps of all clips, and chosen clips on common scales with their pitch.
/// </summary>
public sealed class ExploreStage : Stage<ExploreStageOptions>
{
    /// <summary>Folder of the charts, each as SVG, PNG and PDF.</summary>
    public const string PicturesFolder = "explore";

    /// <summary>The page with all of them.</summary>
    public const string PageFile = "explore.html";

    private readonly RecordingsSource _source;
    private readonly int _threads;

    /// <summary>Creates the stage.</summary>
    public ExploreStage(ExperimentSetup setup)
        : base(
            Definition,
            new ExploreStageOptions
            {
                Explore = setup.Options.Explore,
                Dataset = setup.Dataset.Identity,
                Split = setup.Options.Split,
                Seed = setup.Options.Seed,
            })
    {
        _source = setup.Source;
        _threads = setup.Pool.ThreadCount;
    }

    /// <summary>Name, sentence and inputs.</summary>
    public static StageDefinition Definition { get; } =
        new(StageNames.Explore, "Draws pictures of the corpus.", [StageNames.Download, StageNames.Index], static setup => new ExploreStage(
            setup));

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => MapsFeatures ? [.. base.Inputs, StageNames.Featurize] : base.Inputs;

    private bool MapsFeatures => Options.Explore.Map == MappedMeasures.Features;

    /// <inheritdoc/>
    public override IReadOnlyList<ExternalInput> ExternalInputsGiven(IReadOnlyDictionary<string, StoreEntry> inputs) =>
        [.. ExternalInputs, .. RecordingDecoders.Behind(inputs)];

    /// <inheritdoc/>
    public override Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var clips = IndexFiles.ReadClips(context.InputFolder(StageNames.Index));
        var recordings = DownloadStage.FolderOf(_source, context.InputFolder(StageNames.Download));
        var audit = IndexReport.Read(Path.Combine(context.InputFolder(StageNames.Index), IndexStage.ReportFile));
        var chosen = ChosenClip.Measure(recordings, TypicalClips.Choose(clips, Options.Explore));
        var summaries = ClipSummary.Measure(recordings, clips, _threads, cancellationToken);
        var (folds, problem) = Divide(clips);
        var threads = new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken };
        var measured = MapsFeatures
            ? MeasuredClips.OfFeatures(clips, context.InputFolder(StageNames.Featurize))
            : MeasuredClips.OfSpectra(summaries);
        var report = CorpusReport.Create(audit, clips, summaries, chosen, folds) with
        {
            PartitionProblem = problem,
            Maps = CorpusMaps.Create(measured, threads),
        };
        var results = Inputs.ToDictionary(stage => stage, context.Input, StringComparer.Ordinal);
        report = report with { Dataset = [.. CorpusReport.Identity(Options.Dataset, results), .. report.Dataset] };
        File.WriteAllText(context.OutputPath(PageFile), ExploreReportPage.Render(report));

        var charts = ExploreCharts.Create(report);
        var written = ChartFiles.Write(
            charts,
            context.OutputPath(PicturesFolder),
            threads,
            done => context.Progress.Report(new StageProgress(done, charts.Count, "pictures")));
        context.Summary = $"{Quantity.Of(clips.Count, "clip")}, {written}";
        return Task.CompletedTask;
    }

    /// <summary>
    /// The experiment's split. It may not be settled while a corpus is explored, so a split that is refused is shown, not thrown.
    /// </summary>
    private (IReadOnlyList<SplitFold> Folds, string? Problem) Divide(IReadOnlyList<Clip> clips)
    {
        try
        {
            return (Splitter.Split(clips, Options.Split, Options.Seed).Folds, null);
        }
        catch (SplitException exception)
        {
            return ([], exception.Message);
        }
    }
}
