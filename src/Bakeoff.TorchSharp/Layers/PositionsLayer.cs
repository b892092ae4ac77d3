using Bakeoff.Neural.Layers;
using TorchSharp;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>Adds sinusoidal positions, computed in float64 and rounded once as by the managed engine.</summary>
internal sealed class PositionsLayer(int features) : TorchLayer(features)
{
    public override Rows Forward(Rows input, TrainingPass? training)
    {
        double[] frequencies = [.. PositionsOptions.Frequencies(Features)];
        bool[] areSines = [.. Enumerable.Range(0, Features).Select(feature => feature % 2 == 0)];
        var steps = torch.arange(input.Values.shape[1], dtype: torch.ScalarType.Float64).unsqueeze(1);
        var angles = steps.mul(torch.tensor(frequencies));
        var positions = torch.where(torch.tensor(areSines), angles.sin(), angles.cos());
        return input with
        {
            Values = input.Values.add(positions.to_type(torch.ScalarType.Float32).to(input.Values.device), Number.One),
        };
    }
}
