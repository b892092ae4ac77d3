namespace Bakeoff.TorchSharp.Layers;

/// <summary>Returns its input: masked frames are dropped when a batch is packed.</summary>
internal sealed class MaskingLayer(int features) : TorchLayer(features)
{
    public override Rows Forward(Rows input, TrainingPass? training) => input;
}
