using Bakeoff.Classifiers.Confidence;
using Bakeoff.Evaluation.Results;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Tests.Results;

public sealed class ConfidenceEvaluatorTests
{
    private static readonly string[] Labels = ["a", "b", "c"];

    // The generator of the labels knows their probabilities; the system reports them far too sure.
    private static readonly (double[][] Known, int[] Truth) HeldOut = Draw(2000, "held out");
    private static readonly (double[][] Known, int[] Truth) Tested = Draw(4000, "tested");

    private static readonly ProbabilityCalibration Fitted = CalibrationFitter.Fit(
        CalibrationMethod.Temperature,
        new HeldOutClips(HeldOutClips.Validation, [.. HeldOut.Known.Select(TooSure)], HeldOut.Truth));

    private static readonly ConfidenceScore Score = Evaluate();

    [Fact]
    public void Evaluate_ProbabilitiesTooSure_AreCalibratedToTheKnownOnes()
    {
        Fitted.Temperature!.Value.ShouldBe(3, 0.3, "they were sharpened by 3");
        Score.Before.Ece.ShouldBeGreaterThan(0.1);
        Score.After.Ece.ShouldBeLessThan(0.03, "the standard deviation of a bin's share of 4,000 clips is about 0.02");
        Score.After.Loss.ShouldBeLessThan(Score.Before.Loss);
        Score.Before.EceInterval!.Low.ShouldBeLessThan(Score.Before.Ece);
        Score.Before.EceInterval.High.ShouldBeGreaterThan(Score.Before.Ece - 1e-9);
        Score.After.EceInterval!.High.ShouldBeLessThan(Score.Before.EceInterval.Low);
        Score.Folds.Single().Temperature.ShouldBe(Fitted.Temperature);
    }

    [Fact]
    public void Evaluate_Sets_HoldTheStatedShareOfExchangeableClipsInEachGroup()
    {
        foreach (var set in Score.Sets)
        {
            // Two draws of 2,000 and 4,000: a standard deviation below 0.011 at a share of 0.8.
            set.Found.ShouldBe(set.Stated, 0.04);
            set.Interval!.Low.ShouldBeLessThan(set.Found);
            set.Groups.Count.ShouldBe(8);
            set.Groups.ShouldAllBe(static group => group.Kind == "speaker" && group.Clips == 500);
        }

        Score.Sets[0].MeanSize.ShouldBeLessThan(Score.Sets[2].MeanSize);
    }

    [Fact]
    public void Evaluate_Rejection_BuysAccuracy()
    {
        Score.Rejection[0].Kept.ShouldBe(1);
        Score.Rejection[0].HeldOutKept.ShouldBe(1);
        var half = Score.Rejection.Single(static row => row.Threshold == 0.6);
        half.Accuracy!.Value.ShouldBeGreaterThan(Score.Rejection[0].Accuracy!.Value + 0.05);
        half.Accuracy.Value.ShouldBe(half.HeldOutAccuracy!.Value, 0.05);
    }

    [Fact]
    public void Evaluate_FoldThatCouldNotBeCalibrated_IsLeftOutOfTheSetsAndNamed()
    {
        var predictions = Predictions(fold: static clip => clip % 2 == 0 ? "1" : "2").OrderBy(static clip => clip.Fold).ToList();
        var obstacle = CalibrationFitter.Fit(CalibrationMethod.Temperature, new HeldOutClips(HeldOutClips.Validation, [], []));

        var score = ConfidenceEvaluator.Evaluate(
            Labels,
            predictions,
            [.. predictions.SelectMany(static clip => clip.Probabilities).Select(static p => (double)p)],
            new Dictionary<string, ProbabilityCalibration>(StringComparer.Ordinal) { ["1"] = Fitted, ["2"] = obstacle },
            seed: 1);

        score.Folds[1].Obstacle.ShouldBe("0 clips were held out, expected at least 20");
        score.Sets[0].Groups.Sum(static group => group.Clips).ShouldBe(2000, "of one fold, by speaker");
    }

    [Fact]
    public void Write_Confidence_IsReadBackTheSame()
    {
        var path = Path.GetTempFileName();
        try
        {
            var result = Evaluator.Evaluate(Labels, Predictions(static _ => "1"), 1) with { Confidence = Score };
            new MetricsDocument(result).Write(path);

            var read = ((ClassificationResult)MetricsDocument.Read(path).Result).Confidence!;

            read.After.EceInterval.ShouldBe(Score.After.EceInterval);
            read.Rejection.ShouldBe(Score.Rejection);
            read.Sets[1].Groups.ShouldBe(Score.Sets[1].Groups);
            read.Folds.ShouldBe(Score.Folds);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static ConfidenceScore Evaluate() => ConfidenceEvaluator.Evaluate(
        Labels,
        Predictions(static _ => "1"),
        [.. Tested.Known.SelectMany(TooSure)],
        new Dictionary<string, ProbabilityCalibration>(StringComparer.Ordinal) { ["1"] = Fitted },
        seed: 1);

    private static List<Prediction> Predictions(Func<int, string> fold) =>
    [
        .. Tested.Known.Select((known, clip) =>
        {
            var row = TooSure(known);
            Fitted.Apply(row);
            float[] probabilities = Array.ConvertAll(row, static p => (float)p);
            var label = Labels[Tested.Truth[clip]];
            return new Prediction(
                $"{clip}.wav", fold(clip), $"s{clip % 8}", "", label, Labels[Softmax.ArgMax(probabilities)], probabilities);
        }),
    ];

    private static double[] TooSure(double[] known)
    {
        double[] row = Array.ConvertAll(known, static p => 3 * Math.Log(p));
        Softmax.Apply(row);
        return row;
    }

    private static (double[][] Known, int[] Truth) Draw(int count, string stream)
    {
        var random = new SeededRandom(7, stream);
        var (known, truth) = (new double[count][], new int[count]);
        for (var clip = 0; clip < count; clip++)
        {
            known[clip] = [random.NextGaussian(), random.NextGaussian(), random.NextGaussian()];
            Softmax.Apply(known[clip]);
            var draw = random.NextDouble();
            truth[clip] = draw < known[clip][0] ? 0 : draw < known[clip][0] + known[clip][1] ? 1 : 2;
        }

        return (known, truth);
    }
}
