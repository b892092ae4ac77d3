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

    // A cache line of each row.
    private const int ColumnsTogether = 8;

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
        var (columns, count) = (training.ColumnCount, training.RowCount);
        var (median, scale) = (new double[columns], new double[columns]);
        var values = new double[ColumnsTogether * count];
        for (var first = 0; first < columns; first += ColumnsTogether)
        {
            var last = Math.Min(first + ColumnsTogether, columns);
            for (var row = 0; row < count; row++)
            {
                for (var column = first; column < last; column++)
                {
                    values[((column - first) * count) + row] = training.Values[(row * columns) + column];
                }
            }

            for (var column = first; column < last; column++)
            {
                (var lower, median[column], var upper) = Quartiles.Of(values.AsSpan((column - first) * count, count));
                scale[column] = upper > lower ? (upper - lower) / NormalInterquartileRange : moments._scale[column];
            }
        }

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
