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
