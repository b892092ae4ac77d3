using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Numerics.Embedding;

/// <summary>Points around their mean, multiplied a band at a time: they exist in float64 for one band of rows only.</summary>
/// <remarks>Determinism: each sum is one chain over the columns or over the rows, in their order.</remarks>
internal sealed class CentredRows
{
    /// <summary>Directions that are multiplied together: a vector of numbers.</summary>
    public const int Width = 8;

    // So many rows stay in the second-level cache between both of their products.
    private const int RowsOfBand = 24;

    private readonly IReadOnlyList<float[]> _rows;
    private readonly double[] _means;
    private readonly double[] _band;
    private readonly double[] _points = new double[RowsOfBand * Width];

    /// <summary>Computes mean and variance.</summary>
    /// <param name="rows">[n][columns], at least one row.</param>
    public CentredRows(IReadOnlyList<float[]> rows)
    {
        var moments = Moments.OfColumns(rows.Count, i => rows[i], rows[0].Length);
        (_rows, _means) = (rows, Array.ConvertAll(moments, static column => column.Mean));
        _band = new double[RowsOfBand * ColumnCount];
        Variance = moments.Sum(static column => column.Variance);
    }

    /// <summary>Number of columns.</summary>
    public int ColumnCount => _means.Length;

    /// <summary>Sum of the variances of all columns.</summary>
    public double Variance { get; }

    /// <summary>Multiplies directions by the covariance of the points, which is never formed.</summary>
    /// <param name="directions">[columns, <see cref="Width"/>].</param>
    /// <param name="images">[columns, <see cref="Width"/>], overwritten.</param>
    public void MultiplyCovariance(double[] directions, double[] images)
    {
        Array.Clear(images);
        foreach (var (_, count) in CentredBands())
        {
            ProjectBand(directions, count, _points);
            Gemm.Multiply(
                Transpose.Yes, Transpose.No, ColumnCount, Width, count, _band, ColumnCount, _points, Width, images, Width,
                accumulate: true, WorkerPool.Serial);
        }

        foreach (ref var image in images.AsSpan())
        {
            image /= _rows.Count;
        }
    }

    /// <summary>Coordinates of all points along directions.</summary>
    /// <param name="directions">[columns, <see cref="Width"/>].</param>
    /// <returns>[n, <see cref="Width"/>].</returns>
    public double[] Project(double[] directions)
    {
        var points = new double[_rows.Count * Width];
        foreach (var (first, count) in CentredBands())
        {
            ProjectBand(directions, count, points.AsSpan(first * Width));
        }

        return points;
    }

    private void ProjectBand(double[] directions, int count, Span<double> points) =>
        Gemm.Multiply(
            Transpose.No, Transpose.No, count, Width, ColumnCount, _band, ColumnCount, directions, Width, points, Width,
            accumulate: false, WorkerPool.Serial);

    /// <summary>Bands of rows, each of which is in <see cref="_band"/> while it is looked at.</summary>
    private IEnumerable<(int First, int Count)> CentredBands()
    {
        for (var first = 0; first < _rows.Count; first += RowsOfBand)
        {
            var count = Math.Min(RowsOfBand, _rows.Count - first);
            for (var i = 0; i < count; i++)
            {
                Centre(_rows[first + i], _means, _band.AsSpan(i * ColumnCount, ColumnCount));
            }

            yield return (first, count);
        }
    }

    private static void Centre(ReadOnlySpan<float> row, ReadOnlySpan<double> means, Span<double> centred)
    {
        var sources = MemoryMarshal.Cast<float, Vector256<float>>(row);
        var centres = MemoryMarshal.Cast<double, Vector256<double>>(means);
        var targets = MemoryMarshal.Cast<double, Vector256<double>>(centred);
        for (var i = 0; i < sources.Length; i++)
        {
            var (lower, upper) = Vector256.Widen(sources[i]);
            targets[2 * i] = lower - centres[2 * i];
            targets[(2 * i) + 1] = upper - centres[(2 * i) + 1];
        }

        for (var j = sources.Length * Vector256<float>.Count; j < centred.Length; j++)
        {
            centred[j] = row[j] - means[j];
        }
    }
}
