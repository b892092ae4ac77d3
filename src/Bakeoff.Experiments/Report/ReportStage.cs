using Bakeoff.Experiments.Stages;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Report;

/// <summary>Writes <c>report.html</c>, one page that needs no other file, and its charts as SVG files.</summary>
public sealed class ReportStage : IStage
{
    /// <summary>The page.</summary>
    public const string PageFile = "report.html";

    /// <summary>Folder of the SVG files.</summary>
    public const string PicturesFolder = "pictures";

    private readonly ReportSubject _subject;

    /// <summary>Creates the stage.</summary>
    /// <param name="subject">The experiment and its corpus: question, settings, licence and citation are shown.</param>
    /// <param name="parameters">All dotted keys.</param>
    public ReportStage(ReportSubject subject, IReadOnlyDictionary<string, string> parameters)
    {
        _subject = subject;
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
        var report = ExperimentReport.Gather(_subject, Inputs.ToDictionary(stage => stage, context.Input, StringComparer.Ordinal));
        File.WriteAllText(context.OutputPath(PageFile), RunReportPage.Render(report));
        foreach (var chart in RunCharts.Create(report))
        {
            cancellationToken.ThrowIfCancellationRequested();
            File.WriteAllText(context.OutputPath(Path.Combine(PicturesFolder, chart.FileName)), chart.Chart.ToSvg());
        }

        return Task.CompletedTask;
    }
}
