using System.Text.Json;
using Bakeoff.Corpora;
using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Results;
using Bakeoff.Numerics;
using Bakeoff.Testing;

namespace Bakeoff.Evaluation.Tests.Results;

public sealed class RegressionEvaluatorTests : IDisposable
{
    private static readonly string[] Targets = ["arousal", "valence"];
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    // 1e-9: both sides sum in float64; the largest difference comes from numbers around 10,000 with a spread of 1.
    [Fact]
    public void Evaluate_Cases_AgreeWithNumpyAndScikitLearn()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Fixture.Path("metrics/regression.json")));
        foreach (var expected in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            float[] truth = [.. expected.GetProperty("truth").EnumerateArray().Select(static value => value.GetSingle())];
            float[] predicted = [.. expected.GetProperty("predicted").EnumerateArray().Select(static value => value.GetSingle())];
            Prediction[] rows = [.. truth.Select((value, i) => Row(i, [value], [predicted[i]]))];

            var result = RegressionEvaluator.Evaluate(["x"], rows, 1);

            foreach (var metric in new[] { "ccc", "pearson", "mae", "rmse" })
            {
                result[metric].Value.ShouldBe(expected.GetProperty(metric).GetDouble(), 1e-9, $"{expected.GetProperty("name")}: {metric}");
                result[$"{metric}_x"].Value.ShouldBe(result[metric].Value);
            }

            double[] x = [.. truth.Select(static value => (double)value)];
            double[] y = [.. predicted.Select(static value => (double)value)];
            result["ccc"].Value.ShouldBe(ConcordanceCorrelation.Compute(x, y), 1e-9);
        }
    }

    [Fact]
    public void Evaluate_MissingTruth_CountsNeitherAsZeroNorAsClip()
    {
        Prediction[] rows =
        [
            Row(0, [1, float.NaN], [1, 900]),
            Row(1, [2, 3], [2, 3]),
            Row(2, [3, 5], [3, 5]),
        ];

        var result = RegressionEvaluator.Evaluate(Targets, rows, 1);

        result.Targets.ShouldBe([new TargetScore("arousal", 3), new TargetScore("valence", 2)]);
        result["ccc"].Value.ShouldBe(1, 1e-12);
        result["mae_valence"].Value.ShouldBe(0);
        result.ClipCount.ShouldBe(3);
        result.Undefined.ShouldBeEmpty();
    }

    [Fact]
    public void Evaluate_ConstantTruthAndPrediction_IsUndefinedAndSaid()
    {
        Prediction[] rows = [.. Enumerable.Range(0, 5).Select(static i => Row(i, [i, 0.1f], [i, 0.1f]))];

        var result = RegressionEvaluator.Evaluate(Targets, rows, 1);

        result.Undefined.ShouldBe(["ccc", "ccc_valence", "pearson", "pearson_valence"]);
        result.Find("ccc").ShouldBeNull();
        result["ccc_arousal"].Value.ShouldBe(1, 1e-12);
        result.Scalars().ShouldNotContain(scalar => scalar.Name == "test_ccc" || double.IsNaN(scalar.Value));
    }

    [Fact]
    public void Evaluate_ConstantPrediction_IsZeroCccAndNoCorrelation()
    {
        Prediction[] rows = [.. Enumerable.Range(0, 7).Select(static i => Row(i, [i * 0.1f], [0.3f]))];

        var result = RegressionEvaluator.Evaluate(["x"], rows, 1);

        result["ccc"].Value.ShouldBe(0, 1e-12);
        result.Undefined.ShouldBe(["pearson", "pearson_x"]);
    }

    [Fact]
    public void Evaluate_EightSpeakers_DrawsSpeakersAndCoversTheValue()
    {
        var random = new SeededRandom(3, "test");
        Prediction[] rows =
        [
            .. Enumerable.Range(0, 160).Select(i =>
            {
                var truth = (float)random.NextGaussian();
                return Row(i, [truth], [truth + (0.5f * (float)random.NextGaussian())]) with { Speaker = $"s{i % 8}" };
            }),
        ];

        var result = RegressionEvaluator.Evaluate(["x"], rows, 1);

        result.IntervalUnit.ShouldBe(BootstrapUnit.Speaker);
        result["ccc"].Interval!.Low.ShouldBeInRange(0.6, result["ccc"].Value);
        result["ccc"].Interval!.High.ShouldBeInRange(result["ccc"].Value, 1);
        result.Speakers.Count.ShouldBe(8);
    }

    [Fact]
    public void Evaluate_Folds_HaveTheirMeanAndNoneOfTheUndefined()
    {
        Prediction[] rows =
        [
            Row(0, [1], [1]) with { Fold = "a" }, Row(1, [2], [2]) with { Fold = "a" },
            Row(2, [1], [2]) with { Fold = "b" }, Row(3, [2], [1]) with { Fold = "b" },
            Row(4, [1], [1]) with { Fold = "c" },
        ];

        var result = RegressionEvaluator.Evaluate(["x"], rows, 1);

        result.Folds.Select(static fold => fold.Ccc).ShouldBe([1, -1, null]);
        var scalars = result.Scalars().ToDictionary(static scalar => scalar.Name, static scalar => scalar.Value);
        scalars["test_ccc_fold_a"].ShouldBe(1, 1e-12);
        scalars["test_ccc_fold_mean"].ShouldBe(0, 1e-12);
        scalars.ShouldNotContainKey("test_ccc_fold_c");
    }

    [Fact]
    public void MetricsDocument_WrittenAndRead_IsTheSame()
    {
        Prediction[] rows =
        [
            .. Enumerable.Range(0, 20).Select(static i =>
                Row(i, [i % 7, i < 3 ? float.NaN : 1], [i % 5, 1]) with { Fold = $"{i % 2}", Speaker = i < 10 ? "ann" : "bob", Text = "w" }),
        ];
        var document = MetricsDocument.Create(RegressionEvaluator.Evaluate(Targets, rows, 5), null, null);
        document.Write(_scratch.Full("first.json"));

        var read = MetricsDocument.Read(_scratch.Full("first.json"));
        read.Write(_scratch.Full("second.json"));

        File.ReadAllText(_scratch.Full("second.json")).ShouldBe(File.ReadAllText(_scratch.Full("first.json")));
        read.Numbers().ShouldBe(document.Numbers());
        var result = read.Result.ShouldBeOfType<RegressionResult>();
        result.Undefined.ShouldBe(((RegressionResult)document.Result).Undefined);
        result.Targets.ShouldBe([new TargetScore("arousal", 20), new TargetScore("valence", 17)]);
    }

    [Fact]
    public void PredictionTable_WrittenAndRead_IsTheSame()
    {
        Prediction[] rows =
        [
            Row(0, [0.1f, float.NaN], [1 / 3f, -2]) with { Label = "sad", Speaker = "ann", Text = "w", Sha256 = new string('a', 64) },
        ];
        PredictionTable.Write(_scratch.Full("p.csv"), [], Targets, rows);

        File.ReadAllLines(_scratch.Full("p.csv")).ShouldBe(
        [
            "path,fold,speaker,text,label,sha256,true_arousal,predicted_arousal,true_valence,predicted_valence",
            $"0.wav,1,ann,w,sad,{new string('a', 64)},0.1,0.33333334,,-2",
        ]);
        var (_, targets, read) = PredictionTable.ReadEach(_scratch.Full("p.csv"));
        targets.ShouldBe(Targets);
        var row = read.Single();
        row.TrueNumbers.ShouldBe(rows[0].TrueNumbers);
        row.Numbers.ShouldBe(rows[0].Numbers);
        row.Predicted.ShouldBeEmpty();
    }

    [Fact]
    public void PredictionTable_LabelsAndNumbers_AreReadBackBesideColumnsOfTheSameBeginning()
    {
        IReadOnlyList<Column> columns = [new("p_other", ColumnType.Text), new("predicted_by", ColumnType.Text)];
        var row = Row(0, [1, float.NaN], [2, 3]) with
        {
            Label = "sad", Predicted = "glad", Probabilities = [0.75f, 0.25f], Values = new ColumnValues(columns, ["x", "y"]),
        };
        PredictionTable.Write(_scratch.Full("p.csv"), ["glad", "sad"], Targets, [row]);

        File.ReadAllLines(_scratch.Full("p.csv"))[0].ShouldBe(
            "path,fold,speaker,text,label,predicted,sha256,p_glad,p_sad,true_arousal,predicted_arousal,true_valence,predicted_valence,"
                + "p_other,predicted_by");
        var (labels, targets, read) = PredictionTable.Read(_scratch.Full("p.csv"));
        labels.ShouldBe(["glad", "sad"]);
        targets.ShouldBe(Targets);
        read[0].HasSamePrediction(row).ShouldBeTrue();
        read[0].TrueNumbers.ShouldBe([1, float.NaN]);
        read[0].Values.TextOf("predicted_by").ShouldBe("y");
    }

    [Fact]
    public void LabelsAndNumbers_EvaluatedWrittenAndRead_AreTheSameAndLabelsThatDoNotCountAreLeftOut()
    {
        string[] labels = ["a", "b"];
        Prediction[] rows =
        [
            .. Enumerable.Range(0, 20).Select(i => Row(i, [i % 7, i % 3], [i % 5, i % 4]) with
            {
                Fold = $"{i % 2}", Speaker = i < 10 ? "ann" : "bob", Label = i == 0 ? "" : labels[i % 2],
                Predicted = labels[i % 3 % 2], Probabilities = i % 3 == 1 ? [0.25f, 0.75f] : [0.75f, 0.25f],
            }),
        ];
        var numbers = RegressionEvaluator.Evaluate(Targets, rows, 5);
        var result = Evaluator.Evaluate(labels, rows, 5) with { Numbers = numbers };
        MetricsDocument.Create(result, null, null).Write(_scratch.Full("first.json"));

        var read = MetricsDocument.Read(_scratch.Full("first.json"));
        read.Write(_scratch.Full("second.json"));

        File.ReadAllText(_scratch.Full("second.json")).ShouldBe(File.ReadAllText(_scratch.Full("first.json")));
        read.Numbers().ShouldBe([.. result.Scalars(), ("test_clips", 20)]);
        var back = read.Result.ShouldBeOfType<ClassificationResult>();
        back.Confusion.Total.ShouldBe(19);
        back.Numbers!["ccc_valence"].Value.ShouldBe(numbers["ccc_valence"].Value);
        back.Metrics.ShouldBe(result.Metrics);

        SeedRun[] runs = [new("1", read.Numbers(), rows), new("2", read.Numbers(), rows)];
        var seeds = new SeedsResult(labels, runs, Targets).Numbers.Select(static number => number.Name).ToList();
        seeds.ShouldContain("test_uar_low");
        seeds.ShouldContain("test_ccc_valence_low");
    }

    [Fact]
    public void SeedsResult_Numbers_HaveMeansAndIntervals()
    {
        SeedRun[] runs = [Run("1", 0.3f), Run("2", 0.9f)];

        var seeds = new SeedsResult([], runs, ["x"]);

        seeds.ClipCount.ShouldBe(40);
        seeds.IsSeedUnused.ShouldBeFalse();
        var first = runs[0].Metrics.Single(static metric => metric.Name == "test_ccc").Value;
        var second = runs[1].Metrics.Single(static metric => metric.Name == "test_ccc").Value;
        seeds.Statistic("test_ccc")!.Mean.ShouldBe((first + second) / 2, 1e-12);
        var numbers = seeds.Numbers.ToDictionary(static number => number.Name, static number => number.Value);
        numbers["test_ccc_low"].ShouldBeLessThan(numbers["test_ccc"]);
        numbers["test_ccc_x_high"].ShouldBeGreaterThan(numbers["test_ccc_x"]);
        new SeedsResult([], [runs[0], runs[0]], ["x"]).IsSeedUnused.ShouldBeTrue();
    }

    [Fact]
    public void CompareNumbers_ClearlyBetter_IsDifferentAndTheSameIsNot()
    {
        IReadOnlyList<Prediction>[] weak = [Rows(1.5f)];
        IReadOnlyList<Prediction>[] strong = [Rows(0.1f)];

        var comparison = PairedComparison.CompareNumbers(1, weak, strong, 1);
        var same = PairedComparison.CompareNumbers(1, weak, weak, 1);

        comparison.Difference.ShouldBeGreaterThan(0.1);
        comparison.PValue.ShouldBeLessThan(0.01);
        comparison.Interval.Low.ShouldBeGreaterThan(0);
        (same.Difference, same.PValue).ShouldBe((0, 1));

        var overSeeds = PairedComparison.CompareNumbers(1, [Rows(1.5f), Rows(1.2f)], [Rows(0.1f), Rows(0.2f)], 1);
        overSeeds.IsOverSeeds.ShouldBeTrue();
        overSeeds.PValue.ShouldBeLessThan(0.05);
        overSeeds.Interval.Low.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Evaluate_OtherNumberOfTargets_Throws() =>
        Should.Throw<ArgumentException>(static () => RegressionEvaluator.Evaluate(Targets, [Row(0, [1], [1])], 1))
            .Message.ShouldStartWith("0.wav has 1 true and 1 predicted numbers, expected 2 of both.");

    private static SeedRun Run(string seed, float noise)
    {
        var rows = Rows(noise);
        return new SeedRun(seed, new MetricsDocument(RegressionEvaluator.Evaluate(["x"], rows, ulong.Parse(seed))).Numbers(), rows);
    }

    private static Prediction[] Rows(float noise)
    {
        var random = new SeededRandom(7, "rows");
        return
        [
            .. Enumerable.Range(0, 40).Select(i => Row(i, [i % 8], [(i % 8) + (noise * (float)random.NextGaussian())])),
        ];
    }

    private static Prediction Row(int clip, float[] truth, float[] predicted) =>
        new($"{clip}.wav", "1", "", "", "", "", []) { TrueNumbers = truth, Numbers = predicted };
}
