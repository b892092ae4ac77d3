using System.Buffers;
using Bakeoff.Encoders.Configuration;
using Bakeoff.Encoders.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Layers;

/// <summary>Convolutions from samples to features. A tile of frames passes all of them on one thread, in its cache.</summary>
/// <remarks>
/// Memory does not grow with the clip. Neighbouring tiles compute the steps that both need twice, with the same bits, so tiles and threads
/// change nothing.
/// </remarks>
internal sealed class WaveformFrontEnd
{
    private const string Place = "feature_extractor.conv_layers";
    private const float Epsilon = 1e-5f;

    // More frames outgrow the cache; with fewer, the weights are read too often and more of the steps are computed twice.
    private const int FramesOfTile = 16;

    private readonly IReadOnlyList<ConvolutionShape> _shapes;
    private readonly Convolution[] _convolutions;
    private readonly LayerNorm?[] _norms;
    private readonly GroupNorm? _groupNorm;

    public WaveformFrontEnd(ITensorSource weights, WaveformConfig config)
    {
        _shapes = config.Convolutions;
        _convolutions = new Convolution[_shapes.Count];
        _norms = new LayerNorm?[_shapes.Count];
        for (var level = 0; level < _shapes.Count; level++)
        {
            var (shape, name) = (_shapes[level], FormattableString.Invariant($"{Place}.{level}"));
            var filters = weights.Read(name + ".conv.weight", shape.Channels, shape.Inputs, shape.Kernel);
            var bias = config.HasConvolutionBias ? weights.Read(name + ".conv.bias", shape.Channels) : null;
            _convolutions[level] = new Convolution(shape, filters, bias);
            if (config.HasLayerNormFrontEnd)
            {
                _norms[level] = LayerNorm.Read(weights, name + ".layer_norm", shape.Channels, Epsilon);
            }
            else if (level == 0)
            {
                var norm = name + ".layer_norm";
                _groupNorm = new GroupNorm(
                    shape, filters, bias, weights.Read(norm + ".weight", shape.Channels), weights.Read(norm + ".bias", shape.Channels));
            }
        }
    }

    /// <summary>Values of a feature.</summary>
    public int Width => _shapes[^1].Channels;

    /// <summary>Computes the features of samples.</summary>
    /// <param name="samples">At least one frame's.</param>
    /// <param name="frames">Frames, as many as fit.</param>
    /// <param name="features">Receives [frames, <see cref="Width"/>].</param>
    /// <param name="pool">Threads.</param>
    public void Run(float[] samples, int frames, float[] features, WorkerPool pool)
    {
        // Each thread has the same number of tiles.
        var threads = pool.ThreadCount;
        var tiles = Math.Min(frames, (frames + (threads * FramesOfTile) - 1) / (threads * FramesOfTile) * threads);
        var normalization = _groupNorm?.Measure(samples);
        pool.Run(
            tiles,
            (FrontEnd: this, Samples: samples, Frames: frames, Features: features, Tiles: tiles, Normalization: normalization),
            static (tile, job) =>
            {
                var (first, end) = (Bands.Share(tile, job.Tiles, job.Frames), Bands.Share(tile + 1, job.Tiles, job.Frames));
                job.FrontEnd.RunTile((first, end - first), job.Samples, job.Features, job.Normalization);
            });
    }

    private void RunTile((int First, int Count) tile, float[] samples, float[] features, (float[] Scale, float[] Shift)? normalization)
    {
        // Steps of each level under the tile, from the last to the first.
        var levels = new (int First, int Count)[_shapes.Count + 1];
        levels[^1] = tile;
        for (var level = _shapes.Count - 1; level >= 0; level--)
        {
            var (stride, kernel) = (_shapes[level].Stride, _shapes[level].Kernel);
            levels[level] = (levels[level + 1].First * stride, ((levels[level + 1].Count - 1) * stride) + kernel);
        }

        float[] lent = [];
        var source = samples.AsSpan(levels[0].First, levels[0].Count * _shapes[0].Inputs);
        for (var level = 0; level < _shapes.Count; level++)
        {
            var (count, channels) = (levels[level + 1].Count, _shapes[level].Channels);
            var isLast = level == _shapes.Count - 1;
            var steps = isLast ? [] : ArrayPool<float>.Shared.Rent(count * channels);
            var target = isLast ? features.AsSpan(tile.First * channels, count * channels) : steps.AsSpan(0, count * channels);
            _convolutions[level].Apply(source, count, target, channels, WorkerPool.Serial);
            Activate(level, target, level == 0 ? normalization : null);
            ArrayPool<float>.Shared.Return(lent);
            lent = steps;
            source = target;
        }
    }

    private void Activate(int level, Span<float> steps, (float[] Scale, float[] Shift)? normalization)
    {
        for (; !steps.IsEmpty; steps = steps[_shapes[level].Channels..])
        {
            var values = steps[.._shapes[level].Channels];
            _norms[level]?.Normalize(values, values);
            if (normalization is var (scale, shift))
            {
                Vectors.ScaleAndShift(scale, shift, values);
            }

            Gelu.Apply(values);
        }
    }
}
