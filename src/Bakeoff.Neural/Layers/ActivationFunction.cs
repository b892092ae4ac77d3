using System.Text.Json.Serialization;

namespace Bakeoff.Neural.Layers;

/// <summary>Element-wise non-linearities.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ActivationFunction>))]
public enum ActivationFunction
{
    /// <summary>x unchanged; written <c>linear</c>.</summary>
    Linear,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>1 / (1 + exp(-x)).</summary>
    Sigmoid,

    /// <summary>x for x > 0, else exp(x) - 1.</summary>
    Elu,

    /// <summary>x for x > 0, else 0.01 x.</summary>
    LeakyRelu,

    /// <summary>x times sigmoid(x), also called SiLU or Swish.</summary>
    Silu,

    /// <summary>x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))): the tanh form of GELU, as PyTorch's <c>approximate="tanh"</c>.</summary>
    Gelu,
}
