using TorchSharp;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>Inverted dropout, drawn by libtorch.</summary>
internal sealed class DropoutLayer(int features, double rate) : TorchLayer(features)
{
    public override Rows Forward(Rows input, bool isTraining) =>
        isTraining && rate > 0 ? input with { Values = torch.nn.functional.dropout(input.Values, rate, training: true) } : input;
}
