using System.Globalization;
using System.Text.Json;
using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Metrics;
using Bakeoff.Evaluation.Results;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Evaluation.Tests.Metrics;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Testing;

namespace Bakeoff.Evaluation.Tests.Results;

public sealed class EvaluatorTests : IDisposable
{
    private static readonly string[] Labels = ["angry", "happy", "sad"];
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Evaluate_TwoFolds_PoolsAndBreaksDown()
    {
        Prediction[] predictions =
        [
            new("a1", "1", "ann", "w", "angry", "angry", [0.5f, 0.25f, 0.25f]),
            new("a2", "1", "ann", "v", "happy", "angry", [0.5f, 0.25f, 0.25f]),
            new("b1", "2", "bob", "w", "happy", "happy", [0.25f, 0.5f, 0.25f]),
            new("b2", "2", "bob", "v", "sad", "sad", [0.25f, 0.25f, 0.5f]),
        ];

        var result = Evaluator.Evaluate(Labels, predictions, 1);

        result.Accuracy.Value.ShouldBe(0.75);
        result.Uar.Value.ShouldBe(2.5 / 3, 1e-15);
        result.Folds.ShouldBe([new GroupScore("1", 2, 0.5, 0.5, 1.0 / 3), new GroupScore("2", 2, 1, 1, 1)]);
        result.Speakers.Select(static score => score.Name).ShouldBe(["ann", "bob"]);
        result.Texts.Select(static score => (score.Name, score.Accuracy)).ShouldBe([("v", 0.5), ("w", 1.0)]);
        result
            .Scalars()
            .Select(static scalar => scalar.Name)
            .ShouldBe([
                "test_uar",
                "test_uar_low",
                "test_uar_high",
                "test_accuracy",
                "test_accuracy_low",
                "test_accuracy_high",
                "test_macro_f1",
                "test_macro_f1_low",
                "test_macro_f1_high",
                "test_weighted_f1",
                "test_kappa",
                "test_matthews",
                "test_loss",
                "test_roc_auc",
                "test_ece",
                "test_uar_fold_1",
                "test_uar_fold_2",
                "test_uar_fold_mean",
            ]);
        result.Scalars()[^1].Value.ShouldBe(0.75);
    }

    [Fact]
    public void Evaluate_ManyClips_IntervalIsThatOfTheBinomialDistribution()
    {
        // Accuracy 0.8 on 1000 clips: standard error 0.01265, so that the interval is 0.8 -+ 0.0248; 2000 resamples leave about 0.002 of
        // noise.
        var result = Evaluator.Evaluate(Labels, Random(1000, 0.8, 50, 1, named: false), 1);

        result.IntervalUnit.ShouldBe(BootstrapUnit.Clip);
        var half = 1.96 * Math.Sqrt(result.Accuracy.Value * (1 - result.Accuracy.Value) / 1000);
        result.Accuracy.Interval!.Low.ShouldBe(result.Accuracy.Value - half, 0.004);
        result.Accuracy.Interval!.High.ShouldBe(result.Accuracy.Value + half, 0.004);
        result.Uar.Interval!.Low.ShouldBeLessThan(result.Uar.Value);
        result.Uar.Interval!.High.ShouldBeGreaterThan(result.Uar.Value);
    }

    [Theory]
    [InlineData(7, BootstrapUnit.Clip)]
    [InlineData(8, BootstrapUnit.Speaker)]
    public void Evaluate_SpeakersKnown_DrawsThemFromEightOn(int speakers, BootstrapUnit unit) =>
        Evaluator.Evaluate(Labels, Random(300, 0.7, speakers, 1), 1).IntervalUnit.ShouldBe(unit);

    [Fact]
    public void Evaluate_ClipsOfASpeakerAlike_IntervalBySpeakerIsWider()
    {
        var alike = Enumerable
            .Range(0, 400)
            .Select(static i => new Prediction(
                $"{i}",
                "1",
                $"s{i / 40}",
                "",
                Labels[i % 3],
                i / 40 < 5 ? Labels[i % 3] : Labels[(i + 1) % 3],
                []))
            .ToList();
        var anonymous = alike.ConvertAll(static prediction => prediction with { Speaker = "" });

        Width(alike).ShouldBeGreaterThan(4 * Width(anonymous));

        static double Width(List<Prediction> predictions)
        {
            var result = Evaluator.Evaluate(Labels, predictions, 1);
            return result.Uar.Interval!.High - result.Uar.Interval!.Low;
        }
    }

