using Bakeoff.Classifiers.Linear;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Tests;

/// <summary>Equations factorised in float32 beside the same ones factorised in float64.</summary>
public sealed class ShrunkenCovarianceTests
{
    private const int Classes = 3;

    // Scores of clips are compared, in units of their spread. Less where float64 has no more digits: small shrinkages of dependent columns,
    // and scores of 1e10 that differ by 1e5.
    [Theory]
    [InlineData("independent", 150, 0.9, 1e-9)]
    [InlineData("independent", 150, 0.03, 1e-9)]
    [InlineData("scales", 150, 0.3, 1e-9)]
    [InlineData("collinear", 150, 0.03, 1e-8)]
    [InlineData("far from zero", 150, 0.3, 1e-7)]
    [InlineData("weights", 150, 0.1, 1e-9)]
    [InlineData("copies", 150, 1e-3, 1e-6)]
    [InlineData("copies", 150, 1e-8, 1e-6)]
    [InlineData("few clips", 50, 0.3, 1e-9)]
    [InlineData("very few clips", 30, 0.9, 1e-9)]
    [InlineData("very few clips", 30, 0.03, 1e-9)]
    [InlineData("very few clips", 30, 1e-6, 1e-6)]
    public void Solve_InFloat32_HasTheScoresOfFloat64(string kind, int clips, double shrinkage, double tolerance)
    {
        var (training, means) = Draw(kind, clips);
        using var pool = new WorkerPool(3);

        var refined = Solve(training, means, shrinkage, pool, leastRefined: 1);

        Solve(training, means, shrinkage, WorkerPool.Serial, leastRefined: 1).ShouldBe(refined);
        var expected = Scores(training, Solve(training, means, shrinkage, pool, leastRefined: int.MaxValue));
        var actual = Scores(training, refined);
        var spread = Moments.Of(expected).StandardDeviation;
        for (var i = 0; i < expected.Length; i++)
        {
            actual[i].ShouldBe(expected[i], tolerance * spread, $"score {i}");
        }
    }

    [Fact]
    public void Solve_ValuesBeyondFloat32_HasTheBitsOfFloat64()
    {
        var (training, means) = Draw("beyond float32", 150);

        Solve(training, means, 0.3, WorkerPool.Serial, leastRefined: 1)
            .ShouldBe(Solve(training, means, 0.3, WorkerPool.Serial, leastRefined: int.MaxValue));
    }

    // Sums of more clips than float32 adds at once.
    [Fact]
    public void Solve_ManyClips_HasTheScoresOfFloat64()
    {
        var (training, means) = Draw("independent", 5000, columns: 5);

        var refined = Solve(training, means, 0.1, WorkerPool.Serial, leastRefined: 1);

        var expected = Solve(training, means, 0.1, WorkerPool.Serial, leastRefined: int.MaxValue);
        refined.Zip(expected).ShouldAllBe(static pair => Math.Abs(pair.First - pair.Second) < 1e-9);
        refined.ShouldNotBe(expected, "float32 was tried");
    }

    private static double[] Solve(TrainingRows training, double[] means, double shrinkage, WorkerPool pool, int leastRefined)
    {
        using var covariance = new ShrunkenCovariance(training, means, pool, leastRefined);
        var values = (double[])means.Clone();
        covariance.Solve(shrinkage, values);
        return values;
    }

    private static double[] Scores(TrainingRows training, double[] coefficients)
    {
        var columns = training.Rows.ColumnCount;
        return
        [
            .. Enumerable.Range(0, training.Rows.RowCount).SelectMany(row => Enumerable.Range(0, Classes)
                .Select(k => DesignMatrix.Dot(training.Rows.Row(row), coefficients.AsSpan(k * columns, columns)))),
        ];
    }

    private static (TrainingRows Training, double[] Means) Draw(string kind, int clips, int columns = 70)
    {
        var random = new SeededRandom(33, kind);
        var values = new double[clips * columns];
        int[] classes = [.. Enumerable.Range(0, clips).Select(static clip => clip % Classes)];
        for (var i = 0; i < values.Length; i++)
        {
            var column = i % columns;
            values[i] = random.NextGaussian() + (column % Classes == classes[i / columns] ? 0.5 : 0);
            values[i] = kind switch
            {
                "scales" => values[i] * Math.Pow(10, (column % 5) - 2),
                "collinear" when column > 0 => values[i - column] + (1e-3 * values[i]),
                "far from zero" => 1e4 + values[i],
                "copies" when column % 7 > 0 => values[i - (column % 7)],
                "beyond float32" => 1e25 * values[i],
                _ => values[i],
            };
        }

        var training = new TrainingRows(new DesignMatrix(values, columns), classes, Classes)
        {
            Weights = kind == "weights" ? [.. Enumerable.Range(1, clips).Select(static clip => 1 + (clip % 4 / 2.0))] : null,
        };
        var means = new double[Classes * columns];
        for (var k = 0; k < Classes; k++)
        {
            int[] own = [.. Enumerable.Range(0, clips).Where(clip => classes[clip] == k)];
            for (var j = 0; j < columns; j++)
            {
                var total = own.Sum(training.WeightOf);
                means[(k * columns) + j] = own.Sum(clip => training.WeightOf(clip) * training.Rows.Row(clip)[j]) / total;
            }
        }

        return (training, means);
    }
}
