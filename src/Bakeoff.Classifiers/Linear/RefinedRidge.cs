using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Linear;

/// <summary>The equations of ridge regression over many columns, with products of float32 and a solution of float64.</summary>
/// <remarks>
/// <para>Conjugate gradients on (X^T X + lambda I) w = X^T y (G. H. Golub and C. F. Van Loan, Matrix computations, 4th edition,
/// section 11.5): every product with the centred rows X is of float64, so that the solution is; a Cholesky factor of the products in float32
/// only says where to look for it, and three or four steps usually suffice. Where columns depend on each other beyond the digits of float32
/// and lambda does not help, the factor does not exist or does not lead there: then there is no answer.</para>
/// <para>Cost: F^2 N / 2 multiply-adds of float32, F^3 / 6 of float64, and 2 N F for each step. Determinism: sums over rows are those of a
/// fixed number of parts, in their order; threads change no result.</para>
/// </remarks>
internal sealed class RefinedRidge
{
    // Depends on nothing, so that threads change no bit.
    private const int Parts = 16;

    // So many rows stay in the cache between both of their products.
    private const int RowsAtOnce = 24;

    // Sums in float32 are no longer than this; they are added in float64.
    private const int RowsOfBand = 2048;

    private const int MostSteps = 40;

    // Squared distance from the solution, in the norm of the equations, as a share of that of zero.
    private const double Tolerance = 1e-28;

    private static readonly Action<int, RefinedRidge> PartBody = static (part, problem) => problem.AddPart(part);

    private readonly DesignMatrix _rows;
    private readonly double[] _means;
    private readonly double[] _targets;
    private readonly WorkerPool _pool;
    private readonly double[][] _sums;
    private double[] _weights = [];
    private double _share;

    private RefinedRidge(DesignMatrix rows, double[] means, double[] targets, WorkerPool pool)
    {
        (_rows, _means, _targets, _pool) = (rows, means, targets, pool);
        _sums = [.. Enumerable.Range(0, Parts).Select(_ => new double[rows.ColumnCount])];
    }

    /// <summary>Solves the equations.</summary>
    /// <param name="rows">Rows, of shape [N, F].</param>
    /// <param name="means">Mean of each column.</param>
    /// <param name="targets">Numbers of the rows, around zero.</param>
    /// <param name="lambda">Positive.</param>
    /// <param name="pool">Threads; they change no result.</param>
    /// <returns>[F] coefficients; null if float32 does not lead to them.</returns>
    public static double[]? Solve(DesignMatrix rows, double[] means, double[] targets, double lambda, WorkerPool pool)
    {
        // Lent memory: a choice among regressors needs it again and again.
        var problem = new RefinedRidge(rows, means, targets, pool);
        var equations = ArrayPool<double>.Shared.Rent(means.Length * means.Length);
        try
        {
            problem.Fill(lambda, equations);
            return problem.Solve(new CholeskyFactor(equations, means.Length, pool), lambda);
        }
        catch (NotPositiveDefiniteException)
        {
            return null;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(equations);
        }
    }

    private double[]? Solve(CholeskyFactor factor, double lambda)
    {
        var solution = new double[_means.Length];
        var residual = Pull(solution, share: 1);
        var (direction, steepness, first) = (new double[solution.Length], 1.0, 0.0);
        for (var step = 0; step < MostSteps; step++)
        {
            var ahead = (double[])residual.Clone();
            factor.Solve(ahead);
            var next = DesignMatrix.Dot(residual, ahead);
            first = step == 0 ? next : first;
            if (next <= Tolerance * first)
            {
                return solution;
            }

            var turn = step == 0 ? 0 : next / steepness;
            steepness = next;
            for (var j = 0; j < direction.Length; j++)
            {
                direction[j] = Math.FusedMultiplyAdd(turn, direction[j], ahead[j]);
            }

            // X^T X times the direction, negated.
            var image = Pull(direction, share: 0);
            Lbfgs.Add(image, -lambda, direction);
            var length = -steepness / DesignMatrix.Dot(direction, image);
            Lbfgs.Add(solution, length, direction);
            Lbfgs.Add(residual, length, image);
        }

        return null;
    }

