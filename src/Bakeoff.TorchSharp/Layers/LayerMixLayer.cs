using TorchSharp;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>Weighted mean of the states that lie side by side in each row; weights are softmax(w).</summary>
internal sealed class LayerMixLayer(string name, int features, int states, TorchParameters parameters) : TorchLayer(features / states)
{
    public override Rows Forward(Rows input, TrainingPass? training)
    {
        var shares = torch.nn.functional.softmax(parameters[$"{name}.weight"], 0);
        long[] shape = [.. input.Values.shape[..^1], states, Features];
        return input with { Values = (input.Values.reshape(shape) * shares.unsqueeze(-1)).sum(-2) };
    }
}
