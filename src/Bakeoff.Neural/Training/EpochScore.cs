using Bakeoff.Numerics;

namespace Bakeoff.Neural.Training;

/// <summary>Counts an epoch's correct answers by class and sums its losses.</summary>
internal sealed class EpochScore(int classes)
{
    private readonly int[] _clips = new int[classes];
    private readonly int[] _right = new int[classes];
    private double _loss;

    /// <summary>Sets all counts to zero.</summary>
    public void Clear()
    {
        Array.Clear(_clips);
        Array.Clear(_right);
        _loss = 0;
    }

    /// <summary>Adds a loss that is already multiplied by the number of clips it is the mean of.</summary>
    public void AddLoss(double loss) => _loss += loss;

    /// <summary>Counts one clip; among equal logits the first class is the answer.</summary>
    public void AddAnswer(ReadOnlySpan<float> logits, int label)
    {
        var answer = Softmax.ArgMax(logits);
        _clips[label]++;
        _right[label] += answer == label ? 1 : 0;
    }

    public double Loss => _loss / _clips.Sum();

    public double Accuracy => _right.Sum() / (double)_clips.Sum();

    /// <summary>Mean recall of the classes that have clips.</summary>
    public double UnweightedAverageRecall
    {
        get
        {
            double sum = 0;
            var present = 0;
            for (var k = 0; k < _clips.Length; k++)
            {
                if (_clips[k] > 0)
                {
                    sum += _right[k] / (double)_clips[k];
                    present++;
                }
            }

            return sum / present;
        }
    }
}
