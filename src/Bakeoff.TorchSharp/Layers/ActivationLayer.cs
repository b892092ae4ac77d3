using Bakeoff.Neural.Layers;
using TorchSharp;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>A non-linearity on its own.</summary>
internal sealed class ActivationLayer(int features, ActivationFunction function) : TorchLayer(features)
{
    public override Rows Forward(Rows input, TrainingPass? training) => input with { Values = Apply(function, input.Values) };

    public static torch.Tensor Apply(ActivationFunction function, torch.Tensor x) => function switch
    {
        ActivationFunction.Linear => x,
        ActivationFunction.Relu => torch.nn.functional.relu(x),
        ActivationFunction.Tanh => torch.tanh(x),
        ActivationFunction.Sigmoid => torch.sigmoid(x),
        ActivationFunction.Elu => x.elu(Number.One, Number.One, Number.One),
        ActivationFunction.LeakyRelu => x.leaky_relu(Number.Of(0.01)),
        ActivationFunction.Silu => torch.nn.functional.silu(x),
        ActivationFunction.Gelu => torch.nn.functional.gelu(x, global::TorchSharp.Modules.GELU.Approximate.tanh),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "Unknown activation."),
    };
}
