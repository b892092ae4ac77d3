using Bakeoff.Neural.Layers;
using TorchSharp;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>Layer normalisation of each row.</summary>
internal sealed class LayerNormalizationLayer(string name, int features, LayerNormalizationOptions options, TorchParameters parameters)
    : TorchLayer(features)
{
    public override Rows Forward(Rows input, TrainingPass? training) =>
        input with
        {
            Values = torch.nn.functional.layer_norm(
                input.Values,
                [Features],
                parameters[$"{name}.weight"],
                parameters[$"{name}.bias"],
                options.Epsilon),
        };
}
