using Bakeoff.Classifiers.Linear;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Tests.Linear;

public sealed class LogisticLossTests
{
    private const int Rows = 301;
    private const int Columns = 19;
    private const int Classes = 5;
    private const double C = 0.7;

    private static readonly TrainingRows Training = Draw();
    private static readonly double[] Point = Gaussians("point", Classes * (Columns + 1));

    [Fact]
    public void Double_LossAndGradient_AreThoseOfTheDefinition()
    {
        var (loss, gradient) = Evaluate(Training.Rows.Values, Gemm.Multiply, threads: 1);
        var (expected, slopes) = Definition();

        // Sums of 301 terms in another order.
        loss.ShouldBe(expected, 1e-12 * expected);
        gradient.ShouldBe(slopes, 1e-11);
    }

    [Fact]
    public void Float_LossAndGradient_AreThoseOfTheDefinitionButForRounding()
    {
        var rows = Array.ConvertAll(Training.Rows.Values, static value => (float)value);
        var (loss, gradient) = Evaluate(rows, Gemm.Multiply, threads: 1);
        var (expected, slopes) = Definition();

        // Scores of up to 20 are right to 1e-6, and so is their share of 301 slopes.
        loss.ShouldBe(expected, 1e-6 * expected);
        gradient.ShouldBe(slopes, 3e-4);
    }

    [Fact]
    public void Evaluate_ThreeThreads_SameBits()
    {
        var (loss, gradient) = Evaluate(Training.Rows.Values, Gemm.Multiply, threads: 3);
        var (expected, slopes) = Evaluate(Training.Rows.Values, Gemm.Multiply, threads: 1);
        loss.ShouldBe(expected);
        gradient.ShouldBe(slopes);
    }

    private static (double Loss, double[] Gradient) Evaluate<T>(T[] rows, MatrixProduct<T> multiply, int threads)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        using var pool = new WorkerPool(threads);
        var gradient = new double[Point.Length];
        return (new LogisticLoss<T>(C, Training, rows, multiply, pool).Evaluate(Point, gradient), gradient);
    }

    /// <summary>C sum of w (log sum exp(scores) - score of the label) + ||W||^2 / 2, row by row.</summary>
    private static (double Loss, double[] Gradient) Definition()
    {
        var gradient = new double[Point.Length];
        var loss = 0.0;
        for (var k = 0; k < Classes; k++)
        {
            for (var j = 0; j < Columns; j++)
            {
                gradient[(k * (Columns + 1)) + j] = Point[(k * (Columns + 1)) + j];
                loss += 0.5 * Math.Pow(Point[(k * (Columns + 1)) + j], 2);
            }
        }

        for (var row = 0; row < Rows; row++)
        {
            var x = Training.Rows.Row(row).ToArray().Append(1).ToArray();
            var scores = Enumerable.Range(0, Classes)
                .Select(k => x.Select((value, j) => value * Point[(k * (Columns + 1)) + j]).Sum())
                .ToArray();
            var sum = scores.Sum(Math.Exp);
            loss += C * Training.WeightOf(row) * (Math.Log(sum) - scores[Training.Classes[row]]);
            for (var i = 0; i < gradient.Length; i++)
            {
                var (k, j) = Math.DivRem(i, Columns + 1);
                gradient[i] += C * Training.WeightOf(row) * ((Math.Exp(scores[k]) / sum) - (k == Training.Classes[row] ? 1 : 0)) * x[j];
            }
        }

        return (loss, gradient);
    }

    private static TrainingRows Draw()
    {
        var classes = Enumerable.Range(0, Rows).Select(static row => row * 7 % Classes).ToArray();
        var weights = Enumerable.Range(0, Rows).Select(static row => 0.5 + (row % 3)).ToArray();
        return new TrainingRows(new DesignMatrix(Gaussians("rows", Rows * Columns), Columns), classes, Classes) { Weights = weights };
    }

    private static double[] Gaussians(string name, int count)
    {
        var random = new SeededRandom(1, name);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
    }
}
