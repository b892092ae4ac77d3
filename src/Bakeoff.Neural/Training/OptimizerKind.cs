using System.Text.Json.Serialization;

namespace Bakeoff.Neural.Training;

/// <summary>Update rules; each follows PyTorch's formula.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<OptimizerKind>))]
public enum OptimizerKind
{
    /// <summary>Adam, beta 0.9 and 0.999, epsilon 1e-8 (Kingma and Ba, 2015).</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2019); written <c>adamw</c>.</summary>
    [JsonStringEnumMemberName("adamw")]
    AdamW,

    /// <summary>Gradient descent with momentum.</summary>
    Sgd,

    /// <summary>RMSprop, decay 0.99, epsilon 1e-8; written <c>rmsprop</c>.</summary>
    [JsonStringEnumMemberName("rmsprop")]
    RmsProp,
}
