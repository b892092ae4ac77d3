using Bakeoff.Neural.Data;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Losses;

/// <summary>Softmax and cross-entropy with class weights and label smoothing, as
/// PyTorch's <c>CrossEntropyLoss</c> with mean reduction.</summary>
/// <remarks>
/// loss = Σ_n [(1 - s) w_y (-log p_y) + s / K Σ_k w_k (-log p_k)] / Σ_n w_y, with s the label smoothing, w the class weights and y the
/// label of row n. Of shares q it is Σ_n Σ_k w_k t_nk (-log p_nk) / Σ_n Σ_k q_nk with t_n = (1 - s) q_n + s / K Σ_k q_nk, PyTorch's loss of
/// probabilities where each row sums to 1. Sums are float64, rows in rising order.
/// </remarks>
/// <param name="classWeights">Weight of each class.</param>
/// <param name="labelSmoothing">Share of each target spread evenly over all classes.</param>
/// <param name="isDivergence">True for the Kullback-Leibler divergence from the shares: less their entropy, with the same gradient.</param>
internal sealed class CrossEntropyLoss(double[] classWeights, double labelSmoothing, bool isDivergence = false) : Loss
{
    private readonly double[] _weighted = new double[classWeights.Length];
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
        if (!truth.Shares.IsEmpty)
        {
            return ComputeShares(outputs, truth.Shares, gradients);
        }

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
            var logSum = Softmax.LogSum(scores);
            loss += RowLoss(scores, labels[row], logSum);
            Softmax.Probabilities(scores, logSum, _probabilities);
            RowGradient(labels[row], weightSum, gradients.Slice(row * classes, classes));
        }

        return loss / weightSum;
    }

    /// <summary>One row's share of the sum over rows, before it is divided by the weights.</summary>
    public double RowLoss(ReadOnlySpan<float> logits, int label) => RowLoss(logits, label, Softmax.LogSum(logits));

    private double RowLoss(ReadOnlySpan<float> logits, int label, double logSum)
    {
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

    /// <summary>One row's share of the sum over rows, before it is divided by the sum of all shares; leaves its targets times the class
    /// weights.</summary>
    public double RowLoss(ReadOnlySpan<float> logits, ReadOnlySpan<float> shares)
    {
        var sum = Sum(shares);
        var logSum = Softmax.LogSum(logits);
        var loss = 0.0;
        for (var k = 0; k < logits.Length; k++)
        {
            var target = ((1 - labelSmoothing) * shares[k]) + (labelSmoothing / logits.Length * sum);
            _weighted[k] = classWeights[k] * target;
            loss += _weighted[k] * (logSum - logits[k]);
            loss += isDivergence && target > 0 ? _weighted[k] * DeterministicMath.Log(target / sum) : 0;
        }

        return loss;
    }

    /// <summary>Sum in rising order.</summary>
    public static double Sum(ReadOnlySpan<float> shares)
    {
        var sum = 0.0;
        foreach (var share in shares)
        {
            sum += share;
        }

        return sum;
    }

    private double ComputeShares(ReadOnlySpan<float> outputs, ReadOnlySpan<float> shares, Span<float> gradients)
    {
        var classes = classWeights.Length;
        var all = Sum(shares);
        var loss = 0.0;
        for (var begin = 0; begin < shares.Length; begin += classes)
        {
            var scores = outputs.Slice(begin, classes);
            loss += RowLoss(scores, shares.Slice(begin, classes));
            Softmax.Probabilities(scores, _probabilities);
            var total = 0.0;
            foreach (var weighted in _weighted)
            {
                total += weighted;
            }

            for (var k = 0; k < classes; k++)
            {
                gradients[begin + k] = (float)(((total * _probabilities[k]) - _weighted[k]) / all);
            }
        }

        return loss / all;
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
