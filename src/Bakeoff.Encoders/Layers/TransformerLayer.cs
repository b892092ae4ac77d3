using Bakeoff.Encoders.Configuration;
using Bakeoff.Encoders.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Layers;

/// <summary>Attention and a feed-forward part, each with a residual and a layer normalisation before or after it.</summary>
internal sealed class TransformerLayer
{
    private readonly TransformerShape _shape;
    private readonly SelfAttention _attention;
    private readonly LayerNorm _attentionNorm;
    private readonly Linear _inner;
    private readonly Linear _outer;
    private readonly LayerNorm _finalNorm;

    /// <param name="weights">Open weights.</param>
    /// <param name="name">Name of the layer.</param>
    /// <param name="names">Names of its parts.</param>
    /// <param name="shape">Form of the transformer.</param>
    /// <param name="hasGate">True for WavLM's gated relative positions.</param>
    public TransformerLayer(ITensorSource weights, string name, TransformerNames names, TransformerShape shape, bool hasGate)
    {
        _shape = shape;
        _attention = new SelfAttention(weights, $"{name}.{names.Attention}", shape, hasGate);
        _attentionNorm = LayerNorm.Read(weights, $"{name}.{names.AttentionNorm}", shape.Width, shape.Epsilon);
        _inner = Linear.Read(weights, $"{name}.{names.Inner}", shape.Width, shape.InnerWidth);
        _outer = Linear.Read(weights, $"{name}.{names.Outer}", shape.InnerWidth, shape.Width);
        _finalNorm = LayerNorm.Read(weights, $"{name}.final_layer_norm", shape.Width, shape.Epsilon);
    }

    /// <summary>Replaces the state of all frames.</summary>
    /// <param name="state">[frames, width].</param>
    /// <param name="frames">Frames.</param>
    /// <param name="positions">Biases of attention by relative position; null for none.</param>
    /// <param name="memory">Working memory.</param>
    /// <param name="pool">Threads.</param>
    public void Apply(float[] state, int frames, float[]? positions, EncoderMemory memory, WorkerPool pool)
    {
        var inner = memory.Take("inner", frames * _shape.InnerWidth);
        if (_shape.IsPreNorm)
        {
            var normed = memory.Take("normed", frames * _shape.Width);
            _attentionNorm.Apply(state, frames, normed, pool);
            _attention.AddTo(normed, frames, state, positions, memory, pool);
            _finalNorm.Apply(state, frames, normed, pool);
            _inner.ApplyWithGelu(normed, frames, inner, pool);
            _outer.AddTo(inner, frames, state, pool);
        }
        else
        {
            _attention.AddTo(state, frames, state, positions, memory, pool);
            _attentionNorm.Apply(state, frames, state, pool);
            _inner.ApplyWithGelu(state, frames, inner, pool);
            _outer.AddTo(inner, frames, state, pool);
            _finalNorm.Apply(state, frames, state, pool);
        }
    }
}

/// <summary>Names of a layer's parts in the weights.</summary>
internal sealed record TransformerNames(string Attention, string AttentionNorm, string Inner, string Outer)
{
    public static TransformerNames Waveform { get; } =
        new("attention", "layer_norm", "feed_forward.intermediate_dense", "feed_forward.output_dense");

    public static TransformerNames Whisper { get; } = new("self_attn", "self_attn_layer_norm", "fc1", "fc2");
}
