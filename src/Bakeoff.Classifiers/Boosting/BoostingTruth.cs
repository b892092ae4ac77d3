using System.Globalization;
using System.Runtime.Intrinsics;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.Boosting;

/// <summary>The class or number of each training row of boosted trees, with the loss by the row's scores.</summary>
/// <param name="rows">Features of the rows.</param>
internal abstract class BoostingTruth(DesignMatrix rows)
{
    /// <summary>Features of the rows.</summary>
    public DesignMatrix Rows { get; } = rows;

    /// <summary>Scores before the first tree, one for each tree of a round.</summary>
    public abstract double[] Baseline();

    /// <summary>Units of the derivatives in a round.</summary>
    /// <param name="options">Limits of the trees.</param>
    /// <param name="scores">Scores before the round, shape [trees of a round][rows].</param>
    public abstract DerivativeScale Scale(GradientBoostingOptions options, double[][] scores);

    /// <summary>Derivatives of the loss of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="scores">Its scores; overwritten.</param>
    /// <param name="scale">Units.</param>
    /// <param name="derivatives">Receives those by each score.</param>
    public abstract void Differentiate(int row, double[] scores, DerivativeScale scale, Vector128<long>[] derivatives);

    /// <summary>The loss of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="scores">Its scores; overwritten.</param>
    public abstract double Loss(int row, double[] scores);

    /// <summary>Some of the rows.</summary>
    public abstract BoostingTruth Select(int[] rows);

    /// <summary>Divides the rows into those that trees are grown on and groups that are held out.</summary>
    /// <exception cref="ClassifierException">No group can be held out.</exception>
    public abstract HeldOutRows HoldOut(double share, ulong seed);

    /// <summary>Throws if sums of derivatives could overflow.</summary>
    /// <exception cref="ClassifierException">There are too many rows.</exception>
    public void RequireRows()
    {
        if (Rows.RowCount > DerivativeScale.MostRows)
        {
            throw new ClassifierException(new ErrorDetails("there are {value} training rows")
            {
                Value = Rows.RowCount.ToString(CultureInfo.InvariantCulture),
                Rule = string.Create(CultureInfo.InvariantCulture, $"at most {DerivativeScale.MostRows} for gradient_boosting"),
            });
        }
    }
}

/// <summary>Classes: a score for each, the log loss of their softmax, times the weight of the row.</summary>
/// <param name="training">Rows with their classes.</param>
internal sealed class ClassTruth(TrainingRows training) : BoostingTruth(training.Rows)
{
    /// <inheritdoc/>
    /// <returns>The logarithm of each class's share of the rows, by their weights.</returns>
    public override double[] Baseline()
    {
        var (counts, total) = (new double[training.ClassCount], 0.0);
        foreach (var (row, k) in training.Classes.Index())
        {
            counts[k] += training.WeightOf(row);
            total += training.WeightOf(row);
        }

        return Array.ConvertAll(counts, count => DeterministicMath.Log(count / total));
    }

    /// <inheritdoc/>
    public override DerivativeScale Scale(GradientBoostingOptions options, double[][] scores) =>
        DerivativeScale.OfProbabilities(training.Classes.Length, training.Weights?.Max(), options.L2, options.MinChildWeight);

    /// <inheritdoc/>
    public override void Differentiate(int row, double[] scores, DerivativeScale scale, Vector128<long>[] derivatives)
    {
        Softmax.Apply(scores);
        var weight = training.WeightOf(row);
        for (var k = 0; k < scores.Length; k++)
        {
            derivatives[k] = scale.Derivatives(
                weight * (scores[k] - (training.Classes[row] == k ? 1 : 0)), weight * (scores[k] * (1 - scores[k])));
        }
    }

    /// <inheritdoc/>
    public override double Loss(int row, double[] scores)
    {
        var own = scores[training.Classes[row]];
        return training.WeightOf(row) * (Softmax.Apply(scores) - own);
    }

    /// <inheritdoc/>
    public override BoostingTruth Select(int[] rows) => new ClassTruth(
        new TrainingRows(Rows.Rows(rows), Array.ConvertAll(rows, row => training.Classes[row]), training.ClassCount)
        {
            Weights = training.Weights is null ? null : Array.ConvertAll(rows, training.WeightOf),
        });

    /// <inheritdoc/>
    public override HeldOutRows HoldOut(double share, ulong seed) => HeldOutRows.Choose(training.Classes, training.Groups, share, seed);
}

/// <summary>A number: one score, half of its squared error.</summary>
/// <param name="training">Rows with their numbers.</param>
internal sealed class NumberTruth(TargetRows training) : BoostingTruth(training.Rows)
{
    /// <inheritdoc/>
    /// <returns>The mean of the numbers.</returns>
    public override double[] Baseline() => [Moments.Of(training.Values).Mean];

    /// <inheritdoc/>
    public override DerivativeScale Scale(GradientBoostingOptions options, double[][] scores)
    {
        var largest = 0.0;
        for (var row = 0; row < training.Values.Length; row++)
        {
            largest = Math.Max(largest, Math.Abs(scores[0][row] - training.Values[row]));
        }

        return DerivativeScale.OfErrors(training.Values.Length, largest, options.L2, options.MinChildWeight);
    }

    /// <inheritdoc/>
    public override void Differentiate(int row, double[] scores, DerivativeScale scale, Vector128<long>[] derivatives) =>
        derivatives[0] = scale.Derivatives(scores[0] - training.Values[row], second: 1);

    /// <inheritdoc/>
    public override double Loss(int row, double[] scores)
    {
        var error = scores[0] - training.Values[row];
        return error * error / 2;
    }

    /// <inheritdoc/>
    public override BoostingTruth Select(int[] rows) =>
        new NumberTruth(new TargetRows(Rows.Rows(rows), Array.ConvertAll(rows, row => training.Values[row])));

    /// <inheritdoc/>
    public override HeldOutRows HoldOut(double share, ulong seed) =>
        HeldOutRows.Choose(new int[training.Values.Length], training.Groups, share, seed);
}
