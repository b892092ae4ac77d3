using TorchSharp;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>Weighted mean over a clip's own frames; weights are softmax(v · tanh(W x + b)).</summary>
internal sealed class AttentionPoolingLayer(string name, int features, TorchParameters parameters) : TorchLayer(features)
{
    public override Rows Forward(Rows input, TrainingPass? training)
    {
        var x = input.Zeroed();
        var scores = torch
            .tanh(torch.nn.functional.linear(x, parameters[$"{name}.weight"], parameters[$"{name}.bias"]))
            .matmul(parameters[$"{name}.query"]);
        var attention = torch.nn.functional.softmax(scores.masked_fill(input.Live().logical_not(), Number.Of(double.NegativeInfinity)), 1);
        return new Rows(attention.unsqueeze(2).mul(x).sum(1), Lengths: null);
    }
}
