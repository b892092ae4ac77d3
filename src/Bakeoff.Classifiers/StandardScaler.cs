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
    public static StandardScaler Fit(DesignMatrix training, FeatureScaling scaling = FeatureScaling.Standard)
    {
        ArgumentNullException.ThrowIfNull(training);
        return scaling == FeatureScaling.Robust ? FitRobust(training) : FitMoments(training);
    }

    private static StandardScaler FitMoments(DesignMatrix training)
    {
        var moments = Moments.OfColumns(training.Values, training.ColumnCount);
        return new StandardScaler(
            Array.ConvertAll(moments, static column => column.Mean),
            Array.ConvertAll(moments, static column => column.StandardDeviation > 0 ? column.StandardDeviation : 1));
    }

    private static StandardScaler FitRobust(DesignMatrix training)
    {
        // A feature of which more than half of the clips have one value has no interquartile range, but may still vary.
        var moments = FitMoments(training);
        var (median, scale) = (new double[training.ColumnCount], new double[training.ColumnCount]);
        var sorted = new double[training.RowCount];
        for (var column = 0; column < training.ColumnCount; column++)
        {
            for (var row = 0; row < sorted.Length; row++)
            {
                sorted[row] = training.Values[(row * training.ColumnCount) + column];
            }

            Array.Sort(sorted);
            var range = Quantile(sorted, 0.75) - Quantile(sorted, 0.25);
            median[column] = Quantile(sorted, 0.5);
            scale[column] = range > 0 ? range / NormalInterquartileRange : moments._scale[column];
        }

        return new StandardScaler(median, scale, RobustLimit);
    }

    // Linear between the two nearest, as numpy.quantile.
    private static double Quantile(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
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
        for (var row = 0; row < rows.RowCount; row++)
        {
            var source = rows.Row(row);
            var target = scaled.Values.AsSpan(row * rows.ColumnCount, rows.ColumnCount);
            for (var column = 0; column < target.Length; column++)
            {
                target[column] = (source[column] - _mean[column]) / _scale[column];
            }

            if (Limit < double.PositiveInfinity)
            {
                SetToLimit(target);
            }
        }
    }

    private void SetToLimit(Span<double> row)
    {
        for (var column = 0; column < row.Length; column++)
        {
            row[column] = Math.Clamp(row[column], -Limit, Limit);
        }
    }
}
