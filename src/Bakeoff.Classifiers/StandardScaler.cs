using Bakeoff.Numerics;

namespace Bakeoff.Classifiers;

/// <summary>Scales each feature to mean 0 and standard deviation 1 over the training rows, as scikit-learn's StandardScaler.</summary>
/// <remarks>A feature that is constant in training is only centred. Deterministic: sums run in the order of rows.</remarks>
public sealed class StandardScaler
{
    private readonly double[] _mean;
    private readonly double[] _scale;

    /// <summary>Creates a scaler from known statistics.</summary>
    /// <param name="mean">Mean of each feature.</param>
    /// <param name="scale">Divisor of each feature; not 0.</param>
    public StandardScaler(double[] mean, double[] scale)
    {
        _mean = mean;
        _scale = scale;
    }

    /// <summary>Mean of each feature.</summary>
    public IReadOnlyList<double> Mean => _mean;

    /// <summary>Divisor of each feature: its standard deviation over all training rows (not N - 1), or 1 if it is constant.</summary>
    public IReadOnlyList<double> Scale => _scale;

    /// <summary>Measures means and standard deviations.</summary>
    /// <param name="training">At least one row.</param>
    public static StandardScaler Fit(DesignMatrix training)
    {
        ArgumentNullException.ThrowIfNull(training);
        var moments = Moments.OfColumns(training.Values, training.ColumnCount);
        return new StandardScaler(
            Array.ConvertAll(moments, static column => column.Mean),
            Array.ConvertAll(moments, static column => column.StandardDeviation > 0 ? column.StandardDeviation : 1));
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
        }
    }
}
