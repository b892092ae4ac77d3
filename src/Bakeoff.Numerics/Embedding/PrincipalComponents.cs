using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Numerics.Embedding;

/// <summary>The two directions in which a cloud of points spreads most.</summary>
/// <remarks>
/// <para>Source: orthogonal iteration on eight directions with Ritz acceleration (Golub and Van Loan, Matrix Computations, 8.2.4 and
/// 8.3.7); the covariance is never formed, and its projection of 8 x 8 is diagonalised by Jacobi's cyclic method (8.5).</para>
/// <para>Cost: 32 operations for each value of the rows and iteration, some tens of iterations; memory 128 bytes a column and 64 a row.
/// It ends where the two directions solve C v = s v within 1e-9 of the largest s, or after 300 iterations, with what was reached: such
/// directions spread equally far, and which of them is drawn means nothing.</para>
/// <para>Determinism: sums in a fixed order, a start drawn from a fixed seed. A direction's sign is chosen so that its largest entry is
/// positive.</para>
/// </remarks>
public static class PrincipalComponents
{
    private const int Width = 8;
    private const int MostIterations = 300;
    private const int MostSweeps = 30;
    private const double Tolerance = 1e-9;

    /// <summary>Projects points onto their first two principal components.</summary>
    /// <param name="rows">Points of equal length, [n][columns]; at least one.</param>
    /// <returns>Coordinates of each point, and the shares of the variance along both directions.</returns>
    public static (IReadOnlyList<(double X, double Y)> Points, double XShare, double YShare) Project(IReadOnlyList<float[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var (means, total) = Spread(rows);
        var basis = Start(means.Length);
        var points = new Vector512<double>[rows.Count];
        var images = new Vector512<double>[means.Length];
        double[] variances = [];
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            Orthonormalize(MemoryMarshal.Cast<Vector512<double>, double>(basis.AsSpan()));
            Multiply(rows, means, basis, points);
            var projected = Covariance(MemoryMarshal.Cast<Vector512<double>, double>(points));
            var vectors = Diagonalize(projected);
            variances = Rotate(projected, vectors, basis, points);
            MultiplyTransposed(rows, means, points, images);
            if (IsSolved(basis, images, variances))
            {
                break;
            }

            (basis, images) = (images, basis);
        }

        var (x, y) = (SignOf(basis, 0), SignOf(basis, 1));
        return (
            [.. points.Select(point => (x * point[0], y * point[1]))],
            total > 0 ? variances[0] / total : 0,
            total > 0 ? variances[1] / total : 0);
    }

    /// <summary>Mean of each column, and the sum of the columns' variances.</summary>
    private static (double[] Means, double Total) Spread(IReadOnlyList<float[]> rows)
    {
        var means = new double[rows[0].Length];
        foreach (var row in rows)
        {
            for (var j = 0; j < means.Length; j++)
            {
                means[j] += row[j] / (double)rows.Count;
            }
        }

        var total = 0.0;
        foreach (var row in rows)
        {
            for (var j = 0; j < means.Length; j++)
            {
                total += (row[j] - means[j]) * (row[j] - means[j]) / rows.Count;
            }
        }

        return (means, total);
    }

    private static Vector512<double>[] Start(int columns)
    {
        var random = new SeededRandom(0, "principal components");
        var basis = new Vector512<double>[columns];
        foreach (ref var value in MemoryMarshal.Cast<Vector512<double>, double>(basis.AsSpan()))
        {
            value = (2 * random.NextDouble()) - 1;
        }

        return basis;
    }

    /// <summary>Makes the eight columns of a matrix orthonormal by Gram and Schmidt, twice for the digits; dependent ones become 0.</summary>
    private static void Orthonormalize(Span<double> columns)
    {
        for (var c = 0; c < Width; c++)
        {
            var before = Dot(columns, c, c);
            for (var p = 0; p < 2 * c; p++)
            {
                var along = Dot(columns, p % c, c);
                for (var j = 0; j < columns.Length; j += Width)
                {
                    columns[j + c] -= along * columns[j + (p % c)];
                }
            }

            var left = Dot(columns, c, c);
            var scale = left > 1e-20 * before ? 1 / Math.Sqrt(left) : 0;
            for (var j = c; j < columns.Length; j += Width)
            {
                columns[j] *= scale;
            }
        }
    }

    private static double Dot(ReadOnlySpan<double> columns, int a, int b)
    {
        var sum = 0.0;
        for (var j = 0; j < columns.Length; j += Width)
        {
            sum += columns[j + a] * columns[j + b];
        }

        return sum;
    }

