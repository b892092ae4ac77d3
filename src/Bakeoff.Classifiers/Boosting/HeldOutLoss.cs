using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Boosting;

/// <summary>Loss of rows that no tree is grown on, after each round.</summary>
internal sealed class HeldOutLoss
{
    private readonly BoostingTruth _truth;

    // Shape [rows][trees of a round].
    private readonly double[][] _scores;

    /// <summary>Begins before the first round.</summary>
    /// <param name="truth">The rows and what is learned of them.</param>
    /// <param name="baseline">Scores before the first tree.</param>
    public HeldOutLoss(BoostingTruth truth, double[] baseline)
    {
        _truth = truth;
        _scores = [.. Enumerable.Range(0, truth.Rows.RowCount).Select(_ => (double[])baseline.Clone())];
    }

    /// <summary>Adds the trees of a round.</summary>
    public void Add(BoostedTree[] trees, WorkerPool pool) => pool.Run(_scores.Length, (this, trees), static (row, all) =>
    {
        var (self, trees) = all;
        for (var k = 0; k < trees.Length; k++)
        {
            self._scores[row][k] += trees[k].Value(self._truth.Rows.Row(row));
        }
    });

    /// <summary>Mean of the losses, summed in the order of rows.</summary>
    public double Current()
    {
        var sum = 0.0;
        for (var row = 0; row < _scores.Length; row++)
        {
            sum += _truth.Loss(row, (double[])_scores[row].Clone());
        }

        return sum / _scores.Length;
    }
}
