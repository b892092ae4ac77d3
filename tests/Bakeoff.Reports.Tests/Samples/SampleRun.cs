using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Reports.Tests.Samples;

/// <summary>A plausible run with made-up numbers, complete in every part.</summary>
internal static class SampleRun
{
    public static readonly string[] Emotions = ["angry", "disgust", "fear", "happy", "neutral", "ps", "sad"];

    public static RunReport Create() =>
        new()
        {
            Name = "lstm-baseline",
            Question = "How well does one LSTM over MFCC frames tell seven emotions apart when it has heard both speakers before?",
            ConfigurationYaml =
                """
                name: lstm-baseline
                seed: 2010
                dataset: tess
                features:
                  kind: mfcc
                  sample_rate_hz: 22050
                  n_mfcc: 40
                split:
                  by: random
                  acknowledge: [shared_speakers, shared_texts]
                model:
                  - masking: {}
                  - lstm: {units: 128}
                  - dropout: {rate: 0.2}

                """,
            Protocol =
            [
                "The clips were divided at random: 896 for training, 224 for validation, 280 for testing.",
                "Features were standardised with the training side's mean and standard deviation. The weights of the best validation "
                    + "epoch were "
                    + "kept.",
            ],
            Leaks =
            [
                new LeakNote(
                    "shared_speakers",
                    "Both speakers are heard in training and in testing, so the figures say nothing about unknown voices.",
                    true,
                    true,
                    "2"),
                new LeakNote("shared_texts", "The same words are spoken on both sides.", true, false, "100"),
                new LeakNote("shared_sessions", "Sessions on both sides.", false, false, null, "unknown for 3 of 400 clips"),
                new LeakNote("shared_recordings", "No recording is on both sides.", false),
            ],
            Figures =
            [
                new HeadlineFigure(
                    "test_uar",
                    "Unweighted average recall",
                    new Estimate(0.9746, 0.9554, 0.9911),
                    true,
                    "280 test clips, chance 14.3 %"),
                new HeadlineFigure("test_accuracy", "Accuracy", new Estimate(0.975, 0.9536, 0.9929)),
                new HeadlineFigure("test_macro_f1", "Macro F1", new Estimate(0.9743, 0.9541, 0.9909)),
                new HeadlineFigure("test_loss", "Cross-entropy", new Estimate(0.1132), false),
            ],
            Training = [Curve("training", 25, 19)],
            Confusion = new ConfusionCounts(Emotions, Confusion(Emotions.Length)),
            Classes =
            [
                .. Emotions.Select(
                    (label, i) =>
                        new ClassRow(
                            label,
                            new Estimate(0.9 + (i * 0.015), 0.82 + (i * 0.015), Math.Min(1, 0.95 + (i * 0.01))),
                            0.92 + (i * 0.01),
                            0.91 + (i * 0.01),
                            40)),
            ],
            Speakers =
            [
                new SpeakerRow("OAF", new Estimate(0.981, 0.955, 1), 0.98, 140),
                new SpeakerRow("YAF", new Estimate(0.967, 0.934, 0.992), 0.964, 140),
            ],
            Reliability =
            [
                .. Enumerable
                    .Range(0, 10)
                    .Select(i => new ReliabilityBin(
                        i / 10.0,
                        (i + 1) / 10.0,
                        i < 2 ? 0 : (i * i * i) + 1,
                        (i + 0.6) / 10,
                        Math.Min(1, (i + 0.2) / 10))),
            ],
            CalibrationError = 0.031,
            Holds = [new Fact("For whom", "280 test clips of 2 speakers, not heard in training."), new Fact("Uncertainty", "One seed.")],
            Beside =
            [
                new ReferenceRow("chance", "uar", 1 / 7.0, "each label equally probable"),
                new ReferenceRow("published", "uar", 0.9, "another protocol", "Somebody, 2016"),
            ],
            Groups =
            [
                new GroupPart
                {
                    Column = "gender",
                    Metric = "UAR",
                    Words = ["From 84.0 % (male) to 91.0 % (female). Beyond what chance explains: male \u22123.5 %."],
                    Headlines =
                    [
                        new GroupRow("female", "UAR", new Estimate(0.91, 0.88, 0.94), new Estimate(0.035, -0.01, 0.05), 0.03, "unclear")
                        {
                            Clips = 140,
                            Speakers = 6,
                        },
                        new GroupRow("male", "UAR", new Estimate(0.84, 0.79, 0.87), new Estimate(-0.035, -0.06, -0.01), 0.03, "different")
                        {
                            Clips = 140,
                        },
                    ],
                    Details =
                    [
                        new GroupRow("male", "recall of fear", new Estimate(0.5), new Estimate(double.NaN), double.NaN, "one speaker")
                        {
                            Clips = 20,
                            Speakers = 1,
                        },
                    ],
                },
            ],
            Confidence = new ConfidencePart
            {
                Words =
                [
                    "Probabilities are calibrated (temperature) on the validation clips, never on tested ones: temperature 1.83.",
                    "On the test clips, the expected calibration error went from 9.8 % (7.7 to 12.1) to 3.1 % (2.2 to 5.0).",
                ],
                Answers = [.. Enumerable.Range(0, 280).Select(static i => (0.3f + (i * 0.0025f), i % 9 != 0 && i % (1 + (i / 10)) != 1))],
                Before = [new ReliabilityBin(0.8, 0.9, 40, 0.86, 0.7), new ReliabilityBin(0.9, 1, 240, 0.98, 0.9)],
                ErrorBefore = 0.098,
                Rejection = [new RejectionRow(0, 1, 0.91, 1, 0.9), new RejectionRow(0.95, 0.2, 0.99, 0, double.NaN)],
                Sets = [new LabelSetRow(0.9, new Estimate(0.87, 0.83, 0.91), 1.42, "speaker OAF: 82.1 % of 140")],
            },
            WrongClips =
            [
                new WrongClip(
                    "OAF/OAF_back_fear.wav",
                    "fear",
                    "ps",
                    0.983,
                    "OAF",
                    "Say the word back",
                    new ClipSource("clips/OAF_back_fear.wav"))
                {
                    Reason = new ClipReason(["0.73 to 0.86 s -0.58", "mfcc_5 -0.88"])
                    {
                        Strip =
                        [
                            new OccludedArea(0, 0.5, -0.1) { Weight = 0.1 }, new OccludedArea(0.5, 0.7, 0.1) { Weight = -0.1 },
                            new OccludedArea(0.7, 1.1, -0.5) { Weight = 0.5 },
                        ],
                    },
                },
                new WrongClip(
                    "YAF/YAF_dog_happy.wav",
                    "happy",
                    "angry",
                    0.871,
                    "YAF",
                    "Say the word dog",
                    new ClipSource(null, new byte[] { 82, 73, 70, 70 })),
                new WrongClip("YAF/YAF_rain_disgust.wav", "disgust", "sad", 0.640, "YAF", "Say the word rain"),
            ],
            WrongClipCount = 7,
            Features = new FeaturePart
            {
                Words = ["Clips of one speaker are not independent, so each counts once."],
                Rows = [new FeatureRow("pitch_mean", 0.512, 0.71, 0.0004), new FeatureRow("mfcc_0_std", 0.3, double.NaN, double.NaN)],
                Distributions = [new FeatureValues("pitch_mean", [new LabelValues("angry", [1, 2, 3, 4]), new LabelValues("sad", [2, 2.5])])],
            },
            Dataset =
            [
                new Fact("Corpus", "Toronto emotional speech set (TESS)"),
                new Fact("Clips", "1,400"),
                new Fact("Speakers", "2"),
                new Fact("Licence", "CC BY-NC-ND 4.0"),
                new Fact("SHA-256", "9da4946c9f4bca1875af67ed7567c5788a782c9a1d6f9fce5e61d963482bbf2e"),
            ],
            LabelCounts = [.. Emotions.Select((label, i) => new LabelCount(label, 200 - (i * 3)))],
            LabelCountsPerSpeaker =
            [
                .. new[] { "OAF", "YAF" }.SelectMany(speaker => Emotions.Select((label, i) => new LabelCount(label, 100 - i, speaker))),
            ],
            LabelCountsPerPartition =
            [
                .. new[] { ("train", 128), ("validation", 32), ("test", 40) }.SelectMany(part =>
                    Emotions.Select(label => new LabelCount(label, part.Item2, part.Item1))),
            ],
            Clips = [.. Emotions.Select((label, i) => SampleClip.Create(label, i))],
            Code =
            [
                new Fact("Commit", "009b438"),
                new Fact("Bakeoff", "0.1.0"),
                new Fact(".NET", "10.0.4"),
                new Fact("Weights", "sha256:4f1c0d9a"),
            ],
            Stages =
            [
                new StageRow("download", StageOutcome.Reused, null, new string('a', 64)),
                new StageRow("featurize", StageOutcome.Done, 24.31, new string('b', 64)),
                new StageRow("train", StageOutcome.Done, 93.7, new string('c', 64)),
                new StageRow("evaluate", StageOutcome.Done, 0.42, new string('d', 64)),
            ],
            Reproduce = ["git checkout 009b438", "./build.sh --target=Report --experiment=lstm-baseline --set=dataset.source=tess.zip"],
        };

    public static TrainingCurve Curve(string name, int epochs, int? chosen, double speed = 0.12) => new(
        name,
        [.. Enumerable.Range(1, epochs).Select(epoch =>
        {
            var progress = speed * epoch;
            var loss = 1.95 / (1 + (progress * progress));
            return new EpochRow(
                epoch,
                loss,
                1 - (loss / 2.2),
                loss + (0.05 * (epoch % 3)),
                1 - (loss / 2) - (0.01 * (epoch % 4)),
                1 - (loss / 2) - (0.012 * (epoch % 5)),
                epoch < 12 ? 0.001 : 0.0001);
        })],
        chosen);

    public static long[] Confusion(int size)
    {
        var counts = new long[size * size];
        for (var i = 0; i < size; i++)
        {
            counts[(i * size) + i] = 40 - (i % 4);
            counts[(i * size) + ((i + 1) % size)] += i % 4;
        }

        return counts;
    }
}
