using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Tests.Samples;

/// <summary>Charts of data that are empty, tiny, huge, broken or hostile.</summary>
internal static class EdgeCharts
{
    public static IReadOnlyDictionary<string, Chart> Create()
    {
        var charts = new SortedDictionary<string, Chart>(StringComparer.Ordinal);
        foreach (var (kind, names) in NameSets())
        {
            charts[$"{kind}-counts"] = LabelCountChart.Create(
                $"Counts {kind}",
                [.. names.Select((name, i) => new LabelCount(name, i * 1000))]);
            charts[$"{kind}-grouped-counts"] = LabelCountChart.Create(
                names.FirstOrDefault() ?? kind,
                [.. names.SelectMany((name, i) => names.Take(70).Select((group, k) => new LabelCount(name, i * k, group)))]);
            charts[$"{kind}-confusion"] = ConfusionMatrixChart.Create(
                $"Confusion {kind}",
                new ConfusionCounts(names, SampleRun.Confusion(names.Count)));
            IReadOnlyList<string> corpora = [.. names.Take(40)];
            charts[$"{kind}-cross"] = CrossChart.Create(
                $"Cross {kind}",
                new CrossEstimates(
                    [.. corpora, "all others"],
                    corpora,
                    [.. Enumerable.Range(0, (corpora.Count + 1) * corpora.Count).Select(i => new Estimate(i % 3 == 1 ? double.NaN : 1, 0, 1))])
                {
                    RowMeans = [.. corpora.Select(static _ => double.NaN), 1],
                    ColumnMeans = [.. corpora.Select(static _ => 0.5)],
                });
            charts[$"{kind}-bars"] = IntervalBarChart.Create(
                "Recall",
                "Recall",
                [
                    .. names.Select(
                        (name, i) =>
                            new FigureBar(
                                name,
                                i % 3 == 1 ? new Estimate(double.NaN) : new Estimate(i / 100.0, (i / 100.0) - 0.1, double.NaN),
                                i % 3 == 1 ? 0 : 5)),
                ],
                areLabels: true,
                1.0 / Math.Max(1, names.Count));
            charts[$"{kind}-distribution"] = DistributionChart.Create(
                "Values",
                names.LastOrDefault() ?? "x",
                [.. names.Select((name, i) => new LabelValues(name, i % 2 == 0 ? [i, i + 0.5, double.NaN] : []))]);
            charts[$"{kind}-map"] = ScatterMapChart.Create(
                "Map",
                names.FirstOrDefault() ?? "x",
                "y",
                [.. names.Select((name, i) => new MapPoint(i, i == 3 ? double.NaN : -i, name, name))]);
            charts[$"{kind}-spectra"] = SpectrumChart.MeanSpectra(
                "Spectra",
                [.. names.Select((name, i) => new SpectrumCurve(name, [0, 100, 200], [i, double.NaN, -i]))]);
            charts[$"{kind}-pitch"] = SpectrumChart.PitchContours(
                "Pitch",
                [.. names.Select((name, i) => new PitchContour(name, name, 0.01, [0, 100 + i, double.NaN, 120]))]);
            charts[$"{kind}-parallel"] = ParallelCoordinatesChart.Create(
                "Sweep",
                [.. names, "result"],
                [
                    .. Enumerable
                        .Range(0, 4)
                        .Select(i => new ParallelRow($"run {i}", [.. names.Select(name => i == 2 ? null : name + (i % 2)), $"{i}"])),
                ]);
            charts[$"{kind}-overlay"] = ComparisonCharts.ValidationLoss([.. names.Select((name, i) => SampleRun.Curve(name, i % 7, i))]);
        }

        AddTraining(charts);
        AddClips(charts);
        charts["risk-coverage-empty"] = RiskCoverageChart.Create("Risk", []);
        charts["risk-coverage-one"] = RiskCoverageChart.Create("Risk", [(1, false)]);
        charts["risk-coverage-ties"] = RiskCoverageChart.Create("Risk", [.. Enumerable.Range(0, 500).Select(i => (0.5f, i % 3 == 0))]);
        charts["reliability-empty"] = ReliabilityChart.Create("Reliability", []);
        charts["reliability-one"] = ReliabilityChart.Create(
            "Reliability",
            [new ReliabilityBin(0, 1, 3, double.NaN, 1), new ReliabilityBin(0, 1, 3, 0.5, 1)],
            double.NaN);
        return charts;
    }

