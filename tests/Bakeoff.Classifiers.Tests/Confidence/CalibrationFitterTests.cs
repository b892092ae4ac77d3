using System.Text.Json;
using Bakeoff.Classifiers.Confidence;
using Bakeoff.Numerics;
using Bakeoff.Testing;

namespace Bakeoff.Classifiers.Tests.Confidence;

/// <summary>Calibration against SciPy's optimisers (tests/fixtures/calibration).</summary>
public sealed class CalibrationFitterTests
{
    private static readonly JsonElement s_data =
        JsonDocument.Parse(File.ReadAllBytes(Fixture.Path("calibration/calibration.json"))).RootElement;

    [Fact]
    public void Fit_Temperature_AgreesWithSciPy()
    {
        var calibration = CalibrationFitter.Fit(CalibrationMethod.Temperature, Read());

        calibration.Temperature!.Value.ShouldBe(Number("temperature"), 1e-6);
        calibration.LossBefore.ShouldBe(Number("loss_before"), 1e-9);
        calibration.LossAfter.ShouldBe(Number("loss_after"), 1e-9);
    }

    [Fact]
    public void Fit_Vector_AgreesWithSciPy()
    {
        var calibration = CalibrationFitter.Fit(CalibrationMethod.Vector, Read());

        foreach (var (own, golden) in calibration.Weights.Concat(calibration.Biases).Zip(Numbers("weights").Concat(Numbers("biases"))))
        {
            own.ShouldBe(golden, 1e-3);
        }

        calibration.LossAfter.ShouldBe(Number("vector_loss_after"), 1e-5);
        calibration.Temperature.ShouldBeNull();
    }

    [Fact]
    public void Apply_Temperature_KeepsTheOrderOfTheClasses()
    {
        var clips = Read();
        var calibration = CalibrationFitter.Fit(CalibrationMethod.Temperature, clips);

        foreach (var before in clips.Probabilities)
        {
            var after = (double[])before.Clone();
            calibration.Apply(after);

            after.Sum().ShouldBe(1, 1e-12);
            Softmax.ArgMax(after).ShouldBe(Softmax.ArgMax(before));
            after.Max().ShouldBeLessThan(before.Max(), "the temperature is above 1");
        }
    }

    [Fact]
    public void Fit_Steps_CountAnswersAboveEachThreshold()
    {
        var clips = Read();
        var calibration = CalibrationFitter.Fit(CalibrationMethod.Temperature, clips);
        double[][] rows = [.. clips.Probabilities.Select(row => Calibrated(calibration, row))];

        var right = rows.Index().Count(row => Softmax.ArgMax(row.Item) == clips.Classes[row.Index]);
        calibration.Steps[0].ShouldBe(new ConfidenceStep(0, 200, right));
        calibration.Steps[10].Threshold.ShouldBe(0.5);
        calibration.Steps[10].Kept.ShouldBe(rows.Count(static row => (float)row.Max() >= 0.5));
        calibration.Steps.Select(static step => step.Kept).ShouldBe(calibration.Steps.Select(static step => step.Kept).OrderDescending());
    }

    // Of n exchangeable clips and a new one, the set of the new one holds its label at least at the stated rate: of the n clips
    // themselves, at least ceil((n + 1) rate) do.
    [Fact]
    public void Fit_Conformal_HoldsTheStatedShareOfItsOwnClips()
    {
        var clips = Read();
        var calibration = CalibrationFitter.Fit(CalibrationMethod.Temperature, clips);
        float[][] rows = [.. clips.Probabilities.Select(row => Array.ConvertAll(Calibrated(calibration, row), static p => (float)p))];

        calibration.Conformal.Select(static level => level.Coverage).ShouldBe([0.8, 0.9, 0.95]);
        foreach (var level in calibration.Conformal)
        {
            var held = rows.Index().Count(row => level.Holds(row.Item, clips.Classes[row.Index]));
            held.ShouldBeGreaterThanOrEqualTo((int)Math.Ceiling((201 * level.Coverage) - 1e-9));
            rows.ShouldAllBe(row => Enumerable.Range(0, 4).Any(k => level.Holds(row, k)), "no set is empty");
        }
    }

    [Theory]
    [InlineData(19, 1, CalibrationMethod.Temperature, "19 clips were held out, expected at least 20")]
    [InlineData(0, 0, CalibrationMethod.Temperature, "0 clips were held out, expected at least 20")]
    [InlineData(30, 0, CalibrationMethod.Temperature, "all 30 held-out clips are classified correctly, expected at least one wrong")]
    [InlineData(21, 1, CalibrationMethod.Vector, "7 clips of a class were held out, expected at least 10 for vector")]
    public void Fit_TooLittleToLearnFrom_SaysSoAndChangesNothing(int count, int wrong, CalibrationMethod method, string obstacle)
    {
        double[][] rows = [.. Enumerable.Range(0, count).Select(clip => Peak((clip % 3) + (clip < wrong ? 1 : 0)))];
        var calibration = CalibrationFitter.Fit(
            method, new HeldOutClips(HeldOutClips.Validation, rows, [.. Enumerable.Range(0, count).Select(static clip => clip % 3)]));

        calibration.Obstacle.ShouldBe(obstacle);
        calibration.IsFitted.ShouldBeFalse();
        double[] row = [0.7, 0.2, 0.1];
        calibration.Apply(row);
        row.ShouldBe([0.7, 0.2, 0.1]);

        static double[] Peak(int k) => [.. Enumerable.Range(0, 3).Select(other => other == k % 3 ? 0.8 : 0.1)];
    }

    // Nobody votes for the true class of some clips: half a vote keeps their loss finite and the temperature within bounds.
    [Fact]
    public void Fit_SharesOfVotesWithZeros_StaysWithinItsBounds()
    {
        var random = new SeededRandom(3, "votes");
        double[][] rows = new double[100][];
        int[] classes = new int[100];
        for (var clip = 0; clip < rows.Length; clip++)
        {
            classes[clip] = random.NextInt32(3);
            rows[clip] = new double[3];
            for (var vote = 0; vote < 5; vote++)
            {
                rows[clip][random.NextDouble() < 0.6 ? classes[clip] : random.NextInt32(3)] += 0.2;
            }
        }

        var calibration = CalibrationFitter.Fit(
            CalibrationMethod.Temperature, new HeldOutClips(HeldOutClips.InnerFolds, rows, classes) { Smallest = 0.1 });

        calibration.Temperature!.Value.ShouldBeInRange(0.2, 5);
        calibration.LossAfter.ShouldBeLessThanOrEqualTo(calibration.LossBefore);
    }

    private static double[] Calibrated(ProbabilityCalibration calibration, double[] row)
    {
        var after = (double[])row.Clone();
        calibration.Apply(after);
        return after;
    }

    private static HeldOutClips Read() => new(
        HeldOutClips.Validation,
        [
            .. s_data.GetProperty("probabilities").EnumerateArray()
                .Select(static row => row.EnumerateArray().Select(static p => p.GetDouble()).ToArray()),
        ],
        [.. s_data.GetProperty("classes").EnumerateArray().Select(static k => k.GetInt32())]);

    private static double Number(string name) => s_data.GetProperty(name).GetDouble();

    private static IEnumerable<double> Numbers(string name) =>
        s_data.GetProperty(name).EnumerateArray().Select(static number => number.GetDouble());
}
