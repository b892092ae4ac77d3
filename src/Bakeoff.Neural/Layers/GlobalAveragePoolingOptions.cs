using Bakeoff.Options;

namespace Bakeoff.Neural.Layers;

/// <summary>Mean of each feature over a clip's live frames.</summary>
[Kind("global_average_pooling")]
[AlsoCalled("gap", "mean_pooling")]
public sealed record GlobalAveragePoolingOptions : LayerOptions
{
    /// <inheritdoc/>
    public override Layer Build(LayerBuilder builder, LayerShape input) => new GlobalAveragePoolingLayer(builder.Name, input);
}
