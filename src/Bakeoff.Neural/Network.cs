using Bakeoff.Neural.Data;
using Bakeoff.Neural.Engines;
using Bakeoff.Neural.Layers;
using Bakeoff.Numerics;

namespace Bakeoff.Neural;

/// <summary>A feed-forward stack of layers from the frames of a clip to one logit per class.</summary>
/// <remarks>
/// <para>Determinism: the same layers, seed and data give the same bits on every machine and with every thread count.</para>
/// <para>Not thread-safe: layers keep the buffers of their last pass. Load the model once per thread to predict in parallel, or give <see cref="Predict"/> a pool.</para>
/// </remarks>
public sealed class Network
{
    private const int PredictionBatch = 64;

    private readonly Layer[] _layers;

    private Network(IReadOnlyList<LayerOptions> options, int inputFeatures, int classes, ulong seed, Layer[] layers, ParameterStore store, float? maskValue)
    {
        LayerOptions = options;
        InputFeatures = inputFeatures;
        ClassCount = classes;
        Seed = seed;
        _layers = layers;
        Store = store;
        MaskValue = maskValue;
    }

    /// <summary>The layers as they were asked for, without the output layer.</summary>
    public IReadOnlyList<LayerOptions> LayerOptions { get; }

    /// <summary>Features of one frame.</summary>
    public int InputFeatures { get; }

    /// <summary>Classes, which is the number of logits.</summary>
    public int ClassCount { get; }

    /// <summary>Seed of the first weights.</summary>
    public ulong Seed { get; }

    /// <summary>Standardisation applied to every frame first; null for none. Set by training, saved with the weights.</summary>
    public Standardizer? Standardizer { get; internal set; }

    /// <summary>Number of trained weights.</summary>
    public int ParameterCount => Store.Values.Length;

    /// <summary>Weights and running statistics, tensor by tensor, in the order of the layers.</summary>
    public IReadOnlyList<NetworkTensor> Tensors => [.. Store.Parameters.Select(parameter => new NetworkTensor(Store, parameter))];

    internal ParameterStore Store { get; }

    internal float? MaskValue { get; }

    internal Activations Logits => _layers[^1].Result;

    /// <summary>Builds a network with fresh weights and adds the output layer: dense, one logit per class, named <c>output</c>.</summary>
    /// <param name="layers">Layers from input to output; may be empty for a linear classifier of single frames after a reshape.</param>
    /// <param name="inputFeatures">Features of one frame; positive.</param>
    /// <param name="classes">Classes; at least 2.</param>
    /// <param name="seed">Seed of the first weights; each layer draws from a stream of its own.</param>
    /// <exception cref="LayerShapeException">A layer cannot work on what the layer before it gives.</exception>
    /// <exception cref="ArgumentException">An option is out of range; the message names the layer and the key.</exception>
    public static Network Create(IReadOnlyList<LayerOptions> layers, int inputFeatures, int classes, ulong seed)
    {
        var store = new ParameterStore();
        var (built, maskValue) = Build(layers, inputFeatures, classes, store);
        store.Allocate();
        var random = new SeededRandom(seed, "init");
        foreach (var layer in built)
        {
            layer.Initialize(random.Stream(layer.Name));
        }

        return new Network([.. layers], inputFeatures, classes, seed, [.. built], store, maskValue);
    }

    /// <summary>Finds out whether layers fit together, without making weights: cheap enough for every look at an experiment.</summary>
    /// <param name="layers">Layers from input to output.</param>
    /// <param name="inputFeatures">Features of one frame; positive.</param>
    /// <param name="classes">Classes; at least 2.</param>
    /// <exception cref="LayerShapeException">A layer cannot work on what the layer before it gives.</exception>
    /// <exception cref="ArgumentException">An option is out of range; the message names the layer and the key.</exception>
    public static void CheckShapes(IReadOnlyList<LayerOptions> layers, int inputFeatures, int classes) => Build(layers, inputFeatures, classes, new ParameterStore());

