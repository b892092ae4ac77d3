using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Reports.Tests.Samples;

/// <summary>A plausible corpus with made-up numbers, complete in every part.</summary>
internal static class SampleExplore
{
    public static ExploreReport Create() =>
        new()
        {
            Name = "tess",
            Summary = "Two actresses say 200 words in seven emotions.",
            Dataset = SampleRun.Create().Dataset,
            Defects =
            [
                "YAF_germ_angry.wav holds AIFF, not WAV; it was read as AIFF.",
                "OAF_food_fear.wav has 96 kHz; the others have 24,414 Hz.",
            ],
            LabelCounts = SampleRun.Create().LabelCounts,
            LabelCountsPerSpeaker = SampleRun.Create().LabelCountsPerSpeaker,
            LabelCountsPerPartition = SampleRun.Create().LabelCountsPerPartition,
            Durations = Values(1.6, 0.12),
            Loudness = Values(-31, 1.7),
            Clips = [.. SampleRun.Emotions.Select((label, i) => SampleClip.Create(label, i))],
            Pitch =
            [
                .. SampleRun.Emotions.Select(
                    (label, i) =>
                        new PitchContour(
                            label,
                            label + ".wav",
                            0.01,
                            [
                                .. Enumerable
                                    .Range(0, 150 + (i * 8))
                                    .Select(frame => frame % 50 < 12 ? 0 : 160 + (i * 18) + (((frame * (i + 3)) % 50) * 0.8)),
                            ])),
            ],
            Spectra =
            [
                .. SampleRun.Emotions.Select(
                    (label, i) =>
                        new SpectrumCurve(
                            label,
                            [.. Enumerable.Range(0, 100).Select(bin => bin * 80.0)],
                            [
                                .. Enumerable
                                    .Range(0, 100)
                                    .Select(bin => -20 - (bin * (0.45 + (i * 0.03))) + (6 * (((bin + (i * 3)) % 14) / 14.0))),
                            ])),
            ],
            Maps =
            [
                new ClipMap(
                    "PCA of the mean MFCCs",
                    "First component",
                    "Second component",
                    Points(),
                    "Linear projection: distances far apart can be trusted."),
                new ClipMap(
                    "t-SNE of the mean MFCCs",
                    "t-SNE 1",
                    "t-SNE 2",
                    Points(),
                    "Only neighbourhoods can be trusted, not distances between groups."),
            ],
        };

    public static IReadOnlyList<ClipMapPoint> Points(int perLabel = 40) =>
        [
            .. SampleRun.Emotions.SelectMany(
                (label, i) =>
                    Enumerable
                        .Range(0, perLabel)
                        .Select(k => new ClipMapPoint(
                            Scatter(k, i, 0.618) + (i % 3 * 1.2),
                            Scatter(k, i, 0.755) + (i / 3 * 1.1),
                            label,
                            k % 2 == 0 ? "OAF" : "YAF",
                            $"{label}_{k}.wav"))),
        ];

    private static double Scatter(int k, int i, double ratio) => ((((k + 1) * ratio) % 1) + (((k + 3 + i) * ratio * 1.7) % 1)) * 1.1;

    private static IReadOnlyList<LabelValues> Values(double start, double step) =>
        [
            .. SampleRun.Emotions.Select(
                (label, i) =>
                    new LabelValues(label, [.. Enumerable.Range(0, 80).Select(k => start + (step * (i + (3 * Scatter(k, i, 0.618)))))])),
        ];
}
