using Bakeoff.Neural.Data;

namespace Bakeoff.Neural.Losses;

/// <summary>Weighted sum of losses of the same outputs.</summary>
/// <param name="parts">The losses and their weights.</param>
internal sealed class MixedLoss(IReadOnlyList<(double Weight, Loss Loss)> parts) : Loss
{
    private double[] _sums = [];

    /// <inheritdoc/>
    public override double Compute(ReadOnlySpan<float> outputs, BatchTruth truth, Span<float> gradients)
    {
        if (_sums.Length < outputs.Length)
        {
            _sums = new double[outputs.Length];
        }

        _sums.AsSpan(0, outputs.Length).Clear();
        var total = 0.0;
        foreach (var (weight, loss) in parts)
        {
            total += weight * loss.Compute(outputs, truth, gradients);
            for (var i = 0; i < gradients.Length; i++)
            {
                _sums[i] += weight * gradients[i];
            }
        }

        for (var i = 0; i < gradients.Length; i++)
        {
            gradients[i] = (float)_sums[i];
        }

        return total;
    }
}
