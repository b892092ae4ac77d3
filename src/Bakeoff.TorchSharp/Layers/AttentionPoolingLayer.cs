using Bakeoff.Neural.Layers;
using TorchSharp;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>Weighted mean over a clip's own frames, and standard deviation where it is asked for; weights are softmax(v · tanh(W x + b)).
/// </summary>
internal sealed class AttentionPoolingLayer(string name, int features, PoolingSummary? summary, TorchParameters parameters)
    : TorchLayer(summary == PoolingSummary.MeanStd ? 2 * features : features)
{
    // That of the managed engine.
    private const double LeastVariance = 1e-12;

    public override Rows Forward(Rows input, TrainingPass? training)
    {
        var x = input.Zeroed();
        var scores = torch
            .tanh(torch.nn.functional.linear(x, parameters[$"{name}.weight"], parameters[$"{name}.bias"]))
            .matmul(parameters[$"{name}.query"]);
        var attention = torch.nn.functional.softmax(scores.masked_fill(input.Live().logical_not(), Number.Of(double.NegativeInfinity)), 1);
        var weights = attention.unsqueeze(2);
        var mean = weights.mul(x).sum(1);
        if (summary != PoolingSummary.MeanStd)
        {
            return new Rows(mean, Lengths: null);
        }

        var distance = x.sub(mean.unsqueeze(1));
        var variance = weights.mul(distance).mul(distance).sum(1);
        return new Rows(torch.cat([mean, variance.clamp_min(Number.Of(LeastVariance)).sqrt()], 1), Lengths: null);
    }
}
