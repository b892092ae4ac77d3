namespace Bakeoff.TorchSharp.Layers;

/// <summary>Nothing: masked frames are dropped when a batch is made.</summary>
internal sealed class MaskingLayer(int features) : TorchLayer(features)
{
    public override Rows Forward(Rows input, bool isTraining) => input;
}
