using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Numerics.Embedding;

/// <summary>The two directions in which a cloud of points spreads most.</summary>
/// <remarks>
/// <para>Source: block Lanczos with thick restarts (G. H. Golub and C. F. Van Loan, Matrix computations, 4th edition, section 10.3; K. Wu and
/// H. Simon, SIAM Journal on matrix analysis and applications 22 (2000), 602-616). Blocks of eight directions, each the covariance times the
/// one before and orthogonal to all of them, span a space; the covariance projected onto it is diagonalised, and the eight widest directions
/// begin the next space. The covariance itself is never formed. Products are of float32 but for those of the two directions, once they are near
/// the solution: the others then change them by so little that their roundings do not count.</para>
/// <para>Cost: 32 operations for each value of the rows and block, some ten to thirty blocks. It ends where the two directions solve
/// C v = s v within 1e-7 of the largest s, which leaves errors of variances of its square, or after 150 spaces, with what was reached: such
/// directions spread equally far, and which of them is drawn means nothing.</para>
/// <para>Determinism: sums in a fixed order, a start drawn from a fixed seed. A direction's sign is chosen so that its largest entry is
/// positive.</para>
/// </remarks>
public static class PrincipalComponents
{
    private const int Width = CentredRows.Width;
    private const int Blocks = 4;
    private const int MostSpaces = 150;
    private const double Tolerance = 1e-7;

    // Residual up to which products of float32 lead, for some digits to spare.
    private const double RoughTolerance = 1e-4;

    // What is left of a direction where the others are taken away, as a share of its square: below this it is rounding.
    private const double LeastSquare = 1e-20;

