namespace Bakeoff.Neural.Layers;

/// <summary>Marks that frames equal to a value are padding. <see cref="Network"/> leaves such frames
/// out when it packs a batch, so nothing is computed here.</summary>
internal sealed class MaskingLayer(string name, LayerShape input, float maskValue) : Layer(name, input, input)
{
    public float MaskValue { get; } = maskValue;

    public override void Forward(Activations input, PassContext context) =>
        throw new InvalidOperationException($"{Name}: frames are dropped when a batch is packed.");

    public override void Backward(Activations input, PassContext context, bool wantInputGradient) =>
        throw new InvalidOperationException($"{Name}: frames are dropped when a batch is packed.");
}
