using TorchSharp;

namespace Bakeoff.TorchSharp;

/// <summary>Cross-entropy with class weights and label smoothing: Σ_n [(1 - s) w_y (-log p_y) + s / K Σ_k w_k (-log p_k)] / Σ_n w_y, as in
/// the managed engine and PyTorch.</summary>
internal sealed class WeightedCrossEntropy(IReadOnlyList<double> weights, double smoothing)
{
    public torch.Tensor Compute(torch.Tensor logits, ReadOnlySpan<int> labels)
    {
        var classes = weights.Count;
        var targets = new float[labels.Length * classes];
        double sum = 0;
        for (var row = 0; row < labels.Length; row++)
        {
            sum += weights[labels[row]];
            for (var k = 0; k < classes; k++)
            {
                targets[(row * classes) + k] = (float)(
                    (smoothing / classes * weights[k]) + (k == labels[row] ? (1 - smoothing) * weights[k] : 0));
            }
        }

        var target = torch.tensor(targets, [labels.Length, classes], device: logits.device);
        return target.mul(torch.nn.functional.log_softmax(logits, 1)).sum().mul(-1 / sum);
    }
}