    private static (List<Layer> Layers, float? MaskValue) Build(IReadOnlyList<LayerOptions> layers, int inputFeatures, int classes, ParameterStore store)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputFeatures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        var shape = new LayerShape(IsSequence: true, inputFeatures);
        var built = new List<Layer>();
        float? maskValue = null;
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var position = 0; position < layers.Count; position++)
        {
            var options = layers[position];
            counts[options.Kind] = counts.GetValueOrDefault(options.Kind) + 1;
            var name = FormattableString.Invariant($"{options.Kind}_{counts[options.Kind]}");
            foreach (var problem in options.Validate())
            {
                throw new ArgumentException($"{name}: {problem.Key} {problem.Message}", nameof(layers));
            }

            var layer = options.Build(new LayerBuilder(name, position, store), shape);
            shape = layer.Output;
            if (layer is MaskingLayer masking)
            {
                maskValue = masking.MaskValue;
            }
            else
            {
                built.Add(layer);
            }
        }

        if (shape.IsSequence)
        {
            throw new LayerShapeException("output", shape, "one row per clip [clips, features]", "End the layers with lstm or gru without return_sequences, global_average_pooling, attention_pooling, or reshape: {shape: [features]}.");
        }

        built.Add(new DenseLayer(new LayerBuilder("output", layers.Count, store), shape, classes, ActivationFunction.Linear));
        return (built, maskValue);
    }

    /// <summary>Probabilities of the classes for each clip.</summary>
    /// <param name="clips">Clips with <see cref="InputFeatures"/> features; labels are not looked at.</param>
    /// <param name="pool">Threads to use; they do not change the result.</param>
    /// <returns>Shape [clips, classes], rows in the order of the clips, each summing to 1.</returns>
    /// <exception cref="LayerShapeException">The number of features, or of frames where a layer needs a fixed number, does not fit.</exception>
    /// <exception cref="SequenceDataException">A feature is NaN or infinite, or masking leaves nothing of a clip.</exception>
    public float[,] Predict(SequenceSet clips, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(clips);
        ArgumentNullException.ThrowIfNull(pool);
        CheckInput(clips);
        var assembler = new BatchAssembler(clips, Standardizer, MaskValue);
        var logits = ComputeLogits(clips.ClipCount, assembler, new PassContext(pool));
        var probabilities = new float[clips.ClipCount, ClassCount];
        var row = new double[ClassCount];
        for (var clip = 0; clip < clips.ClipCount; clip++)
        {
            Softmax.Probabilities(logits.AsSpan(clip * ClassCount, ClassCount), row);
            for (var k = 0; k < ClassCount; k++)
            {
                probabilities[clip, k] = (float)row[k];
            }
        }

        return probabilities;
    }

    /// <summary>Throws when the clips do not fit the network.</summary>
    internal void CheckInput(SequenceSet clips)
    {
        if (clips.FeatureCount != InputFeatures)
        {
            throw new LayerShapeException(
                LayerOptions.Count > 0 ? LayerOptions[0].Kind + "_1" : "output", new LayerShape(IsSequence: true, clips.FeatureCount),
                FormattableString.Invariant($"last axis {InputFeatures} (InputFeatures)"), "Compare the feature settings with those the network was made for.");
        }

        clips.CheckFinite();
        var frames = new int[clips.ClipCount];
        var assembler = new BatchAssembler(clips, standardizer: null, MaskValue);
        for (var clip = 0; clip < frames.Length; clip++)
        {
            frames[clip] = assembler.LiveFrameCount(clip);
        }

        // Only layers that see the clips' own frames can tell; behind them the number of frames is a matter of the layers before.
        foreach (var layer in _layers.TakeWhile(layer => layer.Input.IsSequence))
        {
            layer.CheckLengths(frames);
            layer.MapLengths(frames);
        }
    }

    /// <summary>Logits of all clips of an assembler in the set's order, [clips, classes].</summary>
    internal float[] ComputeLogits(int clipCount, BatchAssembler assembler, PassContext context)
    {
        var logits = new float[clipCount * ClassCount];
        var order = Enumerable.Range(0, clipCount).OrderBy(assembler.LiveFrameCount).ToArray();
        for (var start = 0; start < clipCount; start += PredictionBatch)
        {
            assembler.Assemble(order.AsSpan(start, Math.Min(PredictionBatch, clipCount - start)), epoch: 0);
            Forward(assembler.Batch, context);
            for (var i = 0; i < assembler.Clips.Length; i++)
            {
                Logits.Values.AsSpan(i * ClassCount, ClassCount).CopyTo(logits.AsSpan(assembler.Clips[i] * ClassCount));
            }
        }

        return logits;
    }

    internal void Forward(Activations batch, PassContext context)
    {
        var current = batch;
        foreach (var layer in _layers)
        {
            layer.Forward(current, context);
            current = layer.Result;
        }
    }

    /// <summary>Weight gradients from the gradients of <see cref="Logits"/>.</summary>
    internal void Backward(Activations batch, PassContext context, bool wantInputGradient = false)
    {
        for (var i = _layers.Length - 1; i >= 0; i--)
        {
            _layers[i].Backward(i == 0 ? batch : _layers[i - 1].Result, context, wantInputGradient || i > 0);
        }
    }
}
