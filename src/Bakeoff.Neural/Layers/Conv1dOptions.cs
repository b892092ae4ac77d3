using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Layers;

/// <summary>Convolution over the frames of each clip; frames outside the clip count as zero.</summary>
[Kind("conv1d")]
[AlsoCalled("conv", "convolution", "convolution1d")]
public sealed record Conv1dOptions : LayerOptions
{
    /// <summary>Output channels. Range 1..8192. Default 64.</summary>
    [AlsoCalled("channels", "out_channels")]
    [JsonPropertyName("filters")]
    [Range(1, 8192)]
    public int Filters { get; init; } = 64;

    /// <summary>Frames that one filter sees. Range 1..1024. Default 3.</summary>
    [AlsoCalled("kernel", "width")]
    [JsonPropertyName("kernel_size")]
    [Range(1, 1024)]
    public int KernelSize { get; init; } = 3;

    /// <summary>Frames between filter positions. Range 1..1024. Default 1.</summary>
    [JsonPropertyName("stride")]
    [Range(1, 1024)]
    public int Stride { get; init; } = 1;

    /// <summary>Distance of the frames that one filter sees. Range 1..1024. Default 1: neighbours.</summary>
    [AlsoCalled("dilation_rate")]
    [JsonPropertyName("dilation"), ParameterIfGiven]
    [Range(1, 1024)]
    public int Dilation { get; init; } = 1;

    /// <summary>Treatment of a clip's ends: <c>same</c> keeps ceil(frames / stride) frames,
    /// <c>valid</c> uses full windows only. Default same.</summary>
    [JsonPropertyName("padding")]
    public ConvolutionPadding Padding { get; init; } = ConvolutionPadding.Same;

    /// <summary>Frames from the first to the last that one filter sees.</summary>
    [JsonIgnore]
    public int Reach => 1 + ((KernelSize - 1) * Dilation);

    /// <summary>Non-linearity after the convolution. Default linear.</summary>
    [JsonPropertyName("activation")]
    public ActivationFunction Activation { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate() =>
    [
        .. AtLeastOne("filters", Filters),
        .. AtLeastOne("kernel_size", KernelSize),
        .. AtLeastOne("stride", Stride),
        .. AtLeastOne("dilation", Dilation),
    ];

    /// <inheritdoc/>
    public override Layer Build(LayerBuilder builder, LayerShape input) => new Conv1dLayer(builder, input, this);
}
