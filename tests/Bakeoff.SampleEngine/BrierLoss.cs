using Bakeoff.Neural.Data;
using Bakeoff.Neural.Losses;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.SampleEngine;

/// <summary>Brier loss: Σ w_y Σ_k (p_k - t_k)^2 / Σ w_y, the squared distance of the probabilities from the label's.</summary>
[Kind("brier")]
public sealed record BrierLossOptions : LossOptions
{
    /// <inheritdoc/>
    public override Loss Create(LossSetting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return new BrierLoss(setting.ClassWeights);
    }
}

/// <summary>Brier loss. Legend: p probabilities, t 1 at the label and 0 elsewhere, w the label's class weight.</summary>
internal sealed class BrierLoss(IReadOnlyList<double> classWeights) : Loss
{
    public override double Compute(ReadOnlySpan<float> outputs, BatchTruth truth, Span<float> gradients)
    {
        var labels = truth.Labels;
        var classes = classWeights.Count;
        var probabilities = new double[classes];
        double loss = 0, weightSum = 0;
        foreach (var label in labels)
        {
            weightSum += classWeights[label];
        }

        for (var row = 0; row < labels.Length; row++)
        {
            var weight = classWeights[labels[row]];
            Softmax.Probabilities(outputs.Slice(row * classes, classes), probabilities);
            double sum = 0, common = 0;
            for (var k = 0; k < classes; k++)
            {
                var distance = probabilities[k] - (k == labels[row] ? 1 : 0);
                sum += distance * distance;
                common += distance * probabilities[k];
            }

            loss += weight * sum;

            // d loss / d logit k = 2 w p_k ((p_k - t_k) - Σ_j (p_j - t_j) p_j).
            for (var k = 0; k < classes; k++)
            {
                var distance = probabilities[k] - (k == labels[row] ? 1 : 0);
                gradients[(row * classes) + k] = (float)(2 * weight * probabilities[k] * (distance - common) / weightSum);
            }
        }

        return loss / weightSum;
    }
}
