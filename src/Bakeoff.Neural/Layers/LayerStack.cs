using System.Globalization;

namespace Bakeoff.Neural.Layers;

/// <summary>The layers of a network, built one on another.</summary>
internal sealed class LayerStack
{
    private readonly List<Layer> _layers = [];
    private readonly List<string> _names = [];
    private readonly List<LayerSummary> _summaries = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    private LayerStack()
    {
    }

    /// <summary>Tensors of all layers; without memory until they are allocated.</summary>
    public ParameterStore Store { get; } = new();

    /// <summary>Layers that compute, the output layer last.</summary>
    public IReadOnlyList<Layer> Layers => _layers;

    /// <summary>Name of each requested layer.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>All layers, those that only mark or reshape rows included, the output layer last.</summary>
    public IReadOnlyList<LayerSummary> Summaries => _summaries;

    /// <summary>Value that marks padded frames; null if there is no masking layer.</summary>
    public float? MaskValue { get; private set; }

    /// <summary>Builds the layers and the output layer.</summary>
    /// <inheritdoc cref="Network.CheckShapes"/>
    public static LayerStack Build(IReadOnlyList<LayerOptions> layers, int inputFeatures, int outputs)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputFeatures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        var stack = new LayerStack();
        var shape = new LayerShape(IsSequence: true, inputFeatures);
        foreach (var options in layers)
        {
            shape = stack.Add(options, shape);
        }

        stack.AddOutput(shape, outputs);
        return stack;
    }

    private LayerShape Add(LayerOptions options, LayerShape input)
    {
        var number = _numbers[options.Kind] = _numbers.GetValueOrDefault(options.Kind) + 1;
        var name = string.Create(CultureInfo.InvariantCulture, $"{options.Kind}_{number}");
        foreach (var problem in options.Validate())
        {
            throw new ArgumentException($"{name}: {problem.Key} {problem.Message}", "layers");
        }

        var layer = options.Build(new LayerBuilder(name, _names.Count, Store), input);
        _names.Add(name);
        if (layer is MaskingLayer masking)
        {
            MaskValue = masking.MaskValue;
        }
        else
        {
            _layers.Add(layer);
        }

        Summarise(layer);
        return layer.Output;
    }

    private void Summarise(Layer layer)
    {
        var counted = _summaries.Sum(static summary => summary.Weights);
        var weights = Store.Tensors.Where(static tensor => tensor.IsTrainable).Sum(static tensor => (long)tensor.Length);
        _summaries.Add(new LayerSummary(layer.Name, layer.Output, weights - counted));
    }

    private void AddOutput(LayerShape input, int outputs)
    {
        if (input.IsSequence)
        {
            throw new LayerShapeException(
                Network.OutputName,
                input,
                "one row per clip [clips, features]",
                "End the layers with lstm or gru without return_sequences, global_average_pooling, attention_pooling, or reshape: {shape: "
                    + "[features]}.");
        }

        var output = new DenseLayer(new LayerBuilder(Network.OutputName, _names.Count, Store), input, outputs, ActivationFunction.Linear);
        _layers.Add(output);
        Summarise(output);
    }
}
