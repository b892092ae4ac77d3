using Bakeoff.Neural.Data;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Losses;

/// <summary>Softmax and cross-entropy with class weights and label smoothing, as
/// PyTorch's <c>CrossEntropyLoss</c> with mean reduction.</summary>
/// <remarks>
/// loss = Σ_n [(1 - s) w_y (-log p_y) + s / K Σ_k w_k (-log p_k)] / Σ_n w_y, with s the label smoothing, w the class weights and y the
/// label of row n. Sums are float64, rows in rising order.
/// </remarks>
internal sealed class CrossEntropyLoss(double[] classWeights, double labelSmoothing) : Loss
{
    private readonly double[] _probabilities = new double[classWeights.Length];

    /// <summary>Unweighted, unsmoothed loss.</summary>
    public static CrossEntropyLoss Plain(int classes)
    {
        var weights = new double[classes];
        Array.Fill(weights, 1);
        return new CrossEntropyLoss(weights, labelSmoothing: 0);
    }

    /// <inheritdoc/>
    public override double Compute(ReadOnlySpan<float> outputs, BatchTruth truth, Span<float> gradients)
    {
        var labels = truth.Labels;
        var classes = classWeights.Length;
        double weightSum = 0;
        foreach (var label in labels)
        {
            weightSum += classWeights[label];
        }

        double loss = 0;
        for (var row = 0; row < labels.Length; row++)
        {
            var scores = outputs.Slice(row * classes, classes);
            loss += RowLoss(scores, labels[row]);
            Softmax.Probabilities(scores, _probabilities);
            RowGradient(labels[row], weightSum, gradients.Slice(row * classes, classes));
        }

        return loss / weightSum;
    }

    /// <summary>One row's share of the sum over rows, before it is divided by the weights.</summary>
    public double RowLoss(ReadOnlySpan<float> logits, int label)
    {
        var logSum = Softmax.LogSum(logits);
        var loss = (1 - labelSmoothing) * classWeights[label] * (logSum - logits[label]);
        if (labelSmoothing > 0)
        {
            double spread = 0;
            for (var k = 0; k < logits.Length; k++)
            {
                spread += classWeights[k] * (logSum - logits[k]);
            }

            loss += labelSmoothing / logits.Length * spread;
        }

        return loss;
    }

    private void RowGradient(int label, double weightSum, Span<float> gradient)
    {
        var share = labelSmoothing / classWeights.Length;
        double total = (1 - labelSmoothing) * classWeights[label];
        foreach (var weight in classWeights)
        {
            total += share * weight;
        }

        for (var k = 0; k < gradient.Length; k++)
        {
            var target = (share * classWeights[k]) + (k == label ? (1 - labelSmoothing) * classWeights[label] : 0);
            gradient[k] = (float)(((total * _probabilities[k]) - target) / weightSum);
        }
    }
}
