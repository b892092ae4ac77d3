namespace Bakeoff.Evaluation.Metrics;

/// <summary>Counts of truth against prediction.</summary>
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
            throw new ArgumentException(
                $"There are {truth.Length} true classes and {predicted.Length} predicted classes.", nameof(predicted));
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

    /// <summary>Restores a matrix from its counts.</summary>
    /// <exception cref="InvalidOperationException">The counts are not [K, K].</exception>
    internal static ConfusionMatrix FromRows(IReadOnlyList<string> labels, long[][] rows) =>
        rows.Length == labels.Count && Array.TrueForAll(rows, row => row.Length == labels.Count)
            ? new ConfusionMatrix(labels, [.. rows.SelectMany(static row => row)])
            : throw new InvalidOperationException($"confusion has not {labels.Count} x {labels.Count} counts");

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Number of clips of one class that were predicted as another, or the same.</summary>
    /// <param name="truth">The true class.</param>
    /// <param name="predicted">The predicted class.</param>
    public long this[int truth, int predicted] => _counts[(truth * Labels.Count) + predicted];

    /// <summary>Number of clips.</summary>
    public long Total => Sum(0, _counts.Length, 1);

    /// <summary>Number of clips recognised.</summary>
    public long Correct => Sum(0, Labels.Count, Labels.Count + 1);

    /// <summary>Number of clips of a class.</summary>
    /// <param name="truth">The class.</param>
    public long Support(int truth) => Sum(truth * Labels.Count, Labels.Count, 1);

    /// <summary>Number of clips predicted as a class.</summary>
    /// <param name="predicted">The class.</param>
    public long PredictedCount(int predicted) => Sum(predicted, Labels.Count, Labels.Count);

    /// <summary>Share of the clips predicted as a class that belong to it; 0 for a class that was not predicted.</summary>
    /// <param name="k">The class.</param>
    public double Precision(int k) => Divide(this[k, k], PredictedCount(k));

    /// <summary>Share of the clips of a class that were recognised; 0 for a class without clips.</summary>
    /// <param name="k">The class.</param>
    public double Recall(int k) => Divide(this[k, k], Support(k));

    /// <summary>Harmonic mean of precision and recall of a class; 0 if both are 0.</summary>
    /// <param name="k">The class.</param>
    public double F1(int k)
    {
        var (precision, recall) = (Precision(k), Recall(k));
        return Divide(2 * precision * recall, precision + recall);
    }

    /// <summary>Counts of shape [K][K]: rows are truth, columns are predictions.</summary>
    internal IEnumerable<long[]> ToRows() => _counts.Chunk(Labels.Count);

    private static double Divide(double numerator, double denominator) => denominator == 0 ? 0 : numerator / denominator;

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
