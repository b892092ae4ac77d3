using System.Globalization;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.Neighbours;

/// <summary>Votes of the nearest training clips. Ties in distance go to the earlier clip, ties in votes to the first class.</summary>
internal sealed class NearestNeighbours : IClassifier
{
    private readonly int _k;
    private readonly TrainingRows _training;
    private readonly NeighbourSearch _search;

    /// <summary>Keeps the training clips.</summary>
    /// <param name="k">Number of neighbours that vote.</param>
    /// <param name="training">Scaled features and classes.</param>
    /// <exception cref="ClassifierException">There are fewer clips than neighbours.</exception>
    public NearestNeighbours(int k, TrainingRows training)
    {
        if (k > training.Classes.Length)
        {
            throw new ClassifierException(new ErrorDetails("there are {value} training clips")
            {
                Value = training.Classes.Length.ToString(CultureInfo.InvariantCulture),
                Rule = string.Create(CultureInfo.InvariantCulture, $"at least k ({k})"),
            });
        }

        if (training.Weights is not null)
        {
            throw new ClassifierException(new ErrorDetails("each neighbour has {value}, and rows have weights")
            {
                Value = "one vote",
                Rule = "rows without weights",
            });
        }

        _k = k;
        _training = training;
        _search = new NeighbourSearch(training.Rows);
    }

    /// <summary>Restores a classifier from its arrays.</summary>
    public static NearestNeighbours Restore(int k, ClassifierArrays arrays, int classes)
    {
        var training = arrays.Take("training", -1, -1);
        var labels = Array.ConvertAll(arrays.Take("labels", training.Shape[0]).Values, static label => (int)label);
        var rows = new TrainingRows(new DesignMatrix(training.Values, (int)training.Shape[1]), labels, classes);
        return new NearestNeighbours(k, rows);
    }

    /// <inheritdoc/>
    public double SmallestProbability => 0.5 / _k;

    /// <inheritdoc/>
    public IReadOnlyList<ClassifierArray> ToArrays() =>
    [
        new("training", [_training.Rows.RowCount, _training.Rows.ColumnCount], _training.Rows.Values),
        new("labels", [_training.Classes.Length], Array.ConvertAll(_training.Classes, static label => (double)label)),
    ];

    /// <inheritdoc/>
    public int Predict(ReadOnlySpan<double> features) => Softmax.ArgMax(Probabilities(features));

    /// <inheritdoc/>
    public double[] Probabilities(ReadOnlySpan<double> features) =>
        Probabilities(new DesignMatrix(features.ToArray(), features.Length), threads: 1)[0];

    /// <inheritdoc/>
    public double[][] Probabilities(DesignMatrix clips, int threads) => Array.ConvertAll(_search.Find(clips, _k, threads), Shares);

    private double[] Shares(int[] nearest)
    {
        var shares = new double[_training.ClassCount];
        foreach (var row in nearest)
        {
            shares[_training.Classes[row]]++;
        }

        return Array.ConvertAll(shares, share => share / _k);
    }
}
