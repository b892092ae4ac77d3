namespace Bakeoff.Evaluation.Metrics;

/// <summary>Counts of truth against prediction.</summary>
/// <remarks>Rows are truth, columns are predictions, both in the order of the labels.</remarks>
public sealed class ConfusionMatrix
{
    private readonly long[] _counts;
    private readonly long[] _supports;
    private readonly long[] _predictedCounts;

    /// <summary>Counts predictions.</summary>
    /// <param name="labels">Names of the K classes.</param>
    /// <param name="truth">True class of each clip, 0 to K - 1.</param>
    /// <param name="predicted">Predicted class of each clip, 0 to K - 1.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A class is outside 0 to K - 1.</exception>
    public ConfusionMatrix(IReadOnlyList<string> labels, ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
        : this(labels)
    {
        if (truth.Length != predicted.Length)
        {
            throw new ArgumentException(
                $"There are {truth.Length} true classes and {predicted.Length} predicted classes.", nameof(predicted));
        }

        for (var i = 0; i < truth.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)truth[i], (uint)labels.Count, nameof(truth));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)predicted[i], (uint)labels.Count, nameof(predicted));
            Add((truth[i] * labels.Count) + predicted[i], 1);
        }
    }

    /// <summary>Creates a matrix without clips.</summary>
    internal ConfusionMatrix(IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        Labels = labels;
        _counts = new long[labels.Count * labels.Count];
        _supports = new long[labels.Count];
        _predictedCounts = new long[labels.Count];
    }

    /// <summary>Restores a matrix from its counts.</summary>
    /// <exception cref="InvalidOperationException">The counts are not [K, K].</exception>
    internal static ConfusionMatrix FromRows(IReadOnlyList<string> labels, long[][] rows)
    {
        if (rows.Length != labels.Count || !Array.TrueForAll(rows, row => row.Length == labels.Count))
        {
            throw new InvalidOperationException($"confusion has not {labels.Count} x {labels.Count} counts");
        }

        var matrix = new ConfusionMatrix(labels);
        foreach (var (cell, count) in rows.SelectMany(static row => row).Index())
        {
            matrix.Add(cell, count);
        }

        return matrix;
    }

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Number of clips of one class that were predicted as another, or the same.</summary>
    /// <param name="truth">The true class.</param>
    /// <param name="predicted">The predicted class.</param>
    public long this[int truth, int predicted] => _counts[(truth * Labels.Count) + predicted];

    /// <summary>Number of clips.</summary>
    public long Total => _supports.Sum();

    /// <summary>Number of clips recognised.</summary>
    public long Correct => Enumerable.Range(0, Labels.Count).Sum(k => this[k, k]);

    /// <summary>Number of clips of a class.</summary>
    /// <param name="truth">The class.</param>
    public long Support(int truth) => _supports[truth];

    /// <summary>Number of clips predicted as a class.</summary>
    /// <param name="predicted">The class.</param>
    public long PredictedCount(int predicted) => _predictedCounts[predicted];

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

    /// <summary>Adds clips to a cell, or takes them away again.</summary>
    /// <param name="cell">Position of the cell: truth times K plus prediction.</param>
    /// <param name="count">Number of clips.</param>
    internal void Add(int cell, long count)
    {
        var (truth, predicted) = Math.DivRem(cell, Labels.Count);
        _counts[cell] += count;
        _supports[truth] += count;
        _predictedCounts[predicted] += count;
    }

    private static double Divide(double numerator, double denominator) => denominator == 0 ? 0 : numerator / denominator;
}
