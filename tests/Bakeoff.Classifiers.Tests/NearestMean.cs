using Bakeoff.Options;

namespace Bakeoff.Classifiers.Tests;

/// <summary>A classifier that this assembly adds: the class with the nearest mean.</summary>
[Kind("nearest_mean")]
internal sealed record NearestMeanOptions : ClassifierOptions
{
    /// <inheritdoc/>
    public override IClassifier Train(TrainingRows training, ulong seed, int threads)
    {
        var columns = training.Rows.ColumnCount;
        var means = new double[training.ClassCount * columns];
        for (var i = 0; i < training.Classes.Length; i++)
        {
            var count = training.Classes.Count(k => k == training.Classes[i]);
            for (var j = 0; j < columns; j++)
            {
                means[(training.Classes[i] * columns) + j] += training.Rows.Row(i)[j] / count;
            }
        }

        return new NearestMean(new DesignMatrix(means, columns));
    }

    /// <inheritdoc/>
    public override IClassifier Restore(ClassifierArrays arrays, int classCount)
    {
        var means = arrays.Take("means", classCount, -1);
        return new NearestMean(new DesignMatrix(means.Values, (int)means.Shape[1]));
    }
}

internal sealed class NearestMean(DesignMatrix means) : IClassifier
{
    public int Predict(ReadOnlySpan<double> features)
    {
        var best = 0;
        for (var k = 1; k < means.RowCount; k++)
        {
            best = DesignMatrix
                .SquaredDistance(means.Row(k), features) < DesignMatrix
                .SquaredDistance(means.Row(best), features) ? k : best;
        }

        return best;
    }

    public double[] Probabilities(ReadOnlySpan<double> features)
    {
        var probabilities = new double[means.RowCount];
        probabilities[Predict(features)] = 1;
        return probabilities;
    }

    public IReadOnlyList<ClassifierArray> ToArrays() => [new("means", [means.RowCount, means.ColumnCount], means.Values)];
}
