using Bakeoff.Neural.Layers;
using TorchSharp;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>activation(x Wᵀ + b).</summary>
internal sealed class DenseLayer(string name, int units, ActivationFunction activation, TorchParameters parameters) : TorchLayer(units)
{
    public override Rows Forward(Rows input, TrainingPass? training) =>
        input with
        {
            Values = ActivationLayer.Apply(
                activation,
                torch.nn.functional.linear(input.Values, parameters[$"{name}.weight"], parameters[$"{name}.bias"])),
        };
}
