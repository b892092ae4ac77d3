using Bakeoff.Numerics;

namespace Bakeoff.Classifiers;

/// <summary>Brings each feature to mean 0 and deviation 1 by what the training clips show, as scikit-learn's StandardScaler.</summary>
/// <remarks>A feature that is constant in training is only centred. Deterministic.</remarks>
public sealed class ColumnScaler
{
    private readonly double[] _mean;
    private readonly double[] _scale;

    /// <summary>Takes means and scales that were learnt before.</summary>
    /// <param name="mean">Mean of each feature.</param>
    /// <param name="scale">What each feature is divided by; not 0.</param>
    public ColumnScaler(double[] mean, double[] scale)
    {
        _mean = mean;
        _scale = scale;
    }

    /// <summary>Mean of each feature.</summary>
    public IReadOnlyList<double> Mean => _mean;

    /// <summary>What each feature is divided by: its deviation, 1 where it is constant.</summary>
    public IReadOnlyList<double> Scale => _scale;

    /// <summary>Learns means and deviations.</summary>
    /// <param name="training">Training clips, at least one.</param>
    public static ColumnScaler Fit(DesignMatrix training)
    {
        ArgumentNullException.ThrowIfNull(training);
        var moments = Moments.OfColumns(training.Values, training.ColumnCount);
        return new ColumnScaler(
            Array.ConvertAll(moments, static column => column.Mean),
            Array.ConvertAll(moments, static column => column.StandardDeviation > 0 ? column.StandardDeviation : 1));
    }

    /// <summary>Scales clips, those of training or others.</summary>
    /// <param name="clips">Same columns as in training.</param>
    public DesignMatrix Apply(DesignMatrix clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var values = new double[clips.Values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var column = i % clips.ColumnCount;
            values[i] = (clips.Values[i] - _mean[column]) / _scale[column];
        }

        return new DesignMatrix(values, clips.ColumnCount);
    }
}
