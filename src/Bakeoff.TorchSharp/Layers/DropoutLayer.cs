namespace Bakeoff.TorchSharp.Layers;

/// <summary>Inverted dropout.</summary>
internal sealed class DropoutLayer(string name, int features, double rate) : TorchLayer(features)
{
    public override Rows Forward(Rows input, TrainingPass? training)
    {
        if (training is null || rate == 0)
        {
            return input;
        }

        var rows = input.Lengths?.Sum() ?? input.Values.shape[0];
        var mask = training.Mask(name, rate, rows, Features, input.Values.device);
        return input with { Values = input.Values.mul(input.Lengths is null ? mask : input.Spread(mask)) };
    }
}
