using Bakeoff.Encoders.Features;
using Bakeoff.Encoders.Layers;
using Bakeoff.Encoders.Networks;
using Bakeoff.Encoders.Storage;
using Bakeoff.Neural.Engines;
using Bakeoff.Neural.Layers;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Encoders.FineTuning;

/// <summary>The last hidden state of each clip's features, computed as by a <see cref="SpeechEncoder"/>: each clip alone.</summary>
/// <remarks>Weights may change between two passes, so they are laid out for the products in each: less than a second for a network of base
/// size.</remarks>
internal sealed class EncoderLayer : Layer
{
    private readonly EncoderForm _form;
    private readonly string _model;
    private readonly Dictionary<string, NetworkTensor> _tensors;
    private readonly EncoderMemory _memory = new();

    public EncoderLayer(LayerBuilder builder, EncoderForm form, string model)
        : base(builder.Name, new LayerShape(IsSequence: true, form.Inputs), new LayerShape(IsSequence: true, form.Width))
    {
        (_form, _model) = (form, model);
        _tensors = form.Tensors().ToDictionary(
            static tensor => tensor.Role,
            tensor => tensor.Shape.Length > 1 ? builder.Weight(tensor.Role, tensor.Shape) : builder.Bias(tensor.Role, tensor.Shape),
            StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public override void Initialize(SeededRandom random)
    {
        using var weights = WeightFolder.Open(EncoderFolders.Find(_model));
        weights.FindPrefix("feature_projection.projection.weight");
        foreach (var (role, shape) in _form.Tensors())
        {
            var values = !_form.HasPositionNorm && role == $"{_form.PositionNames[0]}.weight"
                ? PositionalConvolution.ReadWeights(weights, _form.Config)
                : weights.Read(role, shape);
            values.CopyTo(_tensors[role].Values);
        }
    }

    /// <inheritdoc/>
    public override void Forward(Activations input, PassContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(context);
        if (context.IsTraining)
        {
            throw CannotTrain();
        }

        var (layout, inputs, width) = (input.Layout!, _form.Inputs, _form.Width);
        var transformer = new WaveformTransformer(new NetworkWeights(_tensors), _form.Config, _form.Layers);
        Result.Resize(input.Rows, width, layout);
        for (var clip = 0; clip < layout.ClipCount; clip++)
        {
            var (number, frames) = (clip, layout.Lengths[clip]);
            var features = _memory.Take("features", frames * inputs);
            for (var frame = 0; frame < frames; frame++)
            {
                input.Values.Slice(layout.Row(frame, clip) * inputs, inputs).CopyTo(features.AsSpan(frame * inputs));
            }

            transformer.Run(features, frames, _memory, context.Pool, (state, values) =>
            {
                if (state == _form.Layers)
                {
                    Scatter(values, layout, number);
                }
            });
        }
    }

    /// <inheritdoc/>
    public override void Backward(Activations input, PassContext context, bool wantInputGradient) => throw CannotTrain();

    private void Scatter(float[] values, PackedLayout layout, int clip)
    {
        for (var frame = 0; frame < layout.Lengths[clip]; frame++)
        {
            values.AsSpan(frame * _form.Width, _form.Width).CopyTo(Result.Values[(layout.Row(frame, clip) * _form.Width)..]);
        }
    }

    private EngineException CannotTrain() => new(ManagedEngine.EngineName, new ErrorDetails($"{Name} is an encoder")
    {
        Rule = "layers that this engine trains",
        NextStep = "Set engine: torchsharp.",
    });

    private sealed class NetworkWeights(Dictionary<string, NetworkTensor> tensors) : ITensorSource
    {
        public bool Has(string name) => tensors.ContainsKey(name);

        public float[] Read(string name, params int[] shape) => tensors[name].Values.ToArray();
    }
}
