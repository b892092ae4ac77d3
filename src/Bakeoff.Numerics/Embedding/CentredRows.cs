using System.Runtime.Intrinsics;

namespace Bakeoff.Numerics.Embedding;

/// <summary>Points around their mean, of which no copy is made.</summary>
/// <remarks>Determinism: sums over rows are of parts of fixed lengths, in their order.</remarks>
internal sealed unsafe class CentredRows
{
    /// <summary>Directions of a block, which are multiplied together in float32.</summary>
    public const int Width = RowKernels.Eight;

    // Sums in float32 are no longer than this: their roundings grow with the length.
    private const int RowsOfSum = 48 * RowKernels.Eight;

    // Products of float32 are those of points and of their mean, one taken from the other. That leaves too few digits where the square of the
    // mean is so many variances.
    private const double FarthestMean = 1000;

    private readonly IReadOnlyList<float[]> _rows;
    private readonly double[] _means;
    private readonly bool _isFar;

    // Products of float32 neither overflow nor vanish, whatever the unit of the points.
    private readonly float _scale;

    /// <summary>Computes mean and variance.</summary>
    /// <param name="rows">[n][columns], at least one row.</param>
    public CentredRows(IReadOnlyList<float[]> rows)
    {
        var moments = Moments.OfColumns(rows.Count, i => rows[i], rows[0].Length);
        (_rows, _means) = (rows, Array.ConvertAll(moments, static column => column.Mean));
        Variance = moments.Sum(static column => column.Variance);
        _scale = (float)Math.Clamp(1 / Math.Sqrt(Variance), 1e-30, 1e30);
        _isFar = _means.Sum(static mean => mean * mean) > FarthestMean * Variance;
    }

    /// <summary>Number of columns.</summary>
    public int ColumnCount => _means.Length;

    /// <summary>Sum of the variances of all columns.</summary>
    public double Variance { get; }

    /// <summary>Multiplies two directions of a block by the covariance of the points, which is never formed, in float64.</summary>
    /// <param name="directions">[columns, <see cref="Width"/>].</param>
    /// <param name="images">[columns, <see cref="Width"/>], of which both columns are overwritten.</param>
    /// <param name="first">The first of both directions.</param>
    /// <returns>Coordinates of all points along both, [n, 2].</returns>
    public double[] MultiplyCovariance(double[] directions, double[] images, int first)
    {
        // One direction after the other.
        var (pair, sums) = (new double[2 * ColumnCount], new double[2 * ColumnCount]);
        for (var i = 0; i < pair.Length; i++)
        {
            pair[i] = directions[(i % ColumnCount * Width) + first + (i / ColumnCount)];
        }

        var points = new double[2 * (_rows.Count + RowKernels.Four)];
        for (var row = 0; row < _rows.Count; row += RowKernels.Four)
        {
            LookAtFour(row, pair, points, sums);
        }

        for (var i = 0; i < sums.Length; i++)
        {
            images[(i % ColumnCount * Width) + first + (i / ColumnCount)] = sums[i] / _rows.Count;
        }

        return points[..(2 * _rows.Count)];
    }

    /// <summary>Multiplies a block with products of float32, whose sums are added up in float64: about six digits of the largest images.
    /// Points far from zero are multiplied in float64.</summary>
    /// <param name="directions">[columns, <see cref="Width"/>].</param>
    /// <param name="images">[columns, <see cref="Width"/>], overwritten.</param>
    public void MultiplyCovarianceRoughly(double[] directions, double[] images)
    {
        if (!_isFar)
        {
            MultiplyNear(directions, images);
            return;
        }

        for (var first = 0; first < Width; first += 2)
        {
            MultiplyCovariance(directions, images, first);
        }
    }

    private void MultiplyNear(double[] directions, double[] images)
    {
        var centre = Vector256.Create<float>(Array.ConvertAll(ProjectMean(directions), static value => (float)value));
        var (factors, sums) = (Array.ConvertAll(directions, static value => (float)value), new float[directions.Length]);
        var total = Vector512<double>.Zero;
        Array.Clear(images);
        for (var row = 0; row < _rows.Count; row += RowKernels.Eight)
        {
            total += LookAtEight(row, factors, centre, sums);
            if ((row + RowKernels.Eight) % RowsOfSum == 0 || row + RowKernels.Eight >= _rows.Count)
            {
                Move(sums, images);
            }
        }

        var divisor = _rows.Count * (double)_scale;
        for (var i = 0; i < images.Length; i++)
        {
            images[i] = (images[i] - (_means[i / Width] * total[i % Width])) / divisor;
        }
    }

    /// <summary>Computes coordinates of four rows and adds their share to the images of two directions.</summary>
    private void LookAtFour(int row, double[] directions, double[] points, double[] images)
    {
        fixed (float* a = RowAt(row), b = RowAt(row + 1), c = RowAt(row + 2), d = RowAt(row + 3))
        fixed (double* means = _means, factors = directions, own = points.AsSpan(2 * row), sums = images)
        {
            var rows = stackalloc float*[] { a, b, c, d };
            RowKernels.ProjectFour(rows, ColumnCount, means, factors, own);
            points.AsSpan(2 * _rows.Count).Clear();
            RowKernels.PullFour(rows, ColumnCount, means, own, sums);
        }
    }

    /// <summary>Adds the share of eight rows to the images of a block.</summary>
    /// <returns>Sum of their coordinates.</returns>
    private Vector512<double> LookAtEight(int row, float[] directions, Vector256<float> centre, float[] images)
    {
        var points = stackalloc Vector256<float>[RowKernels.Eight];
        var total = Vector512<double>.Zero;
        fixed (float* a = RowAt(row), b = RowAt(row + 1), c = RowAt(row + 2), d = RowAt(row + 3))
        fixed (float* e = RowAt(row + 4), f = RowAt(row + 5), g = RowAt(row + 6), h = RowAt(row + 7))
        fixed (float* factors = directions, sums = images)
        {
            var rows = stackalloc float*[] { a, b, c, d, e, f, g, h };
            RowKernels.ProjectEight(rows, ColumnCount, factors, (float*)points);
            for (var i = 0; i < RowKernels.Eight; i++)
            {
                points[i] = row + i < _rows.Count ? _scale * (points[i] - centre) : Vector256<float>.Zero;
                var (lower, upper) = Vector256.Widen(points[i]);
                total += Vector512.Create(lower, upper);
            }

            RowKernels.PullEight(rows, ColumnCount, points, sums);
        }

        return total;
    }

    /// <summary>A row; the last one stands in for those that there are not.</summary>
    private float[] RowAt(int row) => _rows[Math.Min(row, _rows.Count - 1)];

    private double[] ProjectMean(double[] directions)
    {
        var sums = new double[Width];
        for (var i = 0; i < directions.Length; i++)
        {
            sums[i % Width] = Math.FusedMultiplyAdd(_means[i / Width], directions[i], sums[i % Width]);
        }

        return sums;
    }

    /// <summary>Adds numbers to sums and clears them.</summary>
    private static void Move(Span<float> numbers, Span<double> sums)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            sums[i] += numbers[i];
        }

        numbers.Clear();
    }
}
