using System.Text.Json.Serialization;
using Bakeoff.Corpora;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Explore;
using Bakeoff.Experiments.Stages;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Pictures;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Report;

/// <summary>Input of <see cref="ReportStage"/>: the whole experiment, and the facts about its corpus that are shown.</summary>
public sealed record ReportOptions
{
    /// <summary>Name of the experiment.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>The question asked; empty when none is stated.</summary>
    [JsonPropertyName("question")]
    public required string Question { get; init; }

    /// <summary>Every option of the experiment, under its own key.</summary>
    [JsonPropertyName("")]
    public required ExperimentOptions Experiment { get; init; }

    /// <summary>Title, licence and citation of the corpus; a page carries recordings only if the licence allows it.</summary>
    [JsonPropertyName("dataset")]
    public required CorpusIdentity Dataset { get; init; }

    /// <summary>Takes what the stage reads from an experiment.</summary>
    internal static ReportOptions From(ExperimentSetup setup) =>
        new()
        {
            Name = setup.Experiment.Name,
            Question = setup.Options.Question,
            Experiment = setup.Options,
            Dataset = setup.Dataset.Identity,
        };
}

/// <summary>Writes <c>report.html</c>, one page that needs no other file, and its charts as SVG, PNG and PDF files.</summary>
public sealed class ReportStage : Stage<ReportOptions>
{
    /// <summary>The page.</summary>
    public const string PageFile = "report.html";

    /// <summary>Folder of the charts, each as SVG, PNG and PDF.</summary>
    public const string PicturesFolder = "pictures";

    private readonly ReportPlace _place;
    private readonly WorkerPool _pool;

    /// <summary>Creates the stage.</summary>
    public ReportStage(ExperimentSetup setup)
        : base(
            Definition with
            {
                Inputs =
                [
                    .. Definition.Inputs.Where(stage => stage != StageNames.Featurize || setup.Members is null),
                    .. setup.Options.Report is { Importance: true } ? [StageNames.Importance] : Array.Empty<string>(),
                    .. setup.Options.Report is { Stress: true } ? [StageNames.Stress] : Array.Empty<string>(),
                ],
            },
            ReportOptions.From(setup))
    {
        _place = ReportPlace.From(setup);
        _pool = setup.Pool;
    }

    /// <summary>Name, sentence and inputs.</summary>
    public static StageDefinition Definition { get; } =
        new(
            StageNames.Report,
            "Writes the report page and its pictures.",
            [
                StageNames.Download,
                StageNames.Index,
                StageNames.Explore,
                StageNames.Featurize,
                StageNames.Split,
                StageNames.Train,
                StageNames.Evaluate,
            ],
            static setup => new ReportStage(setup));

    /// <inheritdoc/>
    public override async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var results = Inputs.ToDictionary(stage => stage, context.Input, StringComparer.Ordinal);
        var report = new ExperimentReport(Options, _place, await _place.Git.Value, _pool).Gather(results);
        await File.WriteAllTextAsync(context.OutputPath(PageFile), RunReportPage.Render(report), cancellationToken);
        var threads = new ParallelOptions { MaxDegreeOfParallelism = _pool.ThreadCount, CancellationToken = cancellationToken };
        var explored = Path.Combine(context.InputFolder(StageNames.Explore), ExploreStage.PicturesFolder);
        var written = ChartFiles.Write(RunCharts.Create(report), context.OutputPath(PicturesFolder), threads, earlier: explored);
        context.Summary = $"{PageFile}, {written}";
    }
}
