using System.Buffers;
using System.Numerics;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Linear;

/// <summary>Rows X around the mean of their class, each times the root of its weight. They are centred a band at a time, in float64: no
/// copy of all of them is made.</summary>
/// <remarks>Determinism: sums over rows are those of a fixed number of parts, in their order; threads change no result.</remarks>
/// <param name="rows">Rows, of shape [N, F].</param>
/// <param name="means">Mean of each class, of shape [K, F].</param>
internal sealed class CentredRows(DesignMatrix rows, double[] means)
{
    // Depends on nothing, so that threads change no bit.
    private const int Parts = 16;

    // So many rows stay in the second-level cache between both of their products.
    private const int RowsOfBand = 24;

    /// <summary>Class of each row; null if all are of one.</summary>
    public int[]? Classes { get; init; }

    /// <summary>Weight of each row; null if all count alike.</summary>
    public double[]? Weights { get; init; }

    /// <summary>N.</summary>
    public int RowCount => rows.RowCount;

    /// <summary>F.</summary>
    public int ColumnCount => rows.ColumnCount;

    /// <summary>True if equations are those of rows, and not of columns. Default: where there are fewer rows.</summary>
    public bool IsByRows { get; init; } = rows.RowCount < rows.ColumnCount;

    /// <summary>Number of equations.</summary>
    public int Size => IsByRows ? RowCount : ColumnCount;

    /// <summary>Copies a row around its mean.</summary>
    /// <param name="row">Its position.</param>
    /// <param name="centred">Receives [F].</param>
    /// <typeparam name="T">float or double.</typeparam>
    public void Centre<T>(int row, Span<T> centred)
        where T : unmanaged, INumberBase<T>
    {
        // A product of two centred rows has the weight once.
        var weight = Weights is null ? 1 : Math.Sqrt(Weights[row]);
        DesignMatrix.Centre(rows.Row(row), means.AsSpan((Classes?[row] ?? 0) * ColumnCount, ColumnCount), weight, centred);
    }

    /// <summary>Sum of the squares of all values.</summary>
    public double SumOfSquares()
    {
        var (sum, centred) = (0.0, new double[ColumnCount]);
        for (var row = 0; row < RowCount; row++)
        {
            Centre<double>(row, centred);
            sum = DesignMatrix.Dot(centred, centred, sum);
        }

        return sum;
    }

    /// <summary>The matrix of the equations without their diagonal, X^T X or X X^T, times some vectors.</summary>
    /// <param name="vectors">[Size, width].</param>
    /// <param name="width">Number of vectors.</param>
    /// <param name="pool">Threads.</param>
    public double[] Multiply(double[] vectors, int width, WorkerPool pool) => IsByRows
        ? Project(Pull(vectors, width, pool), width, pool)
        : Run(vectors, new double[RowCount * width], width, isPulled: true, pool);

    /// <summary>X times some vectors.</summary>
    /// <param name="vectors">[F, width].</param>
    /// <param name="width">Number of vectors.</param>
    /// <param name="pool">Threads.</param>
    /// <returns>[N, width].</returns>
    public double[] Project(double[] vectors, int width, WorkerPool pool)
    {
        var points = new double[RowCount * width];
        Run(vectors, points, width, isPulled: false, pool);
        return points;
    }

    /// <summary>X^T times some vectors.</summary>
    /// <param name="points">[N, width].</param>
    /// <param name="width">Number of vectors.</param>
    /// <param name="pool">Threads.</param>
    /// <returns>[F, width].</returns>
    public double[] Pull(double[] points, int width, WorkerPool pool) => Run(vectors: null, points, width, isPulled: true, pool);

    /// <summary>One look at all rows: X times vectors, where there are some, and then X^T times what each row has.</summary>
    private double[] Run(double[]? vectors, double[] points, int width, bool isPulled, WorkerPool pool)
    {
        var sums = new double[Parts][];
        pool.Run(Parts, sums, (part, all) =>
        {
            all[part] = new double[isPulled ? ColumnCount * width : 0];
            var band = ArrayPool<double>.Shared.Rent(RowsOfBand * ColumnCount);
            var last = Bands.Share(part + 1, Parts, RowCount);
            for (var first = Bands.Share(part, Parts, RowCount); first < last; first += RowsOfBand)
            {
                var count = Math.Min(RowsOfBand, last - first);
                for (var i = 0; i < count; i++)
                {
                    Centre(first + i, band.AsSpan(i * ColumnCount, ColumnCount));
                }

                var own = points.AsSpan(first * width, count * width);
                if (vectors is not null)
                {
                    Gemm.Multiply(
                        Transpose.No, Transpose.No, count, width, ColumnCount, band, ColumnCount, vectors, width, own, width,
                        accumulate: false, WorkerPool.Serial);
                }

                if (isPulled)
                {
                    Gemm.Multiply(
                        Transpose.Yes, Transpose.No, ColumnCount, width, count, band, ColumnCount, own, width, all[part], width,
                        accumulate: true, WorkerPool.Serial);
                }
            }

            ArrayPool<double>.Shared.Return(band);
        });
        foreach (var sum in sums[1..])
        {
            Lbfgs.Add(sums[0], 1, sum);
        }

        return sums[0];
    }
}
