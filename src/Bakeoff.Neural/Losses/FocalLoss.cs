using Bakeoff.Neural.Data;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Losses;

/// <summary>Focal loss of several classes, with class weights and label smoothing.</summary>
/// <remarks>
/// loss = Σ_n Σ_k t_nk w_k (1 - p_k)^gamma (-log p_k) / Σ_n w_y, with p the probabilities, w the class weights, y the label of row n, and t
/// its target: 1 - s at the label and s / K more at every class, s the label smoothing. With gamma 0 it is <see cref="CrossEntropyLoss"/>.
/// Source: T.-Y. Lin and others, Focal loss for dense object detection, ICCV 2017. Sums are float64, rows in rising order.
/// </remarks>
internal sealed class FocalLoss(double[] classWeights, double labelSmoothing, double gamma) : Loss
{
    private readonly double[] _probabilities = new double[classWeights.Length];
    private readonly double[] _slopes = new double[classWeights.Length];

    /// <inheritdoc/>
    public override double Compute(ReadOnlySpan<float> outputs, BatchTruth truth, Span<float> gradients)
    {
        var labels = truth.Labels;
        var classes = classWeights.Length;
        var (loss, weightSum) = (0.0, 0.0);
        foreach (var label in labels)
        {
            weightSum += classWeights[label];
        }

        for (var row = 0; row < labels.Length; row++)
        {
            loss += ComputeRow(outputs.Slice(row * classes, classes), labels[row]);
            var total = 0.0;
            foreach (var slope in _slopes)
            {
                total += slope;
            }

            for (var k = 0; k < classes; k++)
            {
                gradients[(row * classes) + k] = (float)((_slopes[k] - (_probabilities[k] * total)) / weightSum);
            }
        }

        return loss / weightSum;
    }

    /// <summary>Loss of one row; leaves its slopes by the logarithm of each probability.</summary>
    private double ComputeRow(ReadOnlySpan<float> logits, int label)
    {
        var logSum = Softmax.LogSum(logits);
        Softmax.Probabilities(logits, logSum, _probabilities);
        var loss = 0.0;
        for (var k = 0; k < logits.Length; k++)
        {
            var weight = classWeights[k] * ((labelSmoothing / logits.Length) + (k == label ? 1 - labelSmoothing : 0));
            var (p, log) = (_probabilities[k], logits[k] - logSum);
            var missing = 1 - p;

            // d/dlog p of -(1 - p)^g log p; its first term tends to 0 with 1 - p for any g above 0, and is 0 for g = 0.
            var focus = DeterministicMath.Pow(missing, gamma);
            var bend = gamma == 0 || missing <= 0 ? 0 : gamma * p * DeterministicMath.Pow(missing, gamma - 1) * log;
            loss -= weight == 0 ? 0 : weight * focus * log;
            _slopes[k] = weight * (bend - focus);
        }

        return loss;
    }
}
