using System.Text.Json;
using Bakeoff.Evaluation.Metrics;
using Bakeoff.Testing;

namespace Bakeoff.Evaluation.Tests.Metrics;

public sealed class ClassificationMetricsTests
{
    // Sums in another order differ by a few ulp; anything beyond 1e-9 is another formula.
    private const double Tolerance = 1e-9;

    public static TheoryData<int> EdgeCases => [0, 1, 2, 3, 4];

    [Fact]
    public void Compute_SevenClasses_MatchesScikitLearn()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Fixture.Path("metrics/metrics.json")));
        var expected = document.RootElement;

        var metrics = Check(expected, 7);

        for (var k = 0; k < 7; k++)
        {
            metrics.Classes[k].Precision.ShouldBe(expected.GetProperty("precision")[k].GetDouble(), Tolerance);
            metrics.Classes[k].Recall.ShouldBe(expected.GetProperty("recall")[k].GetDouble(), Tolerance);
            metrics.Classes[k].F1.ShouldBe(expected.GetProperty("f1")[k].GetDouble(), Tolerance);
            metrics.Classes[k].Support.ShouldBe(expected.GetProperty("support")[k].GetInt64());
            for (var j = 0; j < 7; j++)
            {
                metrics.Confusion[k, j].ShouldBe(expected.GetProperty("confusion_matrix")[k][j].GetInt64());
            }
        }
    }

    [Theory]
    [MemberData(nameof(EdgeCases))]
    public void Compute_EdgeCase_MatchesScikitLearn(int index)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Fixture.Path("metrics/edge-cases.json")));
        var expected = document.RootElement[index];

        var metrics = Check(expected, expected.GetProperty("classes").GetInt32());

        metrics.Calibration!.ExpectedCalibrationError.ShouldBe(expected.GetProperty("ece").GetDouble(), Tolerance);
        metrics.Calibration.Bins.Sum(static bin => bin.Count).ShouldBe(expected.GetProperty("y_true").GetArrayLength());
    }

    [Fact]
    public void Compute_ConstantPrediction_GivesZeroKappaAndMatthews()
    {
        var metrics = ClassificationMetrics.Compute(["a", "b"], [0, 0, 1, 1], [0, 0, 0, 0], []);

        metrics.CohenKappa.ShouldBe(0);
        metrics.Matthews.ShouldBe(0);
        metrics.UnweightedAverageRecall.ShouldBe(0.5);
        metrics.Classes[1].Precision.ShouldBe(0);
        metrics.LogLoss.ShouldBeNull();
        metrics.RocAuc.ShouldBeNull();
        metrics.Calibration.ShouldBeNull();
    }

    [Fact]
    public void Compute_OneClassOnly_HasNoRocAuc()
    {
        var metrics = ClassificationMetrics.Compute(["a", "b"], [0, 0], [0, 0], [0.9, 0.1, 0.8, 0.2]);

        metrics.RocAuc.ShouldBeNull();
        metrics.CohenKappa.ShouldBe(0);
        metrics.Accuracy.ShouldBe(1);
    }

    [Fact]
    public void Compute_NoClips_Throws() =>
        Should.Throw<ArgumentException>(static () => ClassificationMetrics.Compute(["a"], [], [], [])).Message.ShouldStartWith("There are 0 clips, expected at least 1.");

    [Fact]
    public void Compute_WrongShape_Throws() =>
        Should.Throw<ArgumentException>(static () => ClassificationMetrics.Compute(["a", "b"], [0], [0], [1.0])).Message.ShouldStartWith("There are 1 probabilities, expected 1 clips x 2 classes.");

    private static ClassificationMetrics Check(JsonElement expected, int classes)
    {
        var labels = Enumerable.Range(0, classes).Select(static k => $"class{k}").ToArray();
        int[] truth = [.. expected.GetProperty("y_true").EnumerateArray().Select(static value => value.GetInt32())];
        int[] predicted = [.. expected.GetProperty("y_pred").EnumerateArray().Select(static value => value.GetInt32())];
        double[] probabilities = [.. expected.GetProperty("probabilities").EnumerateArray().SelectMany(static row => row.EnumerateArray()).Select(static value => value.GetDouble())];

        var metrics = ClassificationMetrics.Compute(labels, truth, predicted, probabilities);

        metrics.Accuracy.ShouldBe(expected.GetProperty("accuracy").GetDouble(), Tolerance);
        metrics.UnweightedAverageRecall.ShouldBe(expected.GetProperty("unweighted_average_recall").GetDouble(), Tolerance);
        metrics.MacroF1.ShouldBe(expected.GetProperty("macro_f1").GetDouble(), Tolerance);
        metrics.WeightedF1.ShouldBe(expected.GetProperty("weighted_f1").GetDouble(), Tolerance);
        metrics.CohenKappa.ShouldBe(expected.GetProperty("cohen_kappa").GetDouble(), Tolerance);
        metrics.Matthews.ShouldBe(expected.GetProperty("matthews").GetDouble(), Tolerance);
        metrics.LogLoss!.Value.ShouldBe(expected.GetProperty("log_loss").GetDouble(), Tolerance);
        metrics.RocAuc!.Value.ShouldBe(expected.GetProperty("roc_auc_ovr_macro").GetDouble(), Tolerance);
        return metrics;
    }
}
