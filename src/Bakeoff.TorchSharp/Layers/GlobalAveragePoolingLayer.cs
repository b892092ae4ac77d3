using TorchSharp;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>Mean over a clip's own frames.</summary>
internal sealed class GlobalAveragePoolingLayer(int features) : TorchLayer(features)
{
    public override Rows Forward(Rows input, TrainingPass? training)
    {
        var counts = torch.tensor(
            [.. input.Lengths!.Select(length => (float)length)],
            [input.Lengths!.Length, 1],
            device: input.Values.device);
        return new Rows(input.Zeroed().sum(1).div(counts), Lengths: null);
    }
}