    /// <summary>Projects points onto their first two principal components.</summary>
    /// <param name="rows">Points of equal length, [n][columns]; at least one.</param>
    /// <returns>Coordinates of each point, and the shares of the variance along both directions.</returns>
    public static (IReadOnlyList<(double X, double Y)> Points, double XShare, double YShare) Project(IReadOnlyList<float[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var cloud = new CentredRows(rows);
        var basis = Enumerable.Range(0, Blocks).Select(_ => new double[cloud.ColumnCount * Width]).ToArray();
        var images = Array.ConvertAll(basis, static block => new double[block.Length]);
        Draw(basis[0]);
        Orthonormalize(basis, 0);
        cloud.MultiplyCovarianceRoughly(basis[0], images[0]);
        double[] points = [], variances = [];
        for (var space = 1; space <= MostSpaces; space++)
        {
            for (var block = 1; block < Blocks; block++)
            {
                images[block - 1].CopyTo(basis[block], 0);
                Orthonormalize(basis, block);
                cloud.MultiplyCovarianceRoughly(basis[block], images[block]);
            }

            variances = Restart(basis, images);
            if (space < MostSpaces && !IsSolved(basis[0], images[0], variances, RoughTolerance))
            {
                continue;
            }

            // From here on, the other blocks change both by so little that their own roundings do not count.
            points = cloud.MultiplyCovariance(basis[0], images[0], first: 0);
            variances = TurnPair(basis[0], images[0], points);
            if (IsSolved(basis[0], images[0], variances, Tolerance))
            {
                break;
            }
        }

        var (x, y) = (SignOf(basis[0], 0), SignOf(basis[0], 1));
        return (
            [.. Enumerable.Range(0, rows.Count).Select(i => (x * points[2 * i], y * points[(2 * i) + 1]))],
            cloud.Variance > 0 ? variances[0] / cloud.Variance : 0,
            cloud.Variance > 0 ? variances[1] / cloud.Variance : 0);
    }

    private static void Draw(double[] block)
    {
        var random = new SeededRandom(0, "principal components");
        foreach (ref var value in block.AsSpan())
        {
            value = (2 * random.NextDouble()) - 1;
        }
    }

    /// <summary>Makes the columns of a block orthonormal to each other and to all blocks before it, twice for the digits; dependent ones
    /// become 0.</summary>
    private static void Orthonormalize(double[][] basis, int block)
    {
        var own = MemoryMarshal.Cast<double, Vector512<double>>(basis[block].AsSpan());
        for (var pass = 0; pass < 2; pass++)
        {
            var least = Squares(own) * LeastSquare;
            for (var before = 0; before < block; before++)
            {
                var along = Products(basis[before], basis[block]);
                Add(basis[before], Array.ConvertAll(along, static value => -value), basis[block]);
            }

            Orthonormalize(own, least);
        }
    }

    /// <summary>Gram and Schmidt's method, modified: each column in turn is taken away from those behind it.</summary>
    /// <param name="rows">A row of the columns in each vector.</param>
    /// <param name="least">Squares up to which a column is dependent.</param>
    private static void Orthonormalize(Span<Vector512<double>> rows, Vector512<double> least)
    {
        var numbers = MemoryMarshal.Cast<Vector512<double>, double>(rows);
        for (var column = 0; column < Width; column++)
        {
            var along = Vector512<double>.Zero;
            for (var j = 0; j < rows.Length; j++)
            {
                along = Vector512.FusedMultiplyAdd(Vector512.Create(numbers[(j * Width) + column]), rows[j], along);
            }

            var scale = along[column] > least[column] ? 1 / Math.Sqrt(along[column]) : 0;
            var factors = Vector512<double>.Zero;
            for (var behind = column + 1; behind < Width; behind++)
            {
                factors = factors.WithElement(behind, -scale * along[behind]);
            }

            for (var j = 0; j < rows.Length; j++)
            {
                var unit = scale * numbers[(j * Width) + column];
                rows[j] = Vector512.FusedMultiplyAdd(Vector512.Create(unit), factors, rows[j]);
                numbers[(j * Width) + column] = unit;
            }
        }
    }

    private static Vector512<double> Squares(ReadOnlySpan<Vector512<double>> rows)
    {
        var sums = Vector512<double>.Zero;
        foreach (var row in rows)
        {
            sums = Vector512.FusedMultiplyAdd(row, row, sums);
        }

        return sums;
    }

    /// <summary>left^T right, [<see cref="Width"/>, <see cref="Width"/>].</summary>
    private static double[] Products(double[] left, double[] right)
    {
        var products = new double[Width * Width];
        Gemm.Multiply(
            Transpose.Yes, Transpose.No, Width, Width, left.Length / Width, left, Width, right, Width, products, Width,
            accumulate: false, WorkerPool.Serial);
        return products;
    }

    /// <summary>sums += block factors.</summary>
    private static void Add(double[] block, ReadOnlySpan<double> factors, double[] sums) =>
        Gemm.Multiply(
            Transpose.No, Transpose.No, block.Length / Width, Width, Width, block, Width, factors, Width, sums, Width,
            accumulate: true, WorkerPool.Serial);

    /// <summary>Turns the first block and its image to the widest directions of the space of all blocks.</summary>
    /// <returns>Variances along them, the largest first.</returns>
    private static double[] Restart(double[][] basis, double[][] images)
    {
        const int Size = Blocks * Width;
        var projected = new double[Size * Size];
        for (var a = 0; a < Blocks; a++)
        {
            for (var b = a; b < Blocks; b++)
            {
                // Images of earlier directions have the more digits.
                var products = Products(images[a], basis[b]);
                for (var i = 0; i < products.Length; i++)
                {
                    var (row, column) = ((a * Width) + (i / Width), (b * Width) + (i % Width));
                    if (row <= column)
                    {
                        projected[(row * Size) + column] = projected[(column * Size) + row] = products[i];
                    }
                }
            }
        }

        var vectors = SymmetricEigenvectors.Diagonalize(projected, Size);
        int[] order = [.. Enumerable.Range(0, Size).OrderByDescending(k => projected[k * (Size + 1)]).Take(Width)];
        foreach (var blocks in (double[][][])[basis, images])
        {
            var turned = new double[blocks[0].Length];
            for (var block = 0; block < Blocks; block++)
            {
                var turns = new double[Width * Width];
                for (var i = 0; i < turns.Length; i++)
                {
                    turns[i] = vectors[(order[i % Width] * Size) + (block * Width) + (i / Width)];
                }

                Add(blocks[block], turns, turned);
            }

            blocks[0] = turned;
        }

        return Array.ConvertAll(order, k => projected[k * (Size + 1)]);
    }

    /// <summary>Turns the first two directions of a block, their images and the points to the widest directions of their plane.</summary>
    /// <returns>Variances along them, the largest first.</returns>
    private static double[] TurnPair(double[] basis, double[] images, double[] points)
    {
        double[] projected = new double[4];
        for (var j = 0; j < basis.Length; j += Width)
        {
            projected[0] = Math.FusedMultiplyAdd(images[j], basis[j], projected[0]);
            projected[1] = projected[2] = Math.FusedMultiplyAdd(images[j], basis[j + 1], projected[1]);
            projected[3] = Math.FusedMultiplyAdd(images[j + 1], basis[j + 1], projected[3]);
        }

        var vectors = SymmetricEigenvectors.Diagonalize(projected, 2);
        var first = projected[0] >= projected[3] ? 0 : 1;
        var (x, y) = (vectors[(2 * first)..][..2], vectors[(2 - (2 * first))..][..2]);
        foreach (var (numbers, stride) in ((double[], int)[])[(basis, Width), (images, Width), (points, 2)])
        {
            for (var j = 0; j < numbers.Length; j += stride)
            {
                var (a, b) = (numbers[j], numbers[j + 1]);
                (numbers[j], numbers[j + 1]) = ((x[0] * a) + (x[1] * b), (y[0] * a) + (y[1] * b));
            }
        }

        return [projected[3 * first], projected[3 - (3 * first)]];
    }

    private static bool IsSolved(double[] basis, double[] images, double[] variances, double tolerance)
    {
        var (first, second) = (0.0, 0.0);
        for (var j = 0; j < basis.Length; j += Width)
        {
            var (x, y) = (images[j] - (variances[0] * basis[j]), images[j + 1] - (variances[1] * basis[j + 1]));
            (first, second) = (first + (x * x), second + (y * y));
        }

        return Math.Sqrt(Math.Max(first, second)) <= tolerance * variances[0];
    }

    private static double SignOf(double[] basis, int direction) =>
        Math.Sign(Enumerable.Range(0, basis.Length / Width).Select(j => basis[(j * Width) + direction]).MaxBy(Math.Abs));
}
