using Bakeoff.Encoders.Configuration;
using Bakeoff.Encoders.Layers;
using Bakeoff.Encoders.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Networks;

/// <summary>The part of an encoder over samples behind its convolutions: a projection, a positional convolution, a transformer.</summary>
internal sealed class WaveformTransformer
{
    private readonly int _width;
    private readonly LayerNorm? _projectionNorm;
    private readonly Linear _projection;
    private readonly PositionalConvolution _position;
    private readonly LayerNorm? _inputNorm;
    private readonly RelativePositions? _relative;
    private readonly TransformerStack _stack;

    /// <param name="weights">The weights.</param>
    /// <param name="config">Form of the network.</param>
    /// <param name="layers">Layers to read.</param>
    public WaveformTransformer(ITensorSource weights, WaveformConfig config, int layers)
    {
        var (transformer, inputs) = (config.Transformer, config.FeatureWidth);
        _width = transformer.Width;
        _projectionNorm = config.HasProjectionNorm
            ? LayerNorm.Read(weights, "feature_projection.layer_norm", inputs, transformer.Epsilon)
            : null;
        _projection = Linear.Read(weights, "feature_projection.projection", inputs, transformer.Width);
        _position = new PositionalConvolution(weights, config);
        _inputNorm = transformer.IsPreNorm
            ? null
            : LayerNorm.Read(weights, "encoder.layer_norm", transformer.Width, transformer.Epsilon);
        var isWavLm = config.Architecture == EncoderArchitecture.WavLm;
        _relative = isWavLm && layers > 0 ? new RelativePositions(weights, config) : null;
        _stack = new TransformerStack(weights, TransformerNames.Waveform, transformer, layers, isWavLm);
    }

    /// <summary>Hands over every state of the convolutions' features, [frames, width].</summary>
    /// <param name="features">[frames, features]; overwritten.</param>
    /// <param name="frames">Frames.</param>
    /// <param name="memory">Working memory.</param>
    /// <param name="pool">Threads.</param>
    /// <param name="receive">Receives each state's number and values.</param>
    public void Run(float[] features, int frames, EncoderMemory memory, WorkerPool pool, Action<int, float[]> receive)
    {
        var state = memory.Take("state", frames * _width);
        _projectionNorm?.Apply(features, frames, features, pool);
        _projection.Apply(features, frames, state, pool);
        _position.AddTo(state, frames, memory, pool);
        _inputNorm?.Apply(state, frames, state, pool);
        _stack.Run(state, frames, _relative?.BiasesOf(frames), memory, pool, receive);
    }
}
