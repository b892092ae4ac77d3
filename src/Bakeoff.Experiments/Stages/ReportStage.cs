using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Reporting;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Stages;

/// <summary>Writes <c>report.html</c>, one page that needs no other file, and its charts as SVG files.</summary>
public sealed class ReportStage : IStage
{
    /// <summary>The page.</summary>
    public const string PageFile = "report.html";

    /// <summary>Folder of the SVG files.</summary>
    public const string PicturesFolder = "pictures";

    private readonly ResolvedExperiment _experiment;
    private readonly RecordingsSource _source;

    /// <summary>Creates the stage.</summary>
    /// <param name="experiment">The experiment as resolved: its question and settings are shown.</param>
    /// <param name="source">Where the recordings are on this machine.</param>
    /// <param name="parameters">All dotted keys.</param>
    public ReportStage(ResolvedExperiment experiment, RecordingsSource source, IReadOnlyDictionary<string, string> parameters)
    {
        _experiment = experiment;
        _source = source;
        Parameters = parameters;
    }

    /// <inheritdoc/>
    public string Name => StageNames.Report;

    /// <inheritdoc/>
    public string Description => "Writes the report page and its pictures.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs =>
    [
        StageNames.Download, StageNames.Index, StageNames.Explore, StageNames.Featurize, StageNames.Split, StageNames.Train, StageNames.Evaluate,
    ];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ExternalInput> ExternalInputs => [];

    /// <inheritdoc/>
    public IReadOnlyList<Type> CodeRoots => [typeof(ReportStage)];

    /// <inheritdoc/>
    public Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var report = ExperimentReport.Gather(context, _experiment, DownloadStage.FolderOf(_source, context.InputFolder(StageNames.Download)));
        File.WriteAllText(context.OutputPath(PageFile), RunReportPage.Render(report));
        foreach (var chart in RunCharts.Create(report))
        {
            cancellationToken.ThrowIfCancellationRequested();
            File.WriteAllText(context.OutputPath(Path.Combine(PicturesFolder, chart.FileName)), chart.Chart.ToSvg());
        }

        return Task.CompletedTask;
    }
}
