using System.Globalization;
using System.Runtime.InteropServices;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Numerics;

namespace Bakeoff.Neural;

/// <summary>A feed-forward stack of layers from the frames of a clip to one logit per class, to numbers, or to both.</summary>
/// <remarks>
/// <para>Determinism: the same layers, seed and data give the same bits on every machine and with every thread count.</para>
/// <para>Not thread-safe: layers keep the buffers of their last pass. To predict in parallel, load the model once per thread or pass a pool
/// to <see cref="Predict(SequenceSet, WorkerPool)"/>.</para>
/// </remarks>
public sealed class Network
{
    /// <summary>Name of the layer that every network ends with.</summary>
    public const string OutputName = "output";

    // Clips that are predicted together: some, and as many short ones as repay laying out the weights for products.
    private const int PredictionBatch = 64;
    private const int PredictionFrames = 512;

    private readonly LayerStack _stack;

    // As the layers keep theirs: large arrays that are new for every prediction come from the system page by page.
    private readonly Activations _batch = new();

    private Network(IReadOnlyList<LayerOptions> options, LayerStack stack, int inputFeatures, ulong seed)
    {
        LayerOptions = options;
        _stack = stack;
        InputFeatures = inputFeatures;
        Seed = seed;
    }

    /// <summary>The layers as they were requested, without the output layer.</summary>
    public IReadOnlyList<LayerOptions> LayerOptions { get; }

    /// <summary>Names of these layers: kind and number among the layers of that kind, such as <c>lstm_1</c>.</summary>
    public IReadOnlyList<string> LayerNames => _stack.Names;

    /// <summary>Features of one frame.</summary>
    public int InputFeatures { get; }

    /// <summary>Classes, which is the number of logits; 0 for a network that predicts numbers alone.</summary>
    public int ClassCount { get; private init; }

    /// <summary>The numbers that the network predicts, with their scales; empty for a network of classes alone. Scales are set by training, saved
    /// with the weights.</summary>
    public IReadOnlyList<TargetScale> Targets { get; internal set; } = [];

    /// <summary>Outputs: a logit for each class, then a number for each target.</summary>
    public int OutputCount => ClassCount + Targets.Count;

    /// <summary>Seed of the first weights.</summary>
    public ulong Seed { get; }

    /// <summary>Standardisation applied to every frame first; null for none. Set by training, saved with the weights.</summary>
    public Standardizer? Standardizer { get; internal set; }

    /// <summary>Number of trained weights.</summary>
    public int ParameterCount => Store.Values.Length;

    /// <summary>Weights and running statistics, tensor by tensor, in the order of the
    /// layers. Writing to their values changes the network.</summary>
    public IReadOnlyList<NetworkTensor> Tensors => Store.Tensors;

    internal ParameterStore Store => _stack.Store;

    internal float? MaskValue => _stack.MaskValue;

    internal Activations Logits => _stack.Layers[^1].Result;

    /// <summary>Builds a network with fresh weights and adds the output layer: dense, one logit per class, named <c>output</c>.</summary>
    /// <param name="layers">Layers from input to output; may be empty for a linear classifier of single frames after a reshape.</param>
    /// <param name="inputFeatures">Features of one frame; positive.</param>
    /// <param name="classes">Classes; at least 2.</param>
    /// <param name="seed">Seed of the first weights; each layer draws from its own stream.</param>
    /// <exception cref="LayerShapeException">A layer cannot work on the output of the layer before it.</exception>
    /// <exception cref="ArgumentException">An option is out of range; the message names the layer and the key.</exception>
    public static Network Create(IReadOnlyList<LayerOptions> layers, int inputFeatures, int classes, ulong seed) =>
        Create(layers, inputFeatures, classes, [], seed);

    /// <summary>Builds a network that predicts numbers, with fresh weights, and adds the output layer: dense, one output per target, named
    /// <c>output</c>.</summary>
    /// <param name="layers">Layers from input to output.</param>
    /// <param name="inputFeatures">Features of one frame; positive.</param>
    /// <param name="targets">Names of the numbers, such as <c>arousal</c>; at least one, all different.</param>
    /// <param name="seed">Seed of the first weights; each layer draws from its own stream.</param>
    /// <exception cref="LayerShapeException">A layer cannot work on the output of the layer before it.</exception>
    /// <exception cref="ArgumentException">An option is out of range, or there are no targets or two of the same name.</exception>
    public static Network Create(IReadOnlyList<LayerOptions> layers, int inputFeatures, IReadOnlyList<string> targets, ulong seed) =>
        Create(layers, inputFeatures, classes: 0, targets, seed);

