using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Layers;

/// <summary>Sums and sums of squares of columns in float64, rows in rising order. A lane is a column; threads take columns.</summary>
internal static class ColumnSums
{
    /// <summary>Adds some rows to the sums.</summary>
    /// <param name="values">[rows, columns].</param>
    /// <param name="rows">Rows.</param>
    /// <param name="sums">[columns].</param>
    /// <param name="squares">[columns].</param>
    /// <param name="pool">Threads.</param>
    public static void Add(float[] values, int rows, double[] sums, double[] squares, WorkerPool pool)
    {
        var lanes = Vector512<float>.Count;
        var vectors = sums.Length / lanes;
        Bands.Run(
            pool,
            vectors,
            unit: 1,
            (long)vectors * rows * lanes,
            (Values: values, Rows: rows, Sums: sums, Squares: squares),
            static (first, last, job) => AddVectors(job.Values, job.Rows, job.Sums, job.Squares, first, last));
        for (var row = 0; row < rows; row++)
        {
            for (var column = vectors * lanes; column < sums.Length; column++)
            {
                double value = values[(row * sums.Length) + column];
                sums[column] += value;
                squares[column] = Math.FusedMultiplyAdd(value, value, squares[column]);
            }
        }
    }

    private static void AddVectors(float[] values, int rows, double[] sums, double[] squares, int first, int last)
    {
        var (columns, lanes) = (sums.Length, Vector512<float>.Count);
        var sum = Cast(sums);
        var square = Cast(squares);
        for (var row = 0; row < rows; row++)
        {
            var x = MemoryMarshal.Cast<float, Vector512<float>>(values.AsSpan((row * columns) + (first * lanes), (last - first) * lanes));
            for (var i = 0; i < x.Length; i++)
            {
                var (low, high) = Vector512.Widen(x[i]);
                var place = 2 * (first + i);
                sum[place] += low;
                sum[place + 1] += high;
                square[place] = Vector512.FusedMultiplyAdd(low, low, square[place]);
                square[place + 1] = Vector512.FusedMultiplyAdd(high, high, square[place + 1]);
            }
        }
    }

    private static Span<Vector512<double>> Cast(double[] values) => MemoryMarshal.Cast<double, Vector512<double>>(values.AsSpan());
}