    /// <summary>X^T X + lambda I, its lower half, by products in float32.</summary>
    private void Fill(double lambda, double[] equations)
    {
        var columns = _means.Length;
        var products = ArrayPool<float>.Shared.Rent(columns * columns);
        var band = ArrayPool<float>.Shared.Rent(Math.Min(RowsOfBand, _rows.RowCount) * columns);
        for (var i = 0; i < columns; i++)
        {
            equations.AsSpan(i * columns, i).Clear();
            equations[i * (columns + 1)] = lambda;
        }

        for (var first = 0; first < _rows.RowCount; first += RowsOfBand)
        {
            var count = Math.Min(RowsOfBand, _rows.RowCount - first);
            for (var i = 0; i < count; i++)
            {
                Centre(_rows.Row(first + i), _means, band.AsSpan(i * columns, columns));
            }

            SymmetricProduct.Compute(Transpose.Yes, columns, count, band, columns, products, accumulate: false, _pool);
            for (var i = 0; i < columns; i++)
            {
                for (var j = i * columns; j <= i * (columns + 1); j++)
                {
                    equations[j] += products[j];
                }
            }
        }

        ArrayPool<float>.Shared.Return(band);
        ArrayPool<float>.Shared.Return(products);
    }

    private static void Centre(ReadOnlySpan<double> row, ReadOnlySpan<double> means, Span<float> centred)
    {
        var sources = MemoryMarshal.Cast<double, Vector512<double>>(row);
        var centres = MemoryMarshal.Cast<double, Vector512<double>>(means);
        var targets = MemoryMarshal.Cast<float, Vector256<float>>(centred);
        for (var i = 0; i < targets.Length; i++)
        {
            var difference = sources[i] - centres[i];
            targets[i] = Vector256.Narrow(difference.GetLower(), difference.GetUpper());
        }

        for (var j = targets.Length * Vector256<float>.Count; j < centred.Length; j++)
        {
            centred[j] = (float)(row[j] - means[j]);
        }
    }

    /// <summary>X^T (share y - X weights).</summary>
    private double[] Pull(double[] weights, double share)
    {
        (_weights, _share) = (weights, share);
        _pool.Run(Parts, this, PartBody);
        var sum = new double[weights.Length];
        foreach (var part in _sums)
        {
            Lbfgs.Add(sum, 1, part);
        }

        return sum;
    }

    private void AddPart(int part)
    {
        var (columns, sums) = (_means.Length, _sums[part]);
        var (first, last) = (Bands.Share(part, Parts, _rows.RowCount), Bands.Share(part + 1, Parts, _rows.RowCount));
        var centred = ArrayPool<double>.Shared.Rent(RowsAtOnce * columns);
        Span<double> errors = stackalloc double[RowsAtOnce];
        Array.Clear(sums);
        for (var start = first; start < last; start += RowsAtOnce)
        {
            var count = Math.Min(RowsAtOnce, last - start);
            for (var i = 0; i < count; i++)
            {
                DesignMatrix.Centre(_rows.Row(start + i), _means, 1, centred.AsSpan(i * columns, columns));
            }

            Gemm.Multiply(
                Transpose.No, Transpose.No, count, 1, columns, centred, columns, _weights, 1, errors, 1, accumulate: false,
                WorkerPool.Serial);
            for (var i = 0; i < count; i++)
            {
                errors[i] = (_share * _targets[start + i]) - errors[i];
            }

            Gemm.Multiply(
                Transpose.No, Transpose.No, 1, columns, count, errors, count, centred, columns, sums, columns, accumulate: true,
                WorkerPool.Serial);
        }

        ArrayPool<double>.Shared.Return(centred);
    }
}
