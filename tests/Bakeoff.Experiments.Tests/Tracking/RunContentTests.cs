using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Tests.Configuration;
using Bakeoff.Experiments.Tracking;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Tracking;

/// <summary>Keys, parameters and tables of a run, as people compare them.</summary>
public sealed class RunContentTests
{
    [Theory]
    [InlineData("test_uar", "test/UAR")]
    [InlineData("test_uar_fold_mean", "test/UAR_fold_mean")]
    [InlineData("validation_accuracy", "validation/accuracy")]
    [InlineData("train_loss", "train/loss")]
    [InlineData("learning_rate", "train/learning_rate")]
    [InlineData("test_uarity", "test/uarity")]
    public void MetricKey_IsPartitionThenMetric(string name, string key) => MetricKeys.Of(name).ShouldBe(key);

    [Fact]
    public void MetricKeys_Groups_HaveIntervalsAndNameTheirClass()
    {
        Prediction[] clips = [new("1.wav", "1", "A", "", "sad", "sad", [1, 0]), new("2.wav", "1", "B", "", "angry_low", "sad", [1, 0])];
        GroupFigure[] figures =
        [
            new("uar", null, 0.75) { Interval = new(0.7, 0.8), Gap = 0.25, GapInterval = new(0.2, 0.3), RandomGap = 0.5 },
            new("recall", "angry_low", 0.5) { Interval = new(0.4, 0.6) },
        ];
        var result = Evaluator.Evaluate(["sad", "angry_low"], clips, seed: 1) with
        {
            Groups = [new("gender", Missing: 0, BootstrapUnit.Clip, [new("female", Clips: 2, Speakers: 1, figures)])],
        };

        MetricKeys.Of(result).Where(static metric => metric.Key.StartsWith("group/", StringComparison.Ordinal)).ShouldBe(
        [
            new("group/gender/female/clips", 2),
            new("group/gender/female/UAR", 0.75),
            new("group/gender/female/UAR_low", 0.7),
            new("group/gender/female/UAR_high", 0.8),
            new("group/gender/female/UAR_gap", 0.25),
            new("group/gender/female/UAR_gap_low", 0.2),
            new("group/gender/female/UAR_gap_high", 0.3),
            new("group/gender/female/UAR_random_gap", 0.5),
            new("group/gender/female/recall of angry_low", 0.5),
            new("group/gender/female/recall_low of angry_low", 0.4),
            new("group/gender/female/recall_high of angry_low", 0.6),
        ]);
    }

    [Fact]
    public void Parameters_WithoutEffect_AreLeftOut()
    {
        var plain = Keys("");
        plain.ShouldContain("features.n_mfcc");
        plain.ShouldContain("training.learning_rate");
        plain.ShouldNotContain("features.fmax_hz", "it is null");
        plain.ShouldNotContain("features.with", "it is []");
        plain.ShouldNotContain("features.pitch_max_hz");
        plain.ShouldNotContain("training.momentum");
        plain.ShouldNotContain("training.weight_decay");
        plain.ShouldNotContain("training.schedule.factor");
        plain.ShouldNotContain("split.folds");
        plain.ShouldNotContain("explore.clips");

        var others = Keys(
            "features: {kind: pitch}\ntraining: {optimizer: sgd, schedule: {kind: step}}\n",
            "{by: random}",
            "{by: kfold, folds: 3}");
        others.ShouldNotContain("features.n_mfcc");
        others.ShouldNotContain("features.n_mels");
        others.ShouldNotContain("split.test");
        others.ShouldContain("features.pitch_max_hz");
        others.ShouldContain("training.momentum");
        others.ShouldContain("training.weight_decay");
        others.ShouldContain("training.schedule.factor");
        others.ShouldContain("split.folds");
    }

    [Fact]
    public void NoteTable_CellsOfDifferentWidth_AreApart() =>
        NoteTable
            .Render([["metric", "value"], ["test/UAR", "0.5"], ["n", "1,120.25"]])
            .Replace("\u200b\u00a0\u00a0", "~", StringComparison.Ordinal)
            .ShouldBe(
                "| metric   |    ~value |\n|:---------|------------:|\n| test/UAR |      ~0.5 |\n| n        | ~1,120.25 |\n");

    [Fact]
    public void PredictionColumns_BeginWithTruthThenPrediction()
    {
        Prediction[] predictions =
        [
            new("a/1.wav", "1", "A", "dog", "sad", "angry", [0.25f, 0.75f]),
            new("a/2.wav", "1", "A", "cat", "sad", "sad", [0.75f, 0.25f]),
        ];
        var (columns, rows) = PredictionColumns.Of(["sad", "angry"], predictions);
        columns.ShouldBe(["truth and clip", "predicted", "is_right", "label", "speaker", "text", "fold", "path", "p_sad", "p_angry"]);
        rows.First().ShouldBe(["sad: a/1.wav", "angry", false, "sad", "A", "dog", "1", "a/1.wav", 0.25, 0.75]);
    }

    private static HashSet<string> Keys(string more, string replaced = "", string by = "")
    {
        var text = SweepExpanderTests.Baseline + more;
        using var folder = new SampleFolder(("a", replaced.Length == 0 ? text : text.Replace(replaced, by, StringComparison.Ordinal)));
        return [.. RunParameters.Of(ExperimentReader.Read(folder.Root, "a", [])).Select(static p => p.Key)];
    }
}
