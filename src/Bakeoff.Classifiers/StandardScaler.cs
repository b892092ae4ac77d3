using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers;

/// <summary>Scales each feature to mean 0 and standard deviation 1 over the training rows, as scikit-learn's StandardScaler; or
/// robustly, by median and interquartile range, with a limit.</summary>
/// <remarks>A feature that is constant in training is only centred. Deterministic: sums run in the order of rows.</remarks>
public sealed class StandardScaler
{
    /// <summary>Largest magnitude of a feature that is scaled robustly.</summary>
    public const double RobustLimit = 1.5;

    // The distance of the quartiles of a normal distribution, in standard deviations.
    private const double NormalInterquartileRange = 1.3489795003921634;

    // Two cache lines of each row, so that the columns of some thousands of rows stay in the second-level cache.
    private const int ColumnsTogether = 16;

    private readonly double[] _mean;
    private readonly double[] _scale;

    /// <summary>Creates a scaler from known statistics.</summary>
    /// <param name="mean">Mean, or median, of each feature.</param>
    /// <param name="scale">Divisor of each feature; not 0.</param>
    /// <param name="limit">Largest magnitude of a scaled feature; infinity for any.</param>
    public StandardScaler(double[] mean, double[] scale, double limit = double.PositiveInfinity)
    {
        _mean = mean;
        _scale = scale;
        Limit = limit;
    }

    /// <summary>Mean of each feature; its median where it is scaled robustly.</summary>
    public IReadOnlyList<double> Mean => _mean;

    /// <summary>Divisor of each feature: its standard deviation over all training rows (not N - 1), or that which a normal
    /// distribution of its interquartile range has; 1 if it is constant.</summary>
    public IReadOnlyList<double> Scale => _scale;

    /// <summary>Largest magnitude of a scaled feature: what is beyond is set to it. Infinity for any.</summary>
    public double Limit { get; }

    /// <summary>Statistics that it was fitted by.</summary>
    public FeatureScaling Scaling => double.IsPositiveInfinity(Limit) ? FeatureScaling.Standard : FeatureScaling.Robust;

    /// <summary>Measures the statistics.</summary>
    /// <param name="training">At least one row.</param>
    /// <param name="scaling">The statistics. Default: mean and standard deviation.</param>
    /// <param name="threads">Number of threads that find quartiles, at least 1; it changes no result.</param>
    public static StandardScaler Fit(DesignMatrix training, FeatureScaling scaling = FeatureScaling.Standard, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(training);
        return scaling == FeatureScaling.Robust ? FitRobust(training, threads) : FitMoments(training);
    }

    private static StandardScaler FitMoments(DesignMatrix training)
    {
        var moments = Moments.OfColumns(training.Values, training.ColumnCount);
        return new StandardScaler(
            Array.ConvertAll(moments, static column => column.Mean),
            Array.ConvertAll(moments, static column => column.StandardDeviation > 0 ? column.StandardDeviation : 1));
    }

    private static StandardScaler FitRobust(DesignMatrix training, int threads)
    {
        var columns = training.ColumnCount;
        var (median, scale) = (new double[columns], new double[columns]);
        var moments = new Lazy<StandardScaler>(() => FitMoments(training));
        using var pool = new WorkerPool(threads);
        pool.Run((columns + ColumnsTogether - 1) / ColumnsTogether, training, (block, rows) =>
        {
            var (first, count) = (block * ColumnsTogether, rows.RowCount);
            var width = Math.Min(ColumnsTogether, columns - first);
            var values = ArrayPool<double>.Shared.Rent(width * count);
            for (var row = 0; row < count; row++)
            {
                var source = rows.Row(row).Slice(first, width);
                for (var i = 0; i < source.Length; i++)
                {
                    values[(i * count) + row] = source[i];
                }
            }

            for (var i = 0; i < width; i++)
            {
                // A feature of which more than half of the clips have one value has no interquartile range, but may still vary.
                (var lower, median[first + i], var upper) = Quartiles.Of(values.AsSpan(i * count, count));
                scale[first + i] = upper > lower ? (upper - lower) / NormalInterquartileRange : moments.Value._scale[first + i];
            }

            ArrayPool<double>.Shared.Return(values);
        });
        return new StandardScaler(median, scale, RobustLimit);
    }

    /// <summary>Scales a copy of rows.</summary>
    /// <param name="rows">Rows with the same columns as in training.</param>
    public DesignMatrix Apply(DesignMatrix rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var scaled = new DesignMatrix(GC.AllocateUninitializedArray<double>(rows.Values.Length), rows.ColumnCount);
        Write(rows, scaled);
        return scaled;
    }

    /// <summary>Scales rows where they are.</summary>
    /// <param name="rows">Rows with the same columns as in training; overwritten.</param>
    public void ApplyInPlace(DesignMatrix rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Write(rows, rows);
    }

    private void Write(DesignMatrix rows, DesignMatrix scaled)
    {
        var means = MemoryMarshal.Cast<double, Vector512<double>>(_mean);
        var scales = MemoryMarshal.Cast<double, Vector512<double>>(_scale);
        var limit = Vector512.Create(Limit);
        for (var row = 0; row < rows.RowCount; row++)
        {
            var source = rows.Row(row);
            var target = scaled.Values.AsSpan(row * rows.ColumnCount, rows.ColumnCount);
            var sources = MemoryMarshal.Cast<double, Vector512<double>>(source);
            var targets = MemoryMarshal.Cast<double, Vector512<double>>(target);
            for (var i = 0; i < targets.Length; i++)
            {
                targets[i] = Vector512.Min(Vector512.Max((sources[i] - means[i]) / scales[i], -limit), limit);
            }

            for (var column = targets.Length * Vector512<double>.Count; column < target.Length; column++)
            {
                target[column] = Math.Clamp((source[column] - _mean[column]) / _scale[column], -Limit, Limit);
            }
        }
    }
}
