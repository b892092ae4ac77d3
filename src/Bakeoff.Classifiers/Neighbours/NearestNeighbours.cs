using Bakeoff.Classifiers.SupportVectors;
using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Neighbours;

/// <summary>Votes of the nearest training clips. Of clips at equal distance the earlier is nearer; of classes with equal votes the first wins.</summary>
internal sealed class NearestNeighbours : IClassifier
{
    private readonly int _k;
    private readonly DesignMatrix _training;
    private readonly PackedRows _packed;
    private readonly int[] _labels;
    private readonly int _classes;

    /// <summary>Keeps the training clips.</summary>
    /// <exception cref="ArgumentException">There are fewer clips than neighbours.</exception>
    public NearestNeighbours(int k, DesignMatrix training, int[] labels, int classes)
    {
        if (k > labels.Length)
        {
            throw new ArgumentException($"There are {labels.Length} training clips, expected at least k ({k}).", nameof(k));
        }

        _k = k;
        _training = training;
        _packed = new PackedRows(training);
        _labels = labels;
        _classes = classes;
    }

    /// <summary>Makes the classifier of its arrays.</summary>
    public static NearestNeighbours Restore(NearestNeighboursOptions options, ClassifierArrays arrays, int classes)
    {
        var training = arrays.Take("training", -1, -1);
        var labels = arrays.Take("labels", training.Shape[0]);
        return new NearestNeighbours(options.K, new DesignMatrix(training.Values, (int)training.Shape[1]), Array.ConvertAll(labels.Values, static label => (int)label), classes);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ClassifierArray> ToArrays() =>
    [
        new("training", [_training.RowCount, _training.ColumnCount], _training.Values),
        new("labels", [_labels.Length], Array.ConvertAll(_labels, static label => (double)label)),
    ];

    /// <inheritdoc/>
    public int Predict(ReadOnlySpan<double> features) => Softmax.ArgMax(Probabilities(features));

    /// <inheritdoc/>
    public double[] Probabilities(ReadOnlySpan<double> features)
    {
        var distances = new double[_labels.Length];
        _packed.SquaredDistances(features, distances);
        var nearest = distances.Select(static (distance, row) => (distance, row)).ToArray();
        Array.Sort(nearest);
        var shares = new double[_classes];
        for (var i = 0; i < _k; i++)
        {
            shares[_labels[nearest[i].row]]++;
        }

        return Array.ConvertAll(shares, share => share / _k);
    }
}
