using Bakeoff.Neural.Layers;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Optimizers;

/// <summary>Changes the weights of a network step by step against their gradients.</summary>
/// <remarks>All state that a resumed training needs must be in arrays of <see cref="AddState"/>,
/// or follow from the arguments of <see cref="Prepare"/>.</remarks>
public abstract class Optimizer
{
    private const int BlockLength = 1 << 14;

    private static readonly Action<int, Optimizer> s_updateBlock = static (block, optimizer) => optimizer.UpdateBlock(block);

    private readonly ParameterStore _store;
    private readonly float _weightDecay;
    private readonly List<(string Name, float[] Values)> _state = [];

    /// <summary>Creates an optimizer.</summary>
    /// <param name="setting">The weights to update.</param>
    /// <param name="weightDecay">Weight decay handed to <see cref="UpdateWeights"/> for matrices; biases and scales get 0.</param>
    protected Optimizer(OptimizerSetting setting, double weightDecay)
    {
        ArgumentNullException.ThrowIfNull(setting);
        _store = setting.Store;
        _weightDecay = (float)weightDecay;
    }

    /// <summary>The state arrays in the order in which they were added.</summary>
    public IReadOnlyList<(string Name, float[] Values)> State => _state;

    /// <summary>Updates all weights by the gradients in <see cref="NetworkTensor.Gradients"/>.</summary>
    /// <param name="step">Number of the update, from 1.</param>
    /// <param name="learningRate">Step size.</param>
    /// <param name="pool">Threads; each updates other weights.</param>
    public void Update(long step, double learningRate, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        Prepare(step, learningRate);
        pool.Run((_store.Values.Length + BlockLength - 1) / BlockLength, this, s_updateBlock);
    }

    /// <summary>Adds an array with one value per weight, zero at first, that checkpoints keep.</summary>
    /// <param name="name">Name in the checkpoint; unique in the optimizer.</param>
    protected float[] AddState(string name)
    {
        var values = new float[_store.Values.Length];
        _state.Add((name, values));
        return values;
    }

    /// <summary>Computes what all weights of an update share.</summary>
    /// <param name="step">Number of the update, from 1.</param>
    /// <param name="learningRate">Step size.</param>
    protected abstract void Prepare(long step, double learningRate);

    /// <summary>Updates some weights that share one weight decay. Called by several threads at once, for different weights.</summary>
    /// <param name="weights">The weights and their gradients.</param>
    protected abstract void UpdateWeights(WeightRun weights);

    private void UpdateBlock(int block)
    {
        var begin = block * BlockLength;
        var end = Math.Min(begin + BlockLength, _store.Values.Length);
        foreach (var tensor in _store.Trainable)
        {
            var from = Math.Max(begin, tensor.Offset);
            var length = Math.Min(end, tensor.Offset + tensor.Length) - from;
            if (length > 0)
            {
                UpdateWeights(
                    new WeightRun(
                        _store.Values.AsSpan(from, length),
                        _store.Gradients.AsSpan(from, length),
                        from,
                        tensor.Decays ? _weightDecay : 0));
            }
        }
    }
}

/// <summary>Neighbouring weights that are updated together.</summary>
public readonly ref struct WeightRun
{
    private readonly int _offset;

    internal WeightRun(Span<float> values, ReadOnlySpan<float> gradients, int offset, float decay)
    {
        Values = values;
        Gradients = gradients;
        Decay = decay;
        _offset = offset;
    }

    /// <summary>The weights, to be changed.</summary>
    public Span<float> Values { get; }

    /// <summary>Gradient of the loss by each weight.</summary>
    public ReadOnlySpan<float> Gradients { get; }

    /// <summary>Weight decay of these weights; 0 for biases and scales.</summary>
    public float Decay { get; }

    /// <summary>The values of a state array that belong to these weights.</summary>
    /// <param name="state">An array of <see cref="Optimizer.AddState"/>.</param>
    public Span<float> Slice(float[] state) => state.AsSpan(_offset, Values.Length);
}
