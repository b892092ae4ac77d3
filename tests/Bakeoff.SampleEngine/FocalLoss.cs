using Bakeoff.Neural.Losses;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.SampleEngine;

/// <summary>Focal loss (Lin et al., 2017): Σ w_y (1 - p_y)^2 (-log p_y) / Σ w_y, which counts
/// clips that are classified well already for less.</summary>
[Kind("focal")]
public sealed record FocalLossOptions : LossOptions
{
    /// <inheritdoc/>
    public override Loss Create(LossSetting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return new FocalLoss(setting.ClassWeights);
    }
}

/// <summary>Focal loss with exponent 2. Legend: p probability of the label, w its class weight.</summary>
internal sealed class FocalLoss(IReadOnlyList<double> classWeights) : Loss
{
    public override double Compute(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, Span<float> gradients)
    {
        var classes = classWeights.Count;
        var probabilities = new double[classes];
        double loss = 0, weightSum = 0;
        foreach (var label in labels)
        {
            weightSum += classWeights[label];
        }

        for (var row = 0; row < labels.Length; row++)
        {
            var label = labels[row];
            Softmax.Probabilities(logits.Slice(row * classes, classes), probabilities);
            var p = probabilities[label];
            var log = DeterministicMath.Log(p);
            loss -= classWeights[label] * (1 - p) * (1 - p) * log;

            // d loss / d logit k = w (p - [k = y]) ((1 - p)^2 - 2 p (1 - p) log p), with the probability of class k for the first p.
            var slope = classWeights[label] * (((1 - p) * (1 - p)) - (2 * p * (1 - p) * log));
            for (var k = 0; k < classes; k++)
            {
                gradients[(row * classes) + k] = (float)((probabilities[k] - (k == label ? 1 : 0)) * slope / weightSum);
            }
        }

        return loss / weightSum;
    }
}
