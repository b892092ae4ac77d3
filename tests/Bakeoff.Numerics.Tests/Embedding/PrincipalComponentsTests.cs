using Bakeoff.Numerics.Embedding;

namespace Bakeoff.Numerics.Tests.Embedding;

/// <summary>Principal components of clouds whose axes are known.</summary>
public sealed class PrincipalComponentsTests
{
    [Theory]
    [InlineData(200, 5)]
    [InlineData(60, 300)]
    [InlineData(3, 700)]
    public void Project_Always_FindsTheTwoWidestDirections(int count, int columns)
    {
        var rows = Cloud(count, columns);

        var (points, xShare, yShare) = PrincipalComponents.Project(rows);

        // Coordinates are uncorrelated, centred, and their variances are the largest eigenvalues, which power iteration with deflation finds slowly.
        var (first, second) = Largest(rows);
        points.Sum(static point => point.X).ShouldBe(0, 1e-6);
        (points.Sum(static point => point.X * point.Y) / count).ShouldBe(0, 1e-8 * first.Variance);
        (points.Sum(static point => point.X * point.X) / count).ShouldBe(first.Variance, 1e-9 * first.Variance);
        (points.Sum(static point => point.Y * point.Y) / count).ShouldBe(second.Variance, 1e-9 * first.Variance);
        xShare.ShouldBe(first.Variance / first.Total, 1e-9);
        yShare.ShouldBe(second.Variance / first.Total, 1e-9);
        for (var i = 0; i < count; i++)
        {
            // The directions' own tolerance is 1e-7 over the gap of the variances.
            points[i].X.ShouldBe(first.Scores[i], 1e-5 * Math.Sqrt(first.Variance));
        }
    }

    [Fact]
    public void Project_NearlyEqualColumnsFarFromZero_FindsTheirCommonDirection()
    {
        var random = new SeededRandom(12, "copies");
        float[][] rows =
        [
            .. Enumerable.Range(0, 50).Select(_ =>
            {
                var common = 1000 + random.NextGaussian();
                return Enumerable.Range(0, 30).Select(_ => (float)(common + (1e-3 * random.NextGaussian()))).ToArray();
            }),
        ];

        var (points, xShare, _) = PrincipalComponents.Project(rows);

        var (first, _) = Largest(rows);
        xShare.ShouldBe(first.Variance / first.Total, 1e-9);
        points.Select(static point => point.X).ShouldBe(first.Scores, 1e-6 * Math.Sqrt(first.Variance));
    }

    // The mean is three deviations of the cloud from zero, and a thousand where it is moved.
    [Theory]
    [InlineData(1, 0, 3e-6)]
    [InlineData(1e-25f, 0, 3e-6)]
    [InlineData(1, 1000, 1e-12)]
    public void MultiplyCovariance_RowsOfAnyUnitAndMean_HasItsDigits(float unit, float mean, double roughDigits)
    {
        // More rows than are summed in float32, and neither rows nor columns in fours.
        var rows = Cloud(501, 37).Select(row => Array.ConvertAll(row, value => mean + (unit * value))).ToArray();
        var cloud = new CentredRows(rows);
        var random = new SeededRandom(14, "directions");
        double[] directions = [.. Enumerable.Range(0, 37 * CentredRows.Width).Select(_ => random.NextGaussian())];
        var (golden, exact, rough) = (new double[directions.Length], new double[directions.Length], new double[directions.Length]);

        cloud.MultiplyCovarianceRoughly(directions, rough);
        double[] centre = [.. Enumerable.Range(0, 37).Select(j => rows.Average(row => (double)row[j]))];
        for (var first = 0; first < CentredRows.Width; first += 2)
        {
            var points = cloud.MultiplyCovariance(directions, exact, first);

            for (var i = 0; i < points.Length; i++)
            {
                var along = Enumerable.Range(0, 37).Sum(j => (rows[i / 2][j] - centre[j]) * directions[(j * CentredRows.Width) + first + (i % 2)]);
                points[i].ShouldBe(along, 1e-11 * unit);
                for (var j = 0; j < 37; j++)
                {
                    golden[(j * CentredRows.Width) + first + (i % 2)] += along * (rows[i / 2][j] - centre[j]) / rows.Length;
                }
            }
        }

        exact.ShouldBe(golden, 1e-13 * golden.Max(Math.Abs));
        rough.ShouldBe(exact, roughDigits * exact.Max(Math.Abs));
    }

