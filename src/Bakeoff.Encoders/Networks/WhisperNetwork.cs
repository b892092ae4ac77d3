using Bakeoff.Encoders.Configuration;
using Bakeoff.Encoders.Layers;
using Bakeoff.Encoders.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Networks;

/// <summary>Whisper's encoder: log-mel frames, two convolutions, fixed positions, a transformer over a window of fixed length.</summary>
/// <remarks>
/// The network knows no other length than its window, 30 s: a shorter clip is followed by silence, and the frames of that silence take part
/// in attention. Only the frames of the clip itself are handed over.
/// </remarks>
internal sealed class WhisperNetwork : EncoderNetwork
{
    /// <summary>Log-mel frames to a frame of the encoder.</summary>
    public const int Stride = 2;

    private const int Kernel = 3;

    private readonly WhisperConfig _config;
    private readonly LogMelFrontEnd _mel;
    private readonly Convolution _first;
    private readonly Convolution _second;
    private readonly float[] _positions;
    private readonly TransformerStack _stack;

    /// <param name="weights">Open weights.</param>
    /// <param name="config">Form of the network.</param>
    /// <param name="sampleRateHz">Rate of the samples.</param>
    /// <param name="layers">Layers to read.</param>
    public WhisperNetwork(WeightFolder weights, WhisperConfig config, int sampleRateHz, int layers)
    {
        var width = config.Transformer.Width;
        weights.FindPrefix("encoder.conv1.weight");
        _config = config;
        _mel = new LogMelFrontEnd(config, sampleRateHz);
        _first = ReadConvolution(weights, "encoder.conv1", new ConvolutionShape(config.MelBandCount, width, Kernel, 1));
        _second = ReadConvolution(weights, "encoder.conv2", new ConvolutionShape(width, width, Kernel, Stride));
        _positions = weights.Has("encoder.embed_positions.weight")
            ? weights.Read("encoder.embed_positions.weight", config.FrameCount, width)
            : Sinusoids(config.FrameCount, width);
        _stack = new TransformerStack(weights, TransformerNames.Whisper, config.Transformer, layers, hasGate: false);
    }

    public override int HopLength => _config.HopLength * Stride;

    public override int LeastSamples => 1;

    public override int? MostFrames => _config.FrameCount;

    public override int CountFrames(int sampleCount) => (sampleCount + HopLength - 1) / HopLength;

    public override int CountSamples(int frames) => frames * HopLength;

    public override void Run(float[] samples, int frames, EncoderMemory memory, WorkerPool pool, Action<int, float[]> receive)
    {
        var (width, bands, melFrames) = (_config.Transformer.Width, _config.MelBandCount, _config.FrameCount * Stride);

        // A convolution of three steps sees one step of zeros beyond either end.
        var mel = memory.Take("mel", (melFrames + 2) * bands);
        ClearEnds(mel, melFrames, bands);
        _mel.Run(samples, melFrames, mel.AsSpan(bands), pool);
        var steps = memory.Take("steps", (melFrames + 2) * width);
        ClearEnds(steps, melFrames, width);
        _first.Apply(mel.AsSpan(0, (melFrames + 2) * bands), melFrames, steps.AsSpan(width), width, pool);
        ApplyGelu(steps, width, melFrames * width, pool);
        var state = memory.Take("state", _config.FrameCount * width);
        _second.Apply(steps.AsSpan(0, (melFrames + 2) * width), _config.FrameCount, state, width, pool);
        ApplyGelu(state, 0, _config.FrameCount * width, pool);
        Vectors.Add(_positions, state);
        _stack.Run(state, _config.FrameCount, positions: null, memory, pool, receive);
    }

    /// <summary>Sines, then cosines, of wavelengths from 2 pi to 10,000 times that.</summary>
    internal static float[] Sinusoids(int frames, int width)
    {
        var half = width / 2;
        var values = new float[frames * width];
        var step = DeterministicMath.Log(10_000.0) / Math.Max(1, half - 1);
        for (var i = 0; i < half; i++)
        {
            var frequency = DeterministicMath.Exp(-step * i);
            for (var frame = 0; frame < frames; frame++)
            {
                values[(frame * width) + i] = (float)DeterministicMath.Sin(frame * frequency);
                values[(frame * width) + half + i] = (float)DeterministicMath.Cos(frame * frequency);
            }
        }

        return values;
    }

    private static void ApplyGelu(float[] values, int place, int count, WorkerPool pool) =>
        Bands.Run(
            pool, count, unit: 1, count, (Values: values, Place: place),
            static (first, last, job) => Gelu.Apply(job.Values.AsSpan(job.Place + first, last - first)));

    private static void ClearEnds(float[] rows, int count, int width)
    {
        rows.AsSpan(0, width).Clear();
        rows.AsSpan((count + 1) * width, width).Clear();
    }

    private static Convolution ReadConvolution(ITensorSource weights, string name, ConvolutionShape shape) =>
        new(shape, weights.Read(name + ".weight", shape.Channels, shape.Inputs, shape.Kernel), weights.Read(name + ".bias", shape.Channels));
}
