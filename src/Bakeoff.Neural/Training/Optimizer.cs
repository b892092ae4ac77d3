using Bakeoff.Neural.Layers;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Training;

/// <summary>Moves the weights of a network against their gradients.</summary>
/// <remarks>State is two arrays as long as the weights: what they hold depends on the rule. They are all that a checkpoint has to keep.</remarks>
internal abstract class Optimizer(ParameterStore store, double weightDecay)
{
    private const int BlockLength = 1 << 14;

    private static readonly Action<int, Optimizer> s_updateBlock = static (block, optimizer) => optimizer.UpdateBlock(block);

    /// <summary>First state array: a mean of gradients or a velocity.</summary>
    public float[] First { get; } = new float[store.Values.Length];

    /// <summary>Second state array: a mean of squared gradients; not used by sgd.</summary>
    public float[] Second { get; } = new float[store.Values.Length];

    public static Optimizer Create(TrainingOptions options, ParameterStore store) => options.Optimizer switch
    {
        OptimizerKind.Adam => new AdamOptimizer(store, weightDecay: 0),
        OptimizerKind.AdamW => new AdamOptimizer(store, options.WeightDecay),
        OptimizerKind.Sgd => new SgdOptimizer(store, options.WeightDecay, (float)options.Momentum),
        OptimizerKind.RmsProp => new RmsPropOptimizer(store, options.WeightDecay),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Optimizer, "Unknown optimizer."),
    };

    /// <summary>One update.</summary>
    /// <param name="step">Number of the update, from 1.</param>
    /// <param name="learningRate">Step size.</param>
    /// <param name="pool">Threads; each updates other weights.</param>
    public void Update(long step, double learningRate, WorkerPool pool)
    {
        Prepare(step, learningRate);
        pool.Run((store.Values.Length + BlockLength - 1) / BlockLength, this, s_updateBlock);
    }

    protected abstract void Prepare(long step, double learningRate);

    /// <summary>Updates a run of weights that share one decay.</summary>
    protected abstract void Update(Span<float> values, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, float decay);

    private void UpdateBlock(int block)
    {
        var begin = block * BlockLength;
        var end = Math.Min(begin + BlockLength, store.Values.Length);
        foreach (var parameter in store.Trainable)
        {
            var from = Math.Max(begin, parameter.Offset);
            var length = Math.Min(end, parameter.Offset + parameter.Length) - from;
            if (length > 0)
            {
                Update(
                    store.Values.AsSpan(from, length), store.Gradients.AsSpan(from, length), First.AsSpan(from, length), Second.AsSpan(from, length),
                    parameter.Decays ? (float)weightDecay : 0);
            }
        }
    }
}