    [Fact]
    public void Diagonalize_SymmetricMatrix_GivesItsEigenvectors()
    {
        const int Size = 12;
        var random = new SeededRandom(13, "symmetric");
        var matrix = new double[Size * Size];
        for (var i = 0; i < Size - 1; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                matrix[(i * Size) + j] = matrix[(j * Size) + i] = random.NextGaussian();
            }
        }

        var rotated = (double[])matrix.Clone();
        var vectors = SymmetricEigenvectors.Diagonalize(rotated, Size);

        // A v = s v to the roundings of some hundred rotations, the empty row included.
        for (var k = 0; k < Size; k++)
        {
            var vector = vectors[(k * Size)..((k + 1) * Size)];
            vector.Sum(static value => value * value).ShouldBe(1, 1e-12);
            for (var i = 0; i < Size; i++)
            {
                var image = vector.Zip(matrix[(i * Size)..((i + 1) * Size)], static (a, b) => a * b).Sum();
                image.ShouldBe(rotated[k * (Size + 1)] * vector[i], 1e-11);
            }
        }
    }

    [Fact]
    public void Project_OneColumn_IsTheColumn()
    {
        var (points, xShare, yShare) = PrincipalComponents.Project([[1], [2], [6]]);

        points.Select(static point => point.X).ShouldBe([-2, -1, 3], 1e-12);
        points.ShouldAllBe(static point => point.Y == 0);
        xShare.ShouldBe(1, 1e-12);
        yShare.ShouldBe(0);
    }

    [Fact]
    public void Project_EqualRows_HaveNoSpread()
    {
        var (points, xShare, yShare) = PrincipalComponents.Project([[3, 4], [3, 4]]);

        points.ShouldBe([(0, 0), (0, 0)]);
        (xShare, yShare).ShouldBe((0, 0));
    }

    /// <summary>Columns with deviations that fall from 1 by a twentieth each, mixed by rotations of neighbours.</summary>
    private static float[][] Cloud(int count, int columns)
    {
        var random = new SeededRandom(11, "cloud");
        return
        [
            .. Enumerable.Range(0, count).Select(_ =>
            {
                var row = new double[columns];
                for (var (j, deviation) = (0, 1.0); j < columns; j++, deviation *= 0.95)
                {
                    row[j] = deviation * random.NextGaussian();
                }

                for (var j = 1; j < columns; j++)
                {
                    (row[j - 1], row[j]) = ((0.8 * row[j - 1]) - (0.6 * row[j]), (0.6 * row[j - 1]) + (0.8 * row[j]));
                }

                return Array.ConvertAll(row, static value => (float)(value + 2));
            }),
        ];
    }

    private static ((double Variance, double Total, double[] Scores) First, (double Variance, double[] Scores) Second) Largest(float[][] rows)
    {
        var (count, columns) = (rows.Length, rows[0].Length);
        var means = Enumerable.Range(0, columns).Select(j => rows.Sum(row => (double)row[j]) / count).ToArray();
        var centred = rows.Select(row => row.Zip(means, static (value, mean) => value - mean).ToArray()).ToArray();
        var total = centred.Sum(static row => row.Sum(static value => value * value)) / count;
        var first = Power(centred);
        var second = Power([.. centred.Select(row => Without(row, first.Direction))]);
        return ((first.Variance, total, first.Scores), (second.Variance, second.Scores));
    }

    private static (double Variance, double[] Scores, double[] Direction) Power(double[][] rows)
    {
        var direction = Enumerable.Range(0, rows[0].Length).Select(static j => 1 / (1.0 + j)).ToArray();
        var scores = new double[rows.Length];
        for (var step = 0; step < 600; step++)
        {
            var norm = Math.Sqrt(direction.Sum(static value => value * value));
            direction = Array.ConvertAll(direction, value => value / norm);
            for (var i = 0; i < rows.Length; i++)
            {
                scores[i] = rows[i].Zip(direction, static (a, b) => a * b).Sum();
            }

            if (step == 599)
            {
                break;
            }

            var next = new double[direction.Length];
            for (var i = 0; i < rows.Length; i++)
            {
                for (var j = 0; j < next.Length; j++)
                {
                    next[j] += scores[i] * rows[i][j];
                }
            }

            direction = next;
        }

        var sign = Math.Sign(direction.MaxBy(Math.Abs));
        return (scores.Sum(static s => s * s) / rows.Length, Array.ConvertAll(scores, s => s * sign), Array.ConvertAll(direction, v => v * sign));
    }

    private static double[] Without(double[] row, double[] direction)
    {
        var along = row.Zip(direction, static (a, b) => a * b).Sum();
        return [.. row.Zip(direction, (a, b) => a - (along * b))];
    }
}
