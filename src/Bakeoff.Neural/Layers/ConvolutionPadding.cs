using System.Text.Json.Serialization;

namespace Bakeoff.Neural.Layers;

/// <summary>Treatment of the frames at a clip's ends.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ConvolutionPadding>))]
public enum ConvolutionPadding
{
    /// <summary>Zeros are assumed around the clip; ceil(frames / stride) frames come out. Odd zeros go to the end, as in Keras.</summary>
    Same,

    /// <summary>Only windows inside the clip; 1 + (frames - reach) / stride frames come out, where the reach is 1 + (kernel_size - 1) * dilation.</summary>
    Valid,
}
