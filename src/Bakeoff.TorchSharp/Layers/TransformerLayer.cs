using Bakeoff.Neural.Layers;
using TorchSharp;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>Encoder layers that normalise before each part, and a last normalisation.</summary>
internal sealed class TransformerLayer : TorchLayer
{
    private readonly List<TorchLayer[]> _branches = [];
    private readonly LayerNormalizationLayer _norm;

    public TransformerLayer(string name, int features, TransformerOptions options, TorchParameters parameters)
        : base(features)
    {
        LayerNormalizationLayer Norm(string role) => new($"{name}.{role}", features, new LayerNormalizationOptions(), parameters);
        DropoutLayer Drop(string role, int width) => new($"{name}.{role}", width, options.Dropout);
        DenseLayer Dense(string role, int units, ActivationFunction function) => new($"{name}.{role}", units, function, parameters);
        for (var number = 0; number < options.Layers; number++)
        {
            var layer = $"layers.{number}";
            _branches.Add(
            [
                Norm($"{layer}.norm1"),
                new SelfAttentionLayer($"{name}.{layer}.self_attn", features, options.Heads, options.Dropout, parameters),
                Drop($"{layer}.dropout1", features),
            ]);
            _branches.Add(
            [
                Norm($"{layer}.norm2"),
                Dense($"{layer}.linear1", options.Units, options.Activation),
                Drop($"{layer}.dropout", options.Units),
                Dense($"{layer}.linear2", features, ActivationFunction.Linear),
                Drop($"{layer}.dropout2", features),
            ]);
        }

        _norm = Norm("norm");
    }

    public override Rows Forward(Rows input, TrainingPass? training)
    {
        foreach (var branch in _branches)
        {
            var added = branch.Aggregate(input, (rows, layer) => layer.Forward(rows, training));
            input = input with { Values = input.Values.add(added.Values, Number.One) };
        }

        return _norm.Forward(input, training);
    }
}
