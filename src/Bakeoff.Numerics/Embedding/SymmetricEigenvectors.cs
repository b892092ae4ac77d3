namespace Bakeoff.Numerics.Embedding;

/// <summary>Eigenvectors of a small symmetric matrix, by Jacobi's cyclic method.</summary>
/// <remarks>Source: G. H. Golub and C. F. Van Loan, Matrix computations, 4th edition, section 8.5. Cost: 6 n^3 multiply-adds for each of
/// about seven sweeps, so that it is for tens of rows.</remarks>
internal static class SymmetricEigenvectors
{
    private const int MostSweeps = 30;
    private const double Tolerance = 1e-12;

    /// <summary>Rotates a matrix into its diagonal in place.</summary>
    /// <param name="matrix">[size, size], row-major, both halves; its diagonal holds the eigenvalues afterwards, in no order.</param>
    /// <param name="size">Number of rows.</param>
    /// <returns>[size, size]: row k is the eigenvector of eigenvalue k.</returns>
    public static double[] Diagonalize(double[] matrix, int size)
    {
        var vectors = new double[size * size];
        for (var i = 0; i < vectors.Length; i += size + 1)
        {
            vectors[i] = 1;
        }

        var isRotated = true;
        for (var sweep = 0; isRotated && sweep < MostSweeps; sweep++)
        {
            isRotated = false;
            for (var p = 0; p < size; p++)
            {
                for (var q = p + 1; q < size; q++)
                {
                    isRotated |= RotatePair(matrix, vectors, size, (p, q));
                }
            }
        }

        return vectors;
    }

    private static bool RotatePair(double[] matrix, double[] vectors, int size, (int P, int Q) pair)
    {
        var (p, q) = (pair.P * size, pair.Q * size);
        var (off, first, second) = (matrix[p + pair.Q], matrix[p + pair.P], matrix[q + pair.Q]);
        if (off == 0 || Math.Abs(off) <= Tolerance * Math.Sqrt(Math.Abs(first * second)))
        {
            return false;
        }

        var theta = (second - first) / (2 * off);
        var t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        var c = 1 / Math.Sqrt((t * t) + 1);
        var s = t * c;
        for (var k = 0; k < matrix.Length; k += size)
        {
            Rotate(ref matrix[k + pair.P], ref matrix[k + pair.Q], c, s);
        }

        for (var k = 0; k < size; k++)
        {
            Rotate(ref matrix[p + k], ref matrix[q + k], c, s);
            Rotate(ref vectors[p + k], ref vectors[q + k], c, s);
        }

        return true;
    }

    private static void Rotate(ref double a, ref double b, double c, double s) => (a, b) = ((c * a) - (s * b), (s * a) + (c * b));
}
