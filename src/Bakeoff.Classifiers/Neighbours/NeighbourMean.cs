using System.Globalization;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.Neighbours;

/// <summary>The mean number of the nearest training clips, as scikit-learn's KNeighborsRegressor. Ties in distance go to the earlier
/// clip.</summary>
internal sealed class NeighbourMean : IRegressor
{
    private readonly int _k;
    private readonly TargetRows _training;
    private readonly NeighbourSearch _search;

    /// <summary>Keeps the training clips.</summary>
    /// <param name="k">Number of neighbours.</param>
    /// <param name="training">Scaled features and numbers.</param>
    /// <exception cref="ClassifierException">There are fewer clips than neighbours.</exception>
    public NeighbourMean(int k, TargetRows training)
    {
        if (k > training.Values.Length)
        {
            throw new ClassifierException(new ErrorDetails("there are {value} training clips")
            {
                Value = training.Values.Length.ToString(CultureInfo.InvariantCulture),
                Rule = string.Create(CultureInfo.InvariantCulture, $"at least k ({k})"),
            });
        }

        (_k, _training, _search) = (k, training, new NeighbourSearch(training.Rows));
    }

    /// <summary>Restores a regressor from its arrays.</summary>
    public static NeighbourMean Restore(int k, ClassifierArrays arrays)
    {
        var training = arrays.Take("training", -1, -1);
        var rows = new DesignMatrix(training.Values, (int)training.Shape[1]);
        return new NeighbourMean(k, new TargetRows(rows, arrays.Take("values", training.Shape[0]).Values));
    }

    /// <inheritdoc/>
    public double[] Predict(DesignMatrix clips, int threads) => Array.ConvertAll(_search.Find(clips, _k, threads), nearest =>
    {
        var sum = 0.0;
        foreach (var row in nearest)
        {
            sum += _training.Values[row];
        }

        return sum / _k;
    });

    /// <inheritdoc/>
    public IReadOnlyList<ClassifierArray> ToArrays() =>
    [
        new("training", [_training.Rows.RowCount, _training.Rows.ColumnCount], _training.Rows.Values),
        new("values", [_training.Values.Length], _training.Values),
    ];
}
