using System.Runtime.InteropServices;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Losses;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Training;

/// <summary>Collects an epoch's numbers for their CCC and sums its losses.</summary>
/// <remarks>CCC is the same on the scale of the outputs as in the units of the corpus. The validation loss is that of all validation clips
/// as one batch.</remarks>
/// <param name="targets">Numbers of a clip.</param>
/// <param name="loss">The loss that training minimises; null where it is not of the numbers alone.</param>
internal sealed class TargetScore(int targets, Loss? loss = null) : EpochScore
{
    private readonly List<float> _truth = [];
    private readonly List<double> _outputs = [];
    private double _loss;
    private int _clips;

    /// <summary>Mean CCC over the targets; NaN if that of a target is not defined.</summary>
    private double Ccc => ConcordanceCorrelation.MeanOverTargets(
        CollectionsMarshal.AsSpan(_truth), CollectionsMarshal.AsSpan(_outputs), targets);

    public override void Clear()
    {
        _truth.Clear();
        _outputs.Clear();
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
        return result with
        {
            ValidationLoss = loss?.Compute(outputs, truth, new float[outputs.Length]) ?? result.ValidationLoss,
            ValidationCcc = Ccc,
        };
    }

    private void AddNumbers(ReadOnlySpan<float> outputs, BatchTruth truth)
    {
        _truth.AddRange(truth.Targets);
        foreach (var output in outputs)
        {
            _outputs.Add(output);
        }
    }
}
