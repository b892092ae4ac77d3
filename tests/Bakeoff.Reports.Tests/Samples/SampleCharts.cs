using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Reports.Tests.Samples;

/// <summary>One chart of every kind, by name of its approved file.</summary>
internal static class SampleCharts
{
    public static IReadOnlyDictionary<string, Chart> Create()
    {
        var run = SampleRun.Create();
        var explore = SampleExplore.Create();
        var comparison = SampleComparison.Create();
        var curves = comparison
            .Groups[0]
            .Runs.Where(entry => entry.Training is not null)
            .Select(entry => entry.Training! with { Name = entry.Name })
            .ToList();
        var charts = new SortedDictionary<string, Chart>(StringComparer.Ordinal);
        foreach (
            var named in RunCharts
                .Create(run with { Clips = [run.Clips[0]] })
                .Concat(ExploreCharts.Create(explore with { Clips = [], Maps = [explore.Maps[0]] })))
        {
            charts[named.FileName] = named.Chart;
        }

        charts["overlaid-uar.svg"] = ComparisonCharts.ValidationUar(curves);
        charts["parallel-coordinates.svg"] = ParallelCoordinatesChart.Create(
            "Parameters and result",
            ["units", "learning rate", "optimizer", "UAR"],
            [
                .. Enumerable
                    .Range(0, 9)
                    .Select(i => new ParallelRow(
                        $"run-{i + 1}",
                        [$"{32 << (i % 3)}", i % 2 == 0 ? "0.001" : "0.0003", i < 5 ? "adam" : "sgd", $"0.{80 + i}"])),
            ]);
        return charts;
    }
}
