using Bakeoff.Encoders.Configuration;
using Bakeoff.Encoders.Layers;
using Bakeoff.Encoders.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Networks;

/// <summary>wav2vec 2.0, HuBERT, WavLM and data2vec-audio: convolutions over samples, a positional convolution, a transformer.</summary>
internal sealed class WaveformNetwork : EncoderNetwork
{
    private readonly WaveformConfig _config;
    private readonly WaveformFrontEnd _frontEnd;
    private readonly WaveformTransformer? _transformer;

    /// <param name="weights">Open weights.</param>
    /// <param name="config">Form of the network.</param>
    /// <param name="layers">Layers to read; <see cref="SpeechEncoder.Convolutions"/> for the convolutions alone.</param>
    public WaveformNetwork(WeightFolder weights, WaveformConfig config, int layers)
    {
        weights.FindPrefix("feature_extractor.conv_layers.0.conv.weight");
        _config = config;
        _frontEnd = new WaveformFrontEnd(weights, config);
        _transformer = layers == SpeechEncoder.Convolutions ? null : new WaveformTransformer(weights, config, layers);
    }

    public override int HopLength => _config.HopLength;

    public override int LeastSamples => CountSamples(1);

    public override int? MostFrames => null;

    public override int CountFrames(int sampleCount) =>
        (int)_config.Convolutions.Aggregate((long)sampleCount, static (steps, shape) => shape.CountOutputs(steps));

    public override int CountSamples(int frames) => _config.CountSamples(frames);

    /// <summary>The clip with mean 0 and variance 1 over all its samples, where the encoder was trained so.</summary>
    public override float[] Prepare(ReadOnlySpan<float> samples)
    {
        const double floor = 1e-7;
        var prepared = samples.ToArray();
        if (!_config.IsNormalized)
        {
            return prepared;
        }

        var moments = Moments.Of(samples);
        var scale = 1 / Math.Sqrt(moments.Variance + floor);
        for (var i = 0; i < prepared.Length; i++)
        {
            prepared[i] = (float)((prepared[i] - moments.Mean) * scale);
        }

        return prepared;
    }

    public override void Run(float[] samples, int frames, EncoderMemory memory, WorkerPool pool, Action<int, float[]> receive)
    {
        var features = memory.Take("features", frames * _frontEnd.Width);
        _frontEnd.Run(samples, frames, features, pool);
        if (_transformer is null)
        {
            receive(0, features);
        }
        else
        {
            _transformer.Run(features, frames, memory, pool, receive);
        }
    }
}
