using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Numerics.Embedding;

/// <summary>Points around their mean, multiplied a band at a time: no copy of all of them is made.</summary>
/// <remarks>Determinism: each sum is one chain over the columns or over the rows, in their order.</remarks>
internal sealed class CentredRows
{
    /// <summary>Directions that are multiplied together: a vector of numbers.</summary>
    public const int Width = 8;

    // So many rows stay in the second-level cache between both of their products.
    private const int RowsOfBand = 24;

    // Sums in float32 are no longer than this: their roundings grow with the length.
    private const int RowsOfSum = 16 * RowsOfBand;

    private readonly IReadOnlyList<float[]> _rows;
    private readonly double[] _means;
    private readonly double[] _band;
    private readonly double[] _points = new double[RowsOfBand * Width];

    // Products of float32 neither overflow nor vanish, whatever the unit of the points.
    private readonly float _scale;
    private readonly float[] _roughMeans;
    private readonly float[] _roughBand;
    private readonly float[] _roughPoints = new float[RowsOfBand * Width];
    private readonly float[] _roughImages;

    /// <summary>Computes mean and variance.</summary>
    /// <param name="rows">[n][columns], at least one row.</param>
    public CentredRows(IReadOnlyList<float[]> rows)
    {
        var moments = Moments.OfColumns(rows.Count, i => rows[i], rows[0].Length);
        (_rows, _means) = (rows, Array.ConvertAll(moments, static column => column.Mean));
        Variance = moments.Sum(static column => column.Variance);
        _scale = (float)Math.Clamp(1 / Math.Sqrt(Variance), 1e-30, 1e30);
        _roughMeans = Array.ConvertAll(_means, static mean => (float)mean);
        _band = new double[RowsOfBand * ColumnCount];
        _roughBand = new float[_band.Length];
        _roughImages = new float[ColumnCount * Width];
    }

    /// <summary>Number of columns.</summary>
    public int ColumnCount => _means.Length;

    /// <summary>Sum of the variances of all columns.</summary>
    public double Variance { get; }

    /// <summary>Multiplies directions by the covariance of the points, which is never formed, with products of float64.</summary>
    /// <param name="directions">[columns, <see cref="Width"/>].</param>
    /// <param name="images">[columns, <see cref="Width"/>], overwritten.</param>
    public void MultiplyCovariance(double[] directions, double[] images)
    {
        Array.Clear(images);
        for (var first = 0; first < _rows.Count; first += RowsOfBand)
        {
            var count = CentreBand(first, _band);
            ProjectBand(directions, count, _points);
            Gemm.Multiply(
                Transpose.Yes, Transpose.No, ColumnCount, Width, count, _band, ColumnCount, _points, Width, images, Width,
                accumulate: true, WorkerPool.Serial);
        }

        Divide(images, _rows.Count);
    }

    /// <summary>The same with products of float32, whose sums are added up in float64: about six digits of the largest images.</summary>
    /// <inheritdoc cref="MultiplyCovariance"/>
    public void MultiplyCovarianceRoughly(double[] directions, double[] images)
    {
        var singles = Array.ConvertAll(directions, static value => (float)value);
        Array.Clear(images);
        for (var first = 0; first < _rows.Count; first += RowsOfBand)
        {
            var count = CentreBand(first, _roughBand);
            Gemm.Multiply(
                Transpose.No, Transpose.No, count, Width, ColumnCount, _roughBand, ColumnCount, singles, Width, _roughPoints, Width,
                accumulate: false, WorkerPool.Serial);
            Gemm.Multiply(
                Transpose.Yes, Transpose.No, ColumnCount, Width, count, _roughBand, ColumnCount, _roughPoints, Width, _roughImages, Width,
                accumulate: first % RowsOfSum > 0, WorkerPool.Serial);
            if ((first + RowsOfBand) % RowsOfSum == 0 || first + RowsOfBand >= _rows.Count)
            {
                Add(_roughImages, images);
            }
        }

        Divide(images, _rows.Count * (double)_scale * _scale);
    }

    /// <summary>Coordinates of all points along directions, in float64.</summary>
    /// <param name="directions">[columns, <see cref="Width"/>].</param>
    /// <returns>[n, <see cref="Width"/>].</returns>
    public double[] Project(double[] directions)
    {
        var points = new double[_rows.Count * Width];
        for (var first = 0; first < _rows.Count; first += RowsOfBand)
        {
            ProjectBand(directions, CentreBand(first, _band), points.AsSpan(first * Width));
        }

        return points;
    }

    private void ProjectBand(double[] directions, int count, Span<double> points) =>
        Gemm.Multiply(
            Transpose.No, Transpose.No, count, Width, ColumnCount, _band, ColumnCount, directions, Width, points, Width,
            accumulate: false, WorkerPool.Serial);

    private static void Divide(double[] images, double divisor)
    {
        foreach (ref var image in images.AsSpan())
        {
            image /= divisor;
        }
    }

    /// <summary>Copies rows, moved to lie around zero.</summary>
    /// <returns>Their number.</returns>
    private int CentreBand(int first, double[] band)
    {
        var count = Math.Min(RowsOfBand, _rows.Count - first);
        for (var i = 0; i < count; i++)
        {
            Centre(_rows[first + i], _means, band.AsSpan(i * ColumnCount, ColumnCount));
        }

        return count;
    }

    private int CentreBand(int first, float[] band)
    {
        var count = Math.Min(RowsOfBand, _rows.Count - first);
        for (var i = 0; i < count; i++)
        {
            CentreRoughly(_rows[first + i], band.AsSpan(i * ColumnCount, ColumnCount));
        }

        return count;
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

    private void CentreRoughly(ReadOnlySpan<float> row, Span<float> centred)
    {
        var sources = MemoryMarshal.Cast<float, Vector256<float>>(row);
        var centres = MemoryMarshal.Cast<float, Vector256<float>>(_roughMeans);
        var targets = MemoryMarshal.Cast<float, Vector256<float>>(centred);
        for (var i = 0; i < sources.Length; i++)
        {
            targets[i] = _scale * (sources[i] - centres[i]);
        }

        for (var j = sources.Length * Vector256<float>.Count; j < centred.Length; j++)
        {
            centred[j] = _scale * (row[j] - _roughMeans[j]);
        }
    }

    private static void Add(ReadOnlySpan<float> values, Span<double> sums)
    {
        var sources = MemoryMarshal.Cast<float, Vector256<float>>(values);
        var targets = MemoryMarshal.Cast<double, Vector256<double>>(sums);
        for (var i = 0; i < sources.Length; i++)
        {
            // Each row has eight values: vectors leave none over.
            var (lower, upper) = Vector256.Widen(sources[i]);
            targets[2 * i] += lower;
            targets[(2 * i) + 1] += upper;
        }
    }
}