    /// <summary>Builds a network that predicts classes, numbers or both, with fresh weights, and adds the output layer: dense, one logit per
    /// class, then one output per target, named <c>output</c>.</summary>
    /// <param name="layers">Layers from input to output.</param>
    /// <param name="inputFeatures">Features of one frame; positive.</param>
    /// <param name="classes">Classes, at least 2; 0 for none.</param>
    /// <param name="targets">Names of the numbers, all different; empty for none.</param>
    /// <param name="seed">Seed of the first weights; each layer draws from its own stream.</param>
    /// <exception cref="LayerShapeException">A layer cannot work on the output of the layer before it.</exception>
    /// <exception cref="ArgumentException">An option is out of range, there is neither a class nor a target, or two targets have the same
    /// name.</exception>
    public static Network Create(
        IReadOnlyList<LayerOptions> layers, int inputFeatures, int classes, IReadOnlyList<string> targets, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(targets);
        if (classes != 0 || targets.Count == 0)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        }

        if (targets.Distinct(StringComparer.Ordinal).Count() < targets.Count)
        {
            throw new ArgumentException($"The targets are [{string.Join(", ", targets)}], expected different names.", nameof(targets));
        }

        return new Network([.. layers], Initialize(layers, inputFeatures, classes + targets.Count, seed), inputFeatures, seed)
        {
            ClassCount = classes,
            Targets = [.. targets.Select(static name => new TargetScale(name, Mean: 0, StandardDeviation: 1))],
        };
    }

    private static LayerStack Initialize(IReadOnlyList<LayerOptions> layers, int inputFeatures, int outputs, ulong seed)
    {
        var stack = LayerStack.Build(layers, inputFeatures, outputs);
        stack.Store.Allocate();
        ChainLayer.Initialize(stack.Layers, new SeededRandom(seed, "init"));
        return stack;
    }

    /// <summary>Throws if layers do not fit together. Allocates no weights, so it is
    /// cheap enough for every read of an experiment.</summary>
    /// <param name="layers">Layers from input to output.</param>
    /// <param name="inputFeatures">Features of one frame; positive.</param>
    /// <param name="outputs">Classes or targets; positive.</param>
    /// <exception cref="LayerShapeException">A layer cannot work on the output of the layer before it.</exception>
    /// <exception cref="ArgumentException">An option is out of range; the message names the layer and the key.</exception>
    public static void CheckShapes(IReadOnlyList<LayerOptions> layers, int inputFeatures, int outputs) =>
        LayerStack.Build(layers, inputFeatures, outputs);

    /// <summary>Lists the layers with the shapes between them and their weights. Allocates no weights.</summary>
    /// <inheritdoc cref="CheckShapes"/>
    /// <returns>The layers from input to output, the output layer last.</returns>
    public static IReadOnlyList<LayerSummary> Describe(IReadOnlyList<LayerOptions> layers, int inputFeatures, int outputs) =>
        LayerStack.Build(layers, inputFeatures, outputs).Summaries;

    /// <summary>Probabilities of the classes for each clip, then the predicted numbers in the units of the corpus.</summary>
    /// <param name="clips">Clips with <see cref="InputFeatures"/> features; labels and targets are ignored.</param>
    /// <param name="pool">Threads to use; they do not change the result.</param>
    /// <returns>Shape [clips, outputs], rows in the order of the clips; probabilities of a clip sum to 1.</returns>
    /// <exception cref="LayerShapeException">The number of features, or of frames where a
    /// layer needs a fixed number, does not fit.</exception>
    /// <exception cref="SequenceDataException">A feature is NaN or infinite, or masking leaves no frame of a clip.</exception>
    public float[,] Predict(SequenceSet clips, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        var context = new PassContext(pool);
        return Predict(clips, (batch, logits) => ComputeLogits(batch, context, logits), _batch);
    }

    /// <summary>Probabilities of the classes or the numbers for each clip, from outputs that an engine
    /// computes, in batches of clips of similar length.</summary>
    /// <param name="clips">Clips with <see cref="InputFeatures"/> features; labels and targets are ignored.</param>
    /// <param name="computeLogits">Computes the outputs of a batch with the weights of this network.</param>
    /// <returns>Shape [clips, outputs], rows in the order of the clips; probabilities of a clip sum to 1.</returns>
    /// <inheritdoc cref="Predict(SequenceSet, WorkerPool)" path="/exception"/>
    public float[,] Predict(SequenceSet clips, LogitsFunction computeLogits)
    {
        ArgumentNullException.ThrowIfNull(computeLogits);
        return Predict(clips, computeLogits, new Activations());
    }

    private float[,] Predict(SequenceSet clips, LogitsFunction computeLogits, Activations memory)
    {
        ArgumentNullException.ThrowIfNull(clips);
        CheckInput(clips);
        var logits = ComputeLogits(new BatchAssembler(clips, Standardizer, MaskValue, memory: memory), computeLogits);
        var outputs = OutputCount;
        var predictions = new float[clips.ClipCount, outputs];
        for (var clip = 0; clip < clips.ClipCount; clip++)
        {
            ToPrediction(logits.AsSpan(clip * outputs, outputs), MemoryMarshal.CreateSpan(ref predictions[clip, 0], outputs));
        }

        return predictions;
    }

    /// <summary>Probabilities of the classes from logits, and numbers in the units of the corpus from the outputs behind them.</summary>
    /// <param name="outputs">Outputs of one clip.</param>
    /// <param name="prediction">Receives as many values.</param>
    internal void ToPrediction(ReadOnlySpan<float> outputs, Span<float> prediction)
    {
        for (var target = 0; target < Targets.Count; target++)
        {
            prediction[ClassCount + target] = Targets[target].Restore(outputs[ClassCount + target]);
        }

        if (ClassCount > 0)
        {
            var probabilities = new double[ClassCount];
            Softmax.Probabilities(outputs[..ClassCount], probabilities);
            for (var k = 0; k < ClassCount; k++)
            {
                prediction[k] = (float)probabilities[k];
            }
        }
    }

    /// <summary>Weights that attention pooling gives the frames of a clip: how much of each is in the mean that the next layer receives.</summary>
    /// <param name="clip">A set of one clip with <see cref="InputFeatures"/> features.</param>
    /// <param name="pool">Threads to use; they do not change the result.</param>
    /// <returns>Shape [frames], which add up to 1, with 0 for masked frames; null for a network without attention pooling. Where layers before
    /// it shorten a clip, a step's weight is divided evenly among the frames in its place.</returns>
    /// <inheritdoc cref="Predict(SequenceSet, WorkerPool)" path="/exception"/>
    /// <remarks>Cost: one prediction. Recurrent layers, convolutions and self-attention carry what they hear to other frames, so a weight says
    /// where the network looks, not where the sound is that decides.</remarks>
    public float[]? AttentionOver(SequenceSet clip, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(clip);
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentOutOfRangeException.ThrowIfNotEqual(clip.ClipCount, 1, nameof(clip));
        var (place, layer) = _stack.Layers.Index().FirstOrDefault(static layer => layer.Item is AttentionPoolingLayer);
        if (layer is not AttentionPoolingLayer pooling)
        {
            return null;
        }

        CheckInput(clip);
        var assembler = new BatchAssembler(clip, Standardizer, MaskValue, memory: _batch);
        var batch = assembler.Assemble([0], epoch: 0).Packed;
        Forward(batch, new PassContext(pool));
        var steps = pooling.FirstWeights((place == 0 ? batch : _stack.Layers[place - 1].Result).Layout!);
        var live = assembler.LiveFrames(0) ?? [.. Enumerable.Range(0, clip.FrameCount(0))];
        var weights = new float[clip.FrameCount(0)];
        foreach (var (step, weight) in steps.Index())
        {
            var (first, end) = ((int)((long)step * live.Count / steps.Length), (int)((step + 1L) * live.Count / steps.Length));
            for (var i = first; i < end; i++)
            {
                weights[live[i]] = weight / (end - first);
            }
        }

        return weights;
    }

    /// <summary>True if the frames of a clip can be predicted some at a time: <see cref="BeginClip"/>.</summary>
    /// <remarks>Layers that look at all frames at once (convolution, pooling, attention, bidirectional ones) cannot.</remarks>
    public bool TakesParts => _stack.Layers.All(static layer => layer.TakesParts);

    /// <summary>Starts the prediction of one clip whose frames come some at a time.</summary>
    /// <param name="pool">Threads to use; they do not change the result.</param>
    /// <exception cref="InvalidOperationException"><see cref="TakesParts"/> is false.</exception>
    public ClipStream BeginClip(WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        return TakesParts
            ? new ClipStream(this, pool)
            : throw new InvalidOperationException("A layer looks at all frames of a clip at once, expected none that does.");
    }

    /// <summary>Throws if the clips do not fit the network.</summary>
    internal void CheckInput(SequenceSet clips)
    {
        if (clips.FeatureCount != InputFeatures)
        {
            var expected = string.Create(CultureInfo.InvariantCulture, $"last axis {InputFeatures} (InputFeatures)");
            var shape = new LayerShape(IsSequence: true, clips.FeatureCount);
            throw new LayerShapeException(
                LayerNames.Count > 0 ? LayerNames[0] : OutputName, shape, expected,
                "Compare the feature settings with those the network was made for.");
        }

        clips.CheckFinite();
        var frames = new int[clips.ClipCount];
        var assembler = new BatchAssembler(clips, standardizer: null, MaskValue);
        for (var clip = 0; clip < frames.Length; clip++)
        {
            frames[clip] = assembler.LiveFrameCount(clip);
        }

        // Only layers that receive the clips' own frames depend on their number.
        foreach (var layer in _stack.Layers.TakeWhile(static layer => layer.Input.IsSequence))
        {
            layer.CheckLengths(frames);
            layer.MapLengths(frames);
        }
    }

    /// <summary>Logits of all clips of an assembler in the set's order, [clips, outputs].</summary>
    internal float[] ComputeLogits(BatchAssembler assembler, LogitsFunction computeLogits)
    {
        var clipCount = assembler.ClipCount;
        var logits = new float[clipCount * OutputCount];
        var batchLogits = new float[Math.Min(PredictionFrames, clipCount) * OutputCount];
        var order = Enumerable.Range(0, clipCount).OrderBy(assembler.LiveFrameCount).ToArray();
        for (var (start, count) = (0, 0); start < clipCount; start += count)
        {
            count = BatchSize(assembler, order.AsSpan(start));
            var batch = assembler.Assemble(order.AsSpan(start, count), epoch: 0);
            computeLogits(batch, batchLogits.AsSpan(0, batch.ClipCount * OutputCount));
            for (var i = 0; i < batch.ClipCount; i++)
            {
                batchLogits.AsSpan(i * OutputCount, OutputCount).CopyTo(logits.AsSpan(batch.Clips[i] * OutputCount));
            }
        }

        return logits;
    }

    private static int BatchSize(BatchAssembler assembler, ReadOnlySpan<int> clips)
    {
        var (count, frames) = (0, 0);
        while (count < clips.Length && (count < PredictionBatch || frames + assembler.LiveFrameCount(clips[count]) <= PredictionFrames))
        {
            frames += assembler.LiveFrameCount(clips[count++]);
        }

        return count;
    }

    /// <summary>Logits of a batch, [clips, outputs].</summary>
    internal void ComputeLogits(ClipBatch batch, PassContext context, Span<float> logits)
    {
        Forward(batch.Packed, context);
        Logits.Values.CopyTo(logits);
    }

    internal void Forward(Activations batch, PassContext context) => ChainLayer.Forward(_stack.Layers, batch, context);

    /// <summary>Weight gradients from the gradients of <see cref="Logits"/>.</summary>
    internal void Backward(Activations batch, PassContext context, bool wantInputGradient = false) =>
        ChainLayer.Backward(_stack.Layers, batch, context, wantInputGradient);
}
