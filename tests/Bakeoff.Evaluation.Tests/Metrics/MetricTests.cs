using System.Text.Json;
using Bakeoff.Evaluation.Metrics;
using Bakeoff.Testing;

namespace Bakeoff.Evaluation.Tests.Metrics;

public sealed class MetricTests
{
    // Sums in another order differ by a few ulp; anything beyond 1e-9 is another formula.
    private const double Tolerance = 1e-9;

    public static TheoryData<int> EdgeCases => [0, 1, 2, 3, 4];

    [Fact]
    public void Compute_SevenClasses_MatchesScikitLearn()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Fixture.Path("metrics/metrics.json")));
        var expected = document.RootElement;

        var clips = Check(expected, 7);

        var classes = ClassScore.All(clips.Confusion);

        for (var k = 0; k < 7; k++)
        {
            classes[k].Precision.ShouldBe(expected.GetProperty("precision")[k].GetDouble(), Tolerance);
            classes[k].Recall.ShouldBe(expected.GetProperty("recall")[k].GetDouble(), Tolerance);
            classes[k].F1.ShouldBe(expected.GetProperty("f1")[k].GetDouble(), Tolerance);
            classes[k].Support.ShouldBe(expected.GetProperty("support")[k].GetInt64());
            for (var j = 0; j < 7; j++)
            {
                clips.Confusion[k, j].ShouldBe(expected.GetProperty("confusion_matrix")[k][j].GetInt64());
            }
        }
    }

    [Theory]
    [MemberData(nameof(EdgeCases))]
    public void Compute_EdgeCase_MatchesScikitLearn(int index)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Fixture.Path("metrics/edge-cases.json")));
        var expected = document.RootElement[index];

        var clips = Check(expected, expected.GetProperty("classes").GetInt32());

        Compute<ExpectedCalibrationError>(clips).ShouldBe(expected.GetProperty("ece").GetDouble(), Tolerance);
        Calibration.Measure(clips)!.Bins.Sum(static bin => bin.Count).ShouldBe(expected.GetProperty("y_true").GetArrayLength());
    }

    [Fact]
    public void Compute_ConstantPrediction_GivesZeroKappaAndMatthews()
    {
        var clips = new ClassifiedClips(["a", "b"], [0, 0, 1, 1], [0, 0, 0, 0], []);

        Compute<CohenKappa>(clips).ShouldBe(0);
        Compute<MatthewsCorrelation>(clips).ShouldBe(0);
        Compute<UnweightedAverageRecall>(clips).ShouldBe(0.5);
        ClassScore.All(clips.Confusion)[1].Precision.ShouldBe(0);
    }

    [Fact]
    public void Compute_NoProbabilities_LeavesTheirMetricsUndefined()
    {
        var clips = new ClassifiedClips(["a", "b"], [0, 1], [0, 1], []);

        new LogLoss().Compute(clips).ShouldBeNull();
        new RocAuc().Compute(clips).ShouldBeNull();
        new ExpectedCalibrationError().Compute(clips).ShouldBeNull();
        Calibration.Measure(clips).ShouldBeNull();
    }

    [Fact]
    public void Compute_OneClassOnly_HasNoRocAuc()
    {
        var clips = new ClassifiedClips(["a", "b"], [0, 0], [0, 0], [0.9, 0.1, 0.8, 0.2]);

        new RocAuc().Compute(clips).ShouldBeNull();
        Compute<CohenKappa>(clips).ShouldBe(0);
        Compute<Accuracy>(clips).ShouldBe(1);
    }

    [Fact]
    public void ClassifiedClips_NoClips_Throws() =>
        Should.Throw<ArgumentException>(static () => new ClassifiedClips(["a"], [], [], [])).Message
            .ShouldStartWith("There are 0 clips, expected at least 1.");

    [Fact]
    public void ClassifiedClips_WrongShape_Throws() =>
        Should.Throw<ArgumentException>(static () => new ClassifiedClips(["a", "b"], [0], [0], [1.0]))
            .Message.ShouldStartWith("There are 1 probabilities, expected 1 clips x 2 classes.");

    private static double Compute<T>(ClassifiedClips clips)
        where T : ClassificationMetric, new() => new T().Compute(clips)!.Value;

    private static ClassifiedClips Check(JsonElement expected, int classes)
    {
        var labels = Enumerable.Range(0, classes).Select(static k => $"class{k}").ToArray();
        int[] truth = [.. expected.GetProperty("y_true").EnumerateArray().Select(static value => value.GetInt32())];
        int[] predicted = [.. expected.GetProperty("y_pred").EnumerateArray().Select(static value => value.GetInt32())];
        double[] probabilities = [.. expected.GetProperty(
            "probabilities").EnumerateArray().SelectMany(static row => row.EnumerateArray()).Select(static value => value.GetDouble())];

        var clips = new ClassifiedClips(labels, truth, predicted, probabilities);

        Compute<Accuracy>(clips).ShouldBe(expected.GetProperty("accuracy").GetDouble(), Tolerance);
        Compute<UnweightedAverageRecall>(clips).ShouldBe(expected.GetProperty("unweighted_average_recall").GetDouble(), Tolerance);
        Compute<MacroF1>(clips).ShouldBe(expected.GetProperty("macro_f1").GetDouble(), Tolerance);
        Compute<WeightedF1>(clips).ShouldBe(expected.GetProperty("weighted_f1").GetDouble(), Tolerance);
        Compute<CohenKappa>(clips).ShouldBe(expected.GetProperty("cohen_kappa").GetDouble(), Tolerance);
        Compute<MatthewsCorrelation>(clips).ShouldBe(expected.GetProperty("matthews").GetDouble(), Tolerance);
        Compute<LogLoss>(clips).ShouldBe(expected.GetProperty("log_loss").GetDouble(), Tolerance);
        Compute<RocAuc>(clips).ShouldBe(expected.GetProperty("roc_auc_ovr_macro").GetDouble(), Tolerance);
        return clips;
    }
}
