using Bakeoff.Neural.Data;

namespace Bakeoff.Neural.Losses;

/// <summary>A loss of logits to which a number for each class is added: the network learns scores without these numbers.</summary>
/// <remarks>With tau x log of each class's share of the training clips, the scores of rare classes come out higher, as for classes of equal size.
/// Source: A. K. Menon and others, Long-tail learning via logit adjustment, ICLR 2021.</remarks>
/// <param name="inner">The loss of the sums.</param>
/// <param name="offsets">What is added to the logit of each class.</param>
internal sealed class AdjustedLoss(Loss inner, float[] offsets) : Loss
{
    private float[] _adjusted = [];

    /// <inheritdoc/>
    public override double Compute(ReadOnlySpan<float> outputs, BatchTruth truth, Span<float> gradients)
    {
        if (_adjusted.Length < outputs.Length)
        {
            _adjusted = new float[outputs.Length];
        }

        for (var i = 0; i < outputs.Length; i++)
        {
            _adjusted[i] = outputs[i] + offsets[i % offsets.Length];
        }

        return inner.Compute(_adjusted.AsSpan(0, outputs.Length), truth, gradients);
    }
}
