namespace Bakeoff.Evaluation.Metrics;

/// <summary>How often each class was taken for each other.</summary>
/// <remarks>Rows are truth, columns are predictions, both in the order of the labels.</remarks>
public sealed class ConfusionMatrix
{
    private readonly long[] _counts;

    /// <summary>Counts predictions.</summary>
    /// <param name="labels">Names of the K classes.</param>
    /// <param name="truth">True class of each clip, 0 to K - 1.</param>
    /// <param name="predicted">Predicted class of each clip, 0 to K - 1.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A class is outside 0 to K - 1.</exception>
    public ConfusionMatrix(IReadOnlyList<string> labels, ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (truth.Length != predicted.Length)
        {
            throw new ArgumentException($"There are {truth.Length} true classes and {predicted.Length} predicted ones.", nameof(predicted));
        }

        Labels = labels;
        _counts = new long[labels.Count * labels.Count];
        for (var i = 0; i < truth.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)truth[i], (uint)labels.Count, nameof(truth));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)predicted[i], (uint)labels.Count, nameof(predicted));
            _counts[(truth[i] * labels.Count) + predicted[i]]++;
        }
    }

    internal ConfusionMatrix(IReadOnlyList<string> labels, long[] counts)
    {
        Labels = labels;
        _counts = counts;
    }

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Clips of class <paramref name="truth"/> that were taken for <paramref name="predicted"/>.</summary>
    public long this[int truth, int predicted] => _counts[(truth * Labels.Count) + predicted];

    /// <summary>All clips.</summary>
    public long Total => Sum(0, _counts.Length, 1);

    /// <summary>Clips of a class.</summary>
    /// <param name="truth">The class.</param>
    public long Support(int truth) => Sum(truth * Labels.Count, Labels.Count, 1);

    /// <summary>Clips taken for a class.</summary>
    /// <param name="predicted">The class.</param>
    public long PredictedCount(int predicted) => Sum(predicted, Labels.Count, Labels.Count);

    /// <summary>Share of a class that was taken for another, or itself; 0 for a class without clips.</summary>
    /// <param name="truth">The true class.</param>
    /// <param name="predicted">The predicted class.</param>
    public double RowShare(int truth, int predicted) => Support(truth) == 0 ? 0 : this[truth, predicted] / (double)Support(truth);

    private long Sum(int first, int count, int step)
    {
        var sum = 0L;
        for (var i = 0; i < count; i++)
        {
            sum += _counts[first + (i * step)];
        }

        return sum;
    }
}
