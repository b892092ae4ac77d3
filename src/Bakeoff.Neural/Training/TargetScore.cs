using Bakeoff.Neural.Data;
using Bakeoff.Neural.Losses;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Training;

/// <summary>Collects an epoch's numbers for their CCC and sums its losses.</summary>
/// <remarks>CCC is the same on the scale of the outputs as in the units of the corpus. The validation loss is that of all validation clips
/// as one batch.</remarks>
/// <param name="targets">Numbers of a clip.</param>
/// <param name="loss">The loss that training minimises.</param>
internal sealed class TargetScore(int targets, Loss loss) : EpochScore
{
    private readonly List<double>[] _truth = CreateLists(targets);
    private readonly List<double>[] _outputs = CreateLists(targets);
    private double _loss;
    private int _clips;

    /// <summary>Mean CCC over the targets; NaN if that of a target is not defined.</summary>
    private double Ccc
    {
        get
        {
            var sum = 0.0;
            for (var target = 0; target < targets; target++)
            {
                sum += ConcordanceCorrelation.Compute([.. _truth[target]], [.. _outputs[target]]);
            }

            return sum / targets;
        }
    }

    public override void Clear()
    {
        foreach (var values in _truth.Concat(_outputs))
        {
            values.Clear();
        }

        (_loss, _clips) = (0, 0);
    }

    public override void AddStep(double loss, ReadOnlySpan<float> outputs, BatchTruth truth)
    {
        _loss += loss * truth.Count;
        _clips += truth.Count;
        AddNumbers(outputs, truth);
    }

    public override EpochResult AddTraining(EpochResult result) => result with
    {
        TrainLoss = _loss / _clips,
        TrainAccuracy = double.NaN,
        TrainUar = double.NaN,
        TrainCcc = Ccc,
    };

    public override EpochResult AddValidation(EpochResult result, ReadOnlySpan<float> outputs, BatchTruth truth)
    {
        Clear();
        AddNumbers(outputs, truth);
        return result with { ValidationLoss = loss.Compute(outputs, truth, new float[outputs.Length]), ValidationCcc = Ccc };
    }

    private static List<double>[] CreateLists(int count) => [.. Enumerable.Range(0, count).Select(static _ => new List<double>())];

    private void AddNumbers(ReadOnlySpan<float> outputs, BatchTruth truth)
    {
        for (var i = 0; i < outputs.Length; i++)
        {
            if (!float.IsNaN(truth.Targets[i]))
            {
                _truth[i % targets].Add(truth.Targets[i]);
                _outputs[i % targets].Add(outputs[i]);
            }
        }
    }
}
