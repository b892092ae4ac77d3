using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Reports.Tests.Samples;

/// <summary>One chart of every kind, by name of its approved file.</summary>
internal static class SampleCharts
{
    /// <summary>Three corpora against each other; one cell is missing.</summary>
    public static Chart Cross { get; } = CrossChart.Create(
        "Test UAR, corpora against corpora",
        new CrossEstimates(
            ["emns", "tess-100-words", "urdu", "all others"],
            ["emns", "tess-100-words", "urdu"],
            [
                new Estimate(double.NaN), new Estimate(0.412, 0.38, 0.441), new Estimate(0.347, 0.3, 0.39),
                new Estimate(0.5, 0.46, 0.55), new Estimate(0.981, 0.97, 0.99), new Estimate(0.333, 0.29, 0.37),
                new Estimate(0.25), new Estimate(0.51, 0.47, 0.54), new Estimate(0.7, 0.61, 0.78),
                new Estimate(0.52, 0.47, 0.57), new Estimate(0.55, 0.52, 0.58), new Estimate(0.38, 0.33, 0.44),
            ])
        {
            Chance = 1 / 3.0,
            RowMeans = [0.3795, 0.4165, 0.38, 0.483],
            ColumnMeans = [0.375, 0.461, 0.34],
        },
        "Framed: one corpus, divided by speaker.");

    /// <summary>Four patches of a clip, and three stretches.</summary>
    private static Chart Occlusion { get; } = OcclusionChart.Create(
        "What happy rests on, happy.wav",
        "probability of happy",
        SampleClip.Map("happy", 120, 65, 0, [.. Enumerable.Range(0, 65).Select(i => i * 62.5)]),
        [
            new OccludedArea(0.1, 0.7, -0.4) { LowHz = 100, HighHz = 1000, Weight = 0.4 },
            new OccludedArea(0.1, 0.7, 0.02) { LowHz = 1000, HighHz = 3900, Weight = -0.02 },
            new OccludedArea(0.7, 1.4, -0.1) { LowHz = 100, HighHz = 1000, Weight = 0.1 },
            new OccludedArea(0.7, 1.4, 0) { LowHz = 1000, HighHz = 3900, Weight = 0 },
        ],
        [
            new OccludedArea(0.1, 0.5, -0.5) { Weight = 0.5 }, new OccludedArea(0.5, 0.9, -0.3) { Weight = 0.3 },
            new OccludedArea(0.9, 1.4, 0.05) { Weight = -0.05 },
        ],
        [new AttendedFrame(0.1, 0.5, 0.2), new AttendedFrame(0.5, 0.9, 0.7), new AttendedFrame(0.9, 1.3, 0.1)]);

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

        charts["cross.svg"] = Cross;
        charts["occlusion.svg"] = Occlusion;
        charts["overlaid-uar.svg"] = ComparisonCharts.ValidationScore(curves);
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