    /// <summary>points = (rows - means) basis.</summary>
    private static void Multiply(IReadOnlyList<float[]> rows, double[] means, Vector512<double>[] basis, Vector512<double>[] points)
    {
        for (var i = 0; i < points.Length; i++)
        {
            var (row, sum) = (rows[i], Vector512<double>.Zero);
            for (var j = 0; j < means.Length; j++)
            {
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(row[j] - means[j]), basis[j], sum);
            }

            points[i] = sum;
        }
    }

    /// <summary>images = (rows - means)^T points / n, the covariance times what the points were projected on.</summary>
    private static void MultiplyTransposed(
        IReadOnlyList<float[]> rows, double[] means, Vector512<double>[] points, Vector512<double>[] images)
    {
        Array.Clear(images);
        for (var i = 0; i < points.Length; i++)
        {
            var (row, point) = (rows[i], points[i] / Vector512.Create((double)points.Length));
            for (var j = 0; j < means.Length; j++)
            {
                images[j] = Vector512.FusedMultiplyAdd(Vector512.Create(row[j] - means[j]), point, images[j]);
            }
        }
    }

    private static double[,] Covariance(ReadOnlySpan<double> points)
    {
        var matrix = new double[Width, Width];
        for (var a = 0; a < Width; a++)
        {
            for (var b = a; b < Width; b++)
            {
                matrix[a, b] = matrix[b, a] = Dot(points, a, b) / (points.Length / Width);
            }
        }

        return matrix;
    }

    /// <summary>Turns directions and points to the axes of the projected cloud, the widest first.</summary>
    /// <returns>Variances along them.</returns>
    private static double[] Rotate(double[,] diagonal, double[,] vectors, Vector512<double>[] basis, Vector512<double>[] points)
    {
        int[] order = [.. Enumerable.Range(0, Width).OrderByDescending(k => diagonal[k, k])];
        var turns = new Vector512<double>[Width];
        for (var k = 0; k < Width; k++)
        {
            turns[k] = Vector512.Create([.. order.Select(axis => vectors[k, axis])]);
        }

        foreach (var values in (Vector512<double>[][])[basis, points])
        {
            foreach (ref var value in values.AsSpan())
            {
                var turned = Vector512<double>.Zero;
                for (var k = 0; k < Width; k++)
                {
                    turned = Vector512.FusedMultiplyAdd(Vector512.Create(value[k]), turns[k], turned);
                }

                value = turned;
            }
        }

        return Array.ConvertAll(order, axis => diagonal[axis, axis]);
    }

    private static bool IsSolved(Vector512<double>[] basis, Vector512<double>[] images, double[] variances)
    {
        var (first, second) = (0.0, 0.0);
        for (var j = 0; j < basis.Length; j++)
        {
            var (x, y) = (images[j][0] - (variances[0] * basis[j][0]), images[j][1] - (variances[1] * basis[j][1]));
            (first, second) = (first + (x * x), second + (y * y));
        }

        return Math.Sqrt(Math.Max(first, second)) <= Tolerance * variances[0];
    }

    private static double SignOf(Vector512<double>[] basis, int direction) =>
        Math.Sign(basis.Select(entry => entry[direction]).MaxBy(Math.Abs));

    /// <summary>Rotates the matrix into its diagonal in place.</summary>
    /// <returns>Eigenvectors as columns.</returns>
    private static double[,] Diagonalize(double[,] matrix)
    {
        var size = matrix.GetLength(0);
        var vectors = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            vectors[i, i] = 1;
        }

        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            var changed = false;
            for (var p = 0; p < size; p++)
            {
                for (var q = p + 1; q < size; q++)
                {
                    changed |= RotatePair(matrix, vectors, p, q);
                }
            }

            if (!changed)
            {
                break;
            }
        }

        return vectors;
    }

    private static bool RotatePair(double[,] matrix, double[,] vectors, int p, int q)
    {
        var off = matrix[p, q];
        if (Math.Abs(off) <= 1e-12 * Math.Sqrt(Math.Abs(matrix[p, p] * matrix[q, q])) || off == 0)
        {
            return false;
        }

        var theta = (matrix[q, q] - matrix[p, p]) / (2 * off);
        var t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        var c = 1 / Math.Sqrt((t * t) + 1);
        var s = t * c;
        for (var k = 0; k < matrix.GetLength(0); k++)
        {
            (matrix[k, p], matrix[k, q]) = ((c * matrix[k, p]) - (s * matrix[k, q]), (s * matrix[k, p]) + (c * matrix[k, q]));
        }

        for (var k = 0; k < matrix.GetLength(0); k++)
        {
            (matrix[p, k], matrix[q, k]) = ((c * matrix[p, k]) - (s * matrix[q, k]), (s * matrix[p, k]) + (c * matrix[q, k]));
            (vectors[k, p], vectors[k, q]) = ((c * vectors[k, p]) - (s * vectors[k, q]), (s * vectors[k, p]) + (c * vectors[k, q]));
        }

        return true;
    }
}
