namespace Bakeoff.Numerics.Embedding;

/// <summary>The two directions in which a cloud of points spreads most.</summary>
/// <remarks>
/// <para>Source: Jacobi's cyclic method on the covariance matrix (Golub and Van Loan, Matrix Computations, 8.5). Small and exact enough for
/// pictures: tens of columns.</para>
/// <para>Determinism: add, multiply, divide and square root in a fixed order. A direction's sign is chosen so that its largest entry is
/// positive.</para>
/// </remarks>
public static class PrincipalComponents
{
    private const int MostSweeps = 30;

    /// <summary>Projects points onto their first two principal components.</summary>
    /// <param name="rows">Points of equal length, [n][columns]; at least one.</param>
    /// <returns>Coordinates of each point, and the shares of the variance along both directions.</returns>
    public static (IReadOnlyList<(double X, double Y)> Points, double XShare, double YShare) Project(IReadOnlyList<float[]> rows)
    {
        var columns = rows[0].Length;
        var means = new double[columns];
        foreach (var row in rows)
        {
            for (var j = 0; j < columns; j++)
            {
                means[j] += row[j] / (double)rows.Count;
            }
        }

        var matrix = Covariance(rows, means);
        var vectors = Diagonalize(matrix);
        var order = Enumerable.Range(0, columns).OrderByDescending(j => matrix[j, j]).ToList();
        var total = Enumerable.Range(0, columns).Sum(j => matrix[j, j]);
        var (x, y) = (order[0], order[Math.Min(1, columns - 1)]);
        var (first, second) = (Direction(vectors, x), Direction(vectors, y));
        var points = rows.Select(row => (Along(row, means, first), Along(row, means, second))).ToList();
        return (points, Share(matrix[x, x], total), Share(matrix[y, y], total));
    }

    private static double Share(double part, double total) => total > 0 ? part / total : 0;

    private static double[,] Covariance(IReadOnlyList<float[]> rows, double[] means)
    {
        var columns = means.Length;
        var matrix = new double[columns, columns];
        foreach (var row in rows)
        {
            for (var i = 0; i < columns; i++)
            {
                for (var j = i; j < columns; j++)
                {
                    matrix[i, j] += (row[i] - means[i]) * (row[j] - means[j]) / rows.Count;
                    matrix[j, i] = matrix[i, j];
                }
            }
        }

        return matrix;
    }

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
                    changed |= Rotate(matrix, vectors, p, q);
                }
            }

            if (!changed)
            {
                break;
            }
        }

        return vectors;
    }

    private static bool Rotate(double[,] matrix, double[,] vectors, int p, int q)
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

    private static double[] Direction(double[,] vectors, int column)
    {
        var direction = Enumerable.Range(0, vectors.GetLength(0)).Select(i => vectors[i, column]).ToArray();
        var largest = direction.MaxBy(Math.Abs);
        return largest < 0 ? Array.ConvertAll(direction, v => -v) : direction;
    }

    private static double Along(float[] row, double[] means, double[] direction)
    {
        var sum = 0.0;
        for (var j = 0; j < row.Length; j++)
        {
            sum += (row[j] - means[j]) * direction[j];
        }

        return sum;
    }
}
