namespace Bakeoff.Neural.Layers;

/// <summary>Mean of each feature over a clip's live frames.</summary>
public sealed record GlobalAveragePoolingOptions : LayerOptions
{
    /// <inheritdoc/>
    public override string Kind => "global_average_pooling";

    internal override Layer Build(LayerBuilder builder, LayerShape input) => new GlobalAveragePoolingLayer(builder.Name, input);
}