    [Fact]
    public void Evaluate_SameSeed_WritesTheSameBytesInAnyCulture()
    {
        var predictions = Random(200, 0.7, 3, 1);
        var culture = CultureInfo.CurrentCulture;
        try
        {
            new MetricsDocument(Evaluator.Evaluate(Labels, predictions, 5)).Write(_scratch.Full("a.json"));
            PredictionTable.Write(_scratch.Full("a.csv"), Labels, [], predictions);
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            new MetricsDocument(Evaluator.Evaluate(Labels, predictions, 5)).Write(_scratch.Full("b.json"));
            PredictionTable.Write(_scratch.Full("b.csv"), Labels, [], predictions);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        File.ReadAllText(_scratch.Full("b.json")).ShouldBe(File.ReadAllText(_scratch.Full("a.json")));
        File.ReadAllText(_scratch.Full("b.csv")).ShouldBe(File.ReadAllText(_scratch.Full("a.csv")));
    }

    [Fact]
    public void Write_MetricsDocument_HasTheNamesThatScriptsRelyOn()
    {
        var fold = new FoldLeakage("1", 2, 0, 0, 0, 0, 0);
        var audit = new LeakageAudit([fold], [Leak.SharedSpeakers]);
        MetricsDocument
            .Create(Evaluator.Evaluate(Labels, Random(50, 0.7, 3, 1), 1), audit, transductive: null)
            .Write(_scratch.Full("metrics.json"));

        using var document = JsonDocument.Parse(File.ReadAllBytes(_scratch.Full("metrics.json")));
        var root = document.RootElement;

        foreach (var name in new[] { "test_uar", "test_uar_low", "test_uar_high", "test_accuracy", "test_macro_f1", "test_loss" })
        {
            root.GetProperty(name).GetDouble().ShouldBeGreaterThan(0);
        }

        root.GetProperty("test_clips").GetInt32().ShouldBe(50);
        root.GetProperty("interval_unit").GetString().ShouldBe("clip");
        root.GetProperty("interval").GetString().ShouldBe("95 % percentile bootstrap, 2000 resamples by clip");
        root.GetProperty("acknowledged_leaks")[0].GetString().ShouldBe("shared_speakers");
        root.GetProperty("leakage").GetString().ShouldBe("2 speakers on both the training and the test side");
        root.GetProperty("classes").GetArrayLength().ShouldBe(3);
        root.GetProperty("confusion")[2].GetArrayLength().ShouldBe(3);
        root.GetProperty("calibration").GetArrayLength().ShouldBe(10);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("features are normalised by each speaker's own clips")]
    public void MetricsDocument_WrittenAndRead_IsTheSame(string? transductive)
    {
        List<Prediction> predictions =
        [
            .. Random(60, 0.7, 9, 1).Select(static (prediction, i) => prediction with { Fold = $"f{i % 2}_low" }),
        ];
        var audit = new LeakageAudit([new FoldLeakage("1", 2, 0, 0, 0, 0, 0)], [Leak.SharedSpeakers]);
        var document = MetricsDocument.Create(Evaluator.Evaluate(Labels, predictions, 1), audit, transductive);
        document.Write(_scratch.Full("first.json"));

        var read = MetricsDocument.Read(_scratch.Full("first.json"));
        read.Write(_scratch.Full("second.json"));

        File.ReadAllText(_scratch.Full("second.json")).ShouldBe(File.ReadAllText(_scratch.Full("first.json")));
        read.Numbers().ShouldBe(document.Numbers());
        read.Result.Metrics.ShouldBe(document.Result.Metrics);
        var (readResult, result) = ((ClassificationResult)read.Result, (ClassificationResult)document.Result);
        readResult.Classes.ShouldBe(result.Classes);
        readResult.Folds.ShouldBe(result.Folds);
        readResult.Calibration!.Bins.ShouldBe(result.Calibration!.Bins);
        readResult.IntervalUnit.ShouldBe(BootstrapUnit.Speaker);
        readResult.Confusion[1, 2].ShouldBe(result.Confusion[1, 2]);
        (read.Leakage, read.Transductive).ShouldBe((document.Leakage, document.Transductive));
        read.Leaks.ShouldBe([Leak.SharedSpeakers]);
    }

    [Fact]
    public void MetricsDocument_ReadDamaged_NamesFileAndPart()
    {
        var path = _scratch.Bytes("damaged.json", "{}"u8.ToArray());

        Should
            .Throw<MetricsException>(() => MetricsDocument.Read(path))
            .Message.ShouldBe($"{path}: content cannot be read: classes is missing.");
        Should.Throw<MetricsException>(() => MetricsDocument.Read(path + "x")).Message.ShouldBe($"{path}x: file does not exist.");
    }

    [Fact]
    public void Evaluate_MetricOfAnotherAssembly_HasValueAndInterval()
    {
        OptionKinds.Register(typeof(GeometricMean).Assembly);
        string[] labels = ["calm", "tense"];
        Prediction[] predictions =
        [
            .. Enumerable.Range(0, 40).Select(i => new Prediction($"{i}", "1", "", "", labels[i % 2], labels[i % 5 == 0 ? 1 : i % 2], [])),
        ];

        var result = Evaluator.Evaluate(labels, predictions, 1);
        new MetricsDocument(result).Write(_scratch.Full("metrics.json"));

        result["geometric_mean"].Value.ShouldBe(Math.Sqrt(0.8), 1e-12);
        var names = MetricsDocument.Read(_scratch.Full("metrics.json")).Numbers().Select(static number => number.Name).ToList();
        names[^4..].ShouldBe(["test_geometric_mean", "test_geometric_mean_low", "test_geometric_mean_high", "test_clips"]);
    }

    [Fact]
    public void PredictionTable_ColumnsOfTheCorpus_StandBehindTheProbabilities()
    {
        Corpora.Column[] columns = [new("age", Corpora.ColumnType.Number), new("gender", Corpora.ColumnType.Text)];
        Prediction[] predictions =
        [
            new("a.wav", "1", "ann", "w", "angry", "sad", []) { Values = new Corpora.ColumnValues(columns, ["31.5", "female"]) },
            new("b.wav", "1", "bob", "w", "sad", "sad", []) { Values = new Corpora.ColumnValues(columns, ["", "male"]) },
        ];
        var path = _scratch.Full("predictions.csv");

        PredictionTable.Write(path, Labels, [], predictions);
        var (labels, _, read) = PredictionTable.Read(path);

        File.ReadAllLines(path)[0].ShouldBe("path,fold,speaker,text,label,predicted,sha256,p_angry,p_happy,p_sad,age,gender");
        labels.ShouldBe(Labels);
        read.Select(static row => (row.Values.NumberOf("age"), row.Values.TextOf("gender"))).ShouldBe([(31.5, "female"), (null, "male")]);
    }

    [Fact]
    public void PredictionTable_WrittenAndRead_IsTheSame()
    {
        Prediction[] predictions =
        [
            new("a, b.wav", "1", "ann", "w", "angry", "sad", [0.1f, 1e-9f, 0.9f]) { Sha256 = "1f" },
            new("c.wav", "2", "", "", "sad", "sad", [1f / 3, 0.5f, 0.25f]),
        ];
        var path = _scratch.Full("predictions.csv");

        PredictionTable.Write(path, Labels, [], predictions);
        var (labels, _, read) = PredictionTable.Read(path);

        File.ReadAllLines(path)[0].ShouldBe("path,fold,speaker,text,label,predicted,sha256,p_angry,p_happy,p_sad");
        labels.ShouldBe(Labels);
        read.Count.ShouldBe(2);
        for (var i = 0; i < 2; i++)
        {
            read[i].Probabilities.ShouldBe(predictions[i].Probabilities);
            (read[i] with { Probabilities = [] }).ShouldBe(predictions[i] with { Probabilities = [] });
        }
    }

    [Fact]
    public void ConfusionTable_Write_HasTruthInRows()
    {
        ConfusionTable.Write(_scratch.Full("confusion.csv"), new ConfusionMatrix(["a", "b"], [0, 0, 1], [0, 1, 1]));

        File.ReadAllText(_scratch.Full("confusion.csv")).ShouldBe("label,a,b\na,1,1\nb,0,1\n");
    }

    [Fact]
    public void Evaluate_UnknownLabel_Throws() =>
        Should
            .Throw<ArgumentException>(static () => Evaluator.Evaluate(Labels, [new Prediction("x.wav", "1", "", "", "joy", "sad", [])], 1))
            .Message.ShouldStartWith("x.wav has label 'joy', expected one of angry, happy, sad.");

    [Fact]
    public void Compare_SameClipsInOtherPlacesAndOrder_IsTheSame()
    {
        var first = Identified(Random(60, 0.6, 3, 1));
        var second = Identified(Random(60, 0.8, 3, 2));
        var moved = second.Select(static row => row with { Path = "moved/" + row.Path }).Reverse().ToList();

        PairedComparison.Compare(Labels, [first], [moved], 1).ShouldBe(PairedComparison.Compare(Labels, [first], [second], 1));
        Should.Throw<IncomparableResultsException>(
            () => PairedComparison.Compare(Labels, [first], [[.. moved.Select(static row => row with { Sha256 = "" })]], 1));

        static List<Prediction> Identified(IEnumerable<Prediction> rows) =>
            [.. rows.Select(static row => row with { Sha256 = "sha-" + row.Path })];
    }

    [Fact]
    public void Compare_BetterSystem_HasSmallPValueAndIntervalAboveZero()
    {
        var weak = Random(300, 0.6, 3, 1);
        var strong = Random(300, 0.8, 3, 2);

        var comparison = PairedComparison.Compare(Labels, [weak], [[.. strong.AsEnumerable().Reverse()]], 1);

        comparison.Clips.ShouldBe(300);
        comparison.Difference.ShouldBe(0.2, 0.08);
        comparison.Interval.Low.ShouldBeGreaterThan(0.05);
        comparison.Interval.High.ShouldBeGreaterThan(comparison.Difference);
        comparison.PValue.ShouldBeLessThan(0.001);
        PairedComparison.Compare(Labels, [weak], [strong], 1).ShouldBe(comparison);
    }

    [Fact]
    public void Compare_SystemWithItself_HasPValueOne()
    {
        var predictions = Random(100, 0.6, 3, 1);

        var comparison = PairedComparison.Compare(Labels, [predictions], [predictions], 1);

        comparison.PValue.ShouldBe(1);
        comparison.Difference.ShouldBe(0);
        comparison.Interval.ShouldBe(new BootstrapInterval(0, 0));
    }

    [Fact]
    public void Compare_NoSharedClips_Throws()
    {
        Prediction[] first = [new("a", "1", "", "", "sad", "sad", [])];
        Prediction[] second = [new("b", "1", "", "", "sad", "sad", [])];

        Should
            .Throw<IncomparableResultsException>(() => PairedComparison.Compare(Labels, [first], [second], 1))
            .Message.ShouldBe(
                "the systems share 0 test clips, expected at least 1. Compare experiments with the same dataset, split and seed.");
        Should
            .Throw<IncomparableResultsException>(() => PairedComparison.Compare(Labels, [first], [[first[0] with { Label = "angry" }]], 1))
            .Message.ShouldStartWith("a: its label is 'angry' in one of the results, expected 'sad' as in the first of them.");
    }

    private static List<Prediction> Random(int clips, double accuracy, int speakers, ulong seed, bool named = true)
    {
        var random = new SeededRandom(seed, "predictions");
        return
        [
            .. Enumerable
                .Range(0, clips)
                .Select(i =>
                {
                    var k = i % 3;
                    var guess = random.NextDouble() < accuracy ? k : (k + 1 + random.NextInt32(2)) % 3;
                    var p = new[] { 0.2f, 0.2f, 0.2f };
                    p[guess] = 0.6f;
                    return new Prediction(
                        $"clip{i:0000}.wav",
                        "1",
                        named ? $"s{i % speakers}" : "",
                        $"t{i % 7}",
                        Labels[k],
                        Labels[guess],
                        p);
                }),
        ];
    }
}
