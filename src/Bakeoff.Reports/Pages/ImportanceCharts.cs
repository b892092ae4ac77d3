using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>The charts of what each group of features is worth.</summary>
public static class ImportanceCharts
{
    /// <summary>Creates all charts.</summary>
    /// <param name="report">The results.</param>
    public static IReadOnlyList<NamedChart> Create(ImportanceReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return
        [
            new NamedChart("importance.svg", IntervalBarChart.Create(
                $"{report.Metric} lost where a group is shuffled among the test clips",
                $"{report.Metric} lost",
                [.. report.Groups.Select(row => new FigureBar(row.Group, row.Drop, Clips: null) { IsShare = report.IsShare })],
                areLabels: false)),
        ];
    }
}
