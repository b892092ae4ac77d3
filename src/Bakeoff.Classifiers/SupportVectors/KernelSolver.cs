using System.Globalization;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>Solves (K + lambda I) x = b for a symmetric K, such as the kernel of rows with one another.</summary>
internal static class KernelSolver
{
    /// <summary>Rows of the largest matrix that one array holds: the root of 2^31 - 1.</summary>
    public const int MostRows = 46_340;

    /// <summary>Solves the system of a Gaussian kernel; threads change no result.</summary>
    /// <param name="basis">The rows, for distances.</param>
    /// <param name="gamma">Inverse width of the kernel.</param>
    /// <param name="lambda">Positive.</param>
    /// <param name="right">b, [rows]; kept.</param>
    /// <param name="threads">Number of threads.</param>
    /// <exception cref="ClassifierException">There are too many rows, or the matrix is not positive definite in float64.</exception>
    public static double[] Solve(KernelBasis basis, double gamma, double lambda, double[] right, int threads)
    {
        var (count, columns) = (basis.Rows.RowCount, basis.Rows.ColumnCount);
        var matrix = Matrix(count);
        using var pool = new WorkerPool(threads);
        SymmetricProduct.Compute(Transpose.No, count, columns, basis.Rows.Values, columns, matrix, accumulate: false, pool);
        pool.Run(count, matrix, (i, products) =>
        {
            var row = products.AsSpan(i * count, i + 1);
            KernelBasis.ToDistances(row, basis.Squares[i], basis.Squares);
            TrainingKernel.Gaussian(row, gamma);
        });
        return Solve(matrix, lambda, right, pool);
    }

    /// <summary>Room for a matrix.</summary>
    /// <param name="size">Its rows and columns.</param>
    /// <exception cref="ClassifierException">No array holds so many values.</exception>
    public static double[] Matrix(int size)
    {
        if (size > MostRows)
        {
            throw new ClassifierException(new ErrorDetails("there are {value} rows, each with an equation over all")
            {
                Value = size.ToString(CultureInfo.InvariantCulture),
                Rule = string.Create(CultureInfo.InvariantCulture, $"at most {MostRows}"),
                NextStep = "Use ridge, whose equations are as many as features, or fewer clips.",
            });
        }

        return new double[size * size];
    }

    /// <summary>Solves the system; threads change no result.</summary>
    /// <param name="matrix">K of <see cref="Matrix"/>, its lower half; overwritten.</param>
    /// <param name="lambda">Positive.</param>
    /// <param name="right">b; kept.</param>
    /// <param name="pool">Threads.</param>
    /// <exception cref="ClassifierException">The matrix is not positive definite in float64.</exception>
    public static double[] Solve(double[] matrix, double lambda, double[] right, WorkerPool pool)
    {
        for (var i = 0; i < matrix.Length; i += right.Length + 1)
        {
            matrix[i] += lambda;
        }

        try
        {
            var solution = (double[])right.Clone();
            new CholeskyFactor<double>(matrix, right.Length, pool).Solve(solution);
            return solution;
        }
        catch (NotPositiveDefiniteException exception)
        {
            var details = new ErrorDetails("the equations of lambda {value} have no solution in float64")
            {
                Value = lambda.ToString(CultureInfo.InvariantCulture),
                NextStep = "Raise lambda.",
            };
            throw new ClassifierException(details, exception);
        }
    }
}