    private static IEnumerable<(string Kind, IReadOnlyList<string> Names)> NameSets() =>
    [
        ("none", []), ("one", ["happy"]), ("hostile", HostileText.All),
        ("hundred", [.. Enumerable.Range(0, 100).Select(i => $"class number {i}")]),
        ("long", [HostileText.Eighty, HostileText.EightyWide, HostileText.Eighty + "b"]),
    ];

    private static void AddTraining(SortedDictionary<string, Chart> charts)
    {
        var broken = new EpochRow(1, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        var diverged = new EpochRow(2, double.PositiveInfinity, 0.1, 1e30, 0.2, 0.2, 0);
        foreach (var (name, curve) in new (string, TrainingCurve)[]
        {
            ("none", new TrainingCurve("x", [])), ("one", SampleRun.Curve("x", 1, 1)), ("two", SampleRun.Curve("x", 2, 9)),
            ("thousands", SampleRun.Curve("x", 3000, 2999)),
            ("broken", new TrainingCurve("x", [broken], 1)),
            ("diverged", new TrainingCurve("x", [SampleRun.Curve("x", 1, 1).Epochs[0], diverged])),
        })
        {
            charts[$"training-{name}-loss"] = TrainingCharts.Loss(curve);
            charts[$"training-{name}-accuracy"] = TrainingCharts.Accuracy(curve);
            charts[$"training-{name}-rate"] = TrainingCharts.LearningRate(curve);
        }
    }

    private static void AddClips(SortedDictionary<string, Chart> charts)
    {
        charts["waveform-empty"] = WaveformChart.Create("Waveform", new ClipAudio(HostileText.Script, null, Array.Empty<float>(), 16000));
        charts["waveform-one"] = WaveformChart.Create("Waveform", new ClipAudio("one", "sad", new[] { 0.5f }, 16000));
        charts["waveform-silent"] = WaveformChart.Create("Waveform", new ClipAudio("silent", "sad", new float[500], 16000));
        charts["waveform-broken"] = WaveformChart.Create(
            "Waveform",
            new ClipAudio("broken", "sad", new[] { float.NaN, float.PositiveInfinity, 0.1f }, 16000));
        charts["map-empty"] = SpectrogramChart.Create("Spectrogram", new TimeFrequencyMap("empty", null, Array.Empty<float>(), 0, 0, 0.01));
        charts["map-one"] = SpectrogramChart.Create("Spectrogram", new TimeFrequencyMap("one", "fear", new[] { 1f }, 1, 1, 0.01));
        charts["map-nan"] = SpectrogramChart.Create(
            "Spectrogram",
            new TimeFrequencyMap("nan", "fear", new[] { float.NaN, float.NaN }, 2, 1, 0.01, BandCentres: [double.NaN]));
        charts["occlusion-nothing"] = OcclusionChart.Create(
            "Nothing", "probability of sad", new TimeFrequencyMap("one", "sad", new[] { 1f }, 1, 1, 0.01),
            [new OccludedArea(0, 0.01, 0.3) { Weight = -0.3 }], [], [new AttendedFrame(0, 0.01, 1)]);
        charts["occlusion-empty"] = OcclusionChart.Create(
            HostileText.Script, "arousal", new TimeFrequencyMap("empty", null, Array.Empty<float>(), 0, 0, 0.01), [], [], []);
    }
}
