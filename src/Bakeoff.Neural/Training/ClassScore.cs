using Bakeoff.Neural.Data;
using Bakeoff.Neural.Losses;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Training;

/// <summary>Counts an epoch's correct answers by class and sums its losses.</summary>
internal sealed class ClassScore(int classes) : EpochScore
{
    private readonly CrossEntropyLoss _crossEntropy = CrossEntropyLoss.Plain(classes);
    private readonly int[] _clips = new int[classes];
    private readonly int[] _right = new int[classes];
    private double _loss;

    private double Loss => _loss / _clips.Sum();

    private double Accuracy => _right.Sum() / (double)_clips.Sum();

    /// <summary>Mean recall of the classes that have clips.</summary>
    private double UnweightedAverageRecall
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

    public override void Clear()
    {
        Array.Clear(_clips);
        Array.Clear(_right);
        _loss = 0;
    }

    public override void AddStep(double loss, ReadOnlySpan<float> outputs, BatchTruth truth)
    {
        _loss += loss * truth.Count;
        for (var i = 0; i < truth.Count; i++)
        {
            AddAnswer(outputs.Slice(i * classes, classes), truth.Labels[i]);
        }
    }

    public override EpochResult AddTraining(EpochResult result) =>
        result with { TrainLoss = Loss, TrainAccuracy = Accuracy, TrainUar = UnweightedAverageRecall };

    public override EpochResult AddValidation(EpochResult result, ReadOnlySpan<float> outputs, BatchTruth truth)
    {
        Clear();
        for (var clip = 0; clip < truth.Count; clip++)
        {
            var row = outputs.Slice(clip * classes, classes);
            _loss += truth.Shares.IsEmpty
                ? _crossEntropy.RowLoss(row, truth.Labels[clip])
                : _crossEntropy.RowLoss(row, truth.Shares.Slice(clip * classes, classes));
            AddAnswer(row, truth.Labels[clip]);
        }

        var loss = truth.Shares.IsEmpty ? Loss : _loss / CrossEntropyLoss.Sum(truth.Shares);
        return result with { ValidationLoss = loss, ValidationAccuracy = Accuracy, ValidationUar = UnweightedAverageRecall };
    }

    // Among equal logits the first class is the answer.
    private void AddAnswer(ReadOnlySpan<float> logits, int label)
    {
        var answer = Softmax.ArgMax(logits);
        _clips[label]++;
        _right[label] += answer == label ? 1 : 0;
    }
}
