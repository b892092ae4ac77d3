using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Layers;

/// <summary>Largest value of each feature over windows of frames; windows that reach past
/// a clip's last frame use its live frames only.</summary>
[Kind("max_pooling1d")]
[AlsoCalled("maxpool", "max_pool")]
public sealed record MaxPooling1dOptions : LayerOptions
{
    /// <summary>Frames in one window. Range 1..1024. Default 2.</summary>
    [JsonPropertyName("pool_size")]
    [Range(1, 1024)]
    public int PoolSize { get; init; } = 2;

    /// <summary>Frames between window starts. Range 1..1024. Default null: pool_size.</summary>
    [JsonPropertyName("stride")]
    [Range(1, 1024)]
    public int? Stride { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate() => [.. AtLeastOne("pool_size", PoolSize), .. AtLeastOne("stride", Stride ?? 1)];

    /// <inheritdoc/>
    public override Layer Build(LayerBuilder builder, LayerShape input) =>
        new MaxPooling1dLayer(builder.Name, input, PoolSize, Stride ?? PoolSize);
}
