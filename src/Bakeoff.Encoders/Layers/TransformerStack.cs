using Bakeoff.Encoders.Configuration;
using Bakeoff.Encoders.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Layers;

/// <summary>Transformer layers one after the other. State 0 is the input of the first; state n is the output of layer n.</summary>
/// <remarks>
/// With normalisation before its parts, the stack ends with one more: as in the hub's own library it is part of the last state alone, and
/// the states before it are not normalised.
/// </remarks>
internal sealed class TransformerStack
{
    private readonly TransformerLayer[] _layers;
    private readonly LayerNorm? _finalNorm;

    /// <param name="weights">Open weights.</param>
    /// <param name="names">Names of a layer's parts.</param>
    /// <param name="shape">Form.</param>
    /// <param name="count">Layers to read; those behind them are neither read nor run.</param>
    /// <param name="hasGate">True for WavLM's gated relative positions.</param>
    public TransformerStack(ITensorSource weights, TransformerNames names, TransformerShape shape, int count, bool hasGate)
    {
        _layers =
        [
            .. Enumerable.Range(0, count).Select(
                i => new TransformerLayer(weights, FormattableString.Invariant($"encoder.layers.{i}"), names, shape, hasGate)),
        ];
        _finalNorm = shape.IsPreNorm && count == shape.LayerCount
            ? LayerNorm.Read(weights, "encoder.layer_norm", shape.Width, shape.Epsilon)
            : null;
    }

    /// <summary>Hands over every state; the array is overwritten afterwards.</summary>
    public void Run(float[] state, int frames, float[]? positions, EncoderMemory memory, WorkerPool pool, Action<int, float[]> receive)
    {
        receive(0, state);
        for (var i = 0; i < _layers.Length; i++)
        {
            _layers[i].Apply(state, frames, positions, memory, pool);
            if (i == _layers.Length - 1)
            {
                _finalNorm?.Apply(state, frames, state, pool);
            }

            receive(i + 1, state);
        }
    }
}
