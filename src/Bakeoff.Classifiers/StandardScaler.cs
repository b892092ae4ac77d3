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

    /// <summary>Scales rows.</summary>
    /// <param name="rows">Rows with the same columns as in training.</param>
    public DesignMatrix Apply(DesignMatrix rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var values = new double[rows.Values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var column = i % rows.ColumnCount;
            values[i] = (rows.Values[i] - _mean[column]) / _scale[column];
        }

        return new DesignMatrix(values, rows.ColumnCount);
    }
}
