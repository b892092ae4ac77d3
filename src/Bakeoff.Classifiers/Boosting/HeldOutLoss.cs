using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.Boosting;

/// <summary>Log loss of rows that no tree is grown on, after each round.</summary>
internal sealed class HeldOutLoss
{
    private readonly DesignMatrix _rows;
    private readonly int[] _classes;

    // Shape [rows][K].
    private readonly double[][] _scores;

    /// <summary>Begins before the first round.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="classes">Their classes.</param>
    /// <param name="baseline">Scores before the first tree.</param>
    public HeldOutLoss(DesignMatrix rows, int[] classes, double[] baseline)
    {
        (_rows, _classes) = (rows, classes);
        _scores = Array.ConvertAll(classes, _ => (double[])baseline.Clone());
    }

    /// <summary>Adds the trees of a round, one for each class.</summary>
    public void Add(BoostedTree[] trees, WorkerPool pool) => pool.Run(_scores.Length, (this, trees), static (row, all) =>
    {
        var (self, trees) = all;
        for (var k = 0; k < trees.Length; k++)
        {
            self._scores[row][k] += trees[k].Value(self._rows.Row(row));
        }
    });

    /// <summary>Mean of the log losses, summed in the order of rows.</summary>
    public double Current()
    {
        var sum = 0.0;
        for (var row = 0; row < _scores.Length; row++)
        {
            var scores = (double[])_scores[row].Clone();
            sum += Softmax.Apply(scores) - _scores[row][_classes[row]];
        }

        return sum / _scores.Length;
    }
}
