using Bakeoff.Encoders.Configuration;
using Bakeoff.Encoders.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Layers;

/// <summary>Convolutions from samples to features, a tile of frames at a time, so that memory does not grow with the clip.</summary>
/// <remarks>
/// Neighbouring tiles compute the steps that both need twice, with the same bits. Group normalisation of the first convolution needs its
/// mean and variance over the whole window first; they are sums in float64 over ascending steps.
/// </remarks>
internal sealed class WaveformFrontEnd
{
    private const string Place = "feature_extractor.conv_layers";
    private const float Epsilon = 1e-5f;
    private const int FramesOfTile = 64;
    private const int StepsOfMoments = 2048;

    private readonly IReadOnlyList<ConvolutionShape> _shapes;
    private readonly Convolution[] _convolutions;
    private readonly LayerNorm?[] _norms;
    private readonly (float[] Weight, float[] Bias)? _groupNorm;

    public WaveformFrontEnd(ITensorSource weights, WaveformConfig config)
    {
        _shapes = config.Convolutions;
        _convolutions = [.. _shapes.Select((shape, i) => ReadConvolution(weights, shape, i, config.HasConvolutionBias))];
        _norms =
        [
            .. _shapes.Select((shape, i) => config.HasLayerNormFrontEnd
                ? LayerNorm.Read(weights, FormattableString.Invariant($"{Place}.{i}.layer_norm"), shape.Channels, Epsilon)
                : null),
        ];
        if (!config.HasLayerNormFrontEnd)
        {
            var channels = _shapes[0].Channels;
            _groupNorm = (weights.Read(Place + ".0.layer_norm.weight", channels), weights.Read(Place + ".0.layer_norm.bias", channels));
        }
    }

    /// <summary>Values of a feature.</summary>
    public int Width => _shapes[^1].Channels;

    /// <summary>Computes the features of samples.</summary>
    /// <param name="samples">At least one frame's.</param>
    /// <param name="frames">Frames, as many as fit.</param>
    /// <param name="features">Receives [frames, <see cref="Width"/>].</param>
    /// <param name="memory">Working memory.</param>
    /// <param name="pool">Threads.</param>
    public void Run(float[] samples, int frames, float[] features, EncoderMemory memory, WorkerPool pool)
    {
        var normalization = _groupNorm is null ? default((float[], float[])?) : GroupMoments(samples, memory, pool);
        for (var first = 0; first < frames; first += FramesOfTile)
        {
            RunTile((first, Math.Min(FramesOfTile, frames - first)), samples, features, normalization, memory, pool);
        }
    }

    private void RunTile(
        (int First, int Count) tile,
        float[] samples,
        float[] features,
        (float[] Scale, float[] Shift)? normalization,
        EncoderMemory memory,
        WorkerPool pool)
    {
        // Steps of each level under the tile, from the last to the first.
        var levels = new (int First, int Count)[_shapes.Count + 1];
        levels[^1] = tile;
        for (var level = _shapes.Count - 1; level >= 0; level--)
        {
            var (stride, kernel) = (_shapes[level].Stride, _shapes[level].Kernel);
            levels[level] = (levels[level + 1].First * stride, ((levels[level + 1].Count - 1) * stride) + kernel);
        }

        var (source, start) = (samples, levels[0].First);
        for (var level = 0; level < _shapes.Count; level++)
        {
            var (count, channels) = (levels[level + 1].Count, _shapes[level].Channels);
            var isLast = level == _shapes.Count - 1;
            var target = isLast ? features : memory.Take(level % 2 == 0 ? "steps 0" : "steps 1", count * channels);
            var place = isLast ? tile.First * channels : 0;
            var inputs = levels[level].Count * _shapes[level].Inputs;
            _convolutions[level].Apply(source.AsSpan(start, inputs), count, target.AsSpan(place), channels, pool);
            Activate(level, (target, place, count), level == 0 ? normalization : null, pool);
            (source, start) = (target, place);
        }
    }

    private void Activate(
        int level, (float[] Values, int Place, int Count) steps, (float[] Scale, float[] Shift)? normalization, WorkerPool pool) =>
        Bands.Run(
            pool,
            steps.Count,
            unit: 1,
            (long)steps.Count * _shapes[level].Channels,
            (Steps: steps, Norm: _norms[level], Normalization: normalization, Channels: _shapes[level].Channels),
            static (first, last, job) =>
            {
                for (var row = first; row < last; row++)
                {
                    var values = job.Steps.Values.AsSpan(job.Steps.Place + (row * job.Channels), job.Channels);
                    job.Norm?.Normalize(values, values);
                    if (job.Normalization is var (scale, shift))
                    {
                        Vectors.ScaleAndShift(scale, shift, values);
                    }

                    Gelu.Apply(values);
                }
            });

    /// <summary>The group normalisation as a factor and a shift of each channel.</summary>
    private (float[] Scale, float[] Shift) GroupMoments(float[] samples, EncoderMemory memory, WorkerPool pool)
    {
        var shape = _shapes[0];
        var steps = (int)shape.CountOutputs(samples.Length);
        var channels = shape.Channels;
        var (sums, squares) = (new double[channels], new double[channels]);
        for (var first = 0; first < steps; first += StepsOfMoments)
        {
            var count = Math.Min(StepsOfMoments, steps - first);
            var values = memory.Take("steps 0", count * channels);
            _convolutions[0].Apply(samples.AsSpan(first * shape.Stride), count, values, channels, pool);
            ColumnSums.Add(values, count, sums, squares, pool);
        }

        var (weight, bias) = _groupNorm!.Value;
        var (scale, shift) = (new float[channels], new float[channels]);
        for (var channel = 0; channel < channels; channel++)
        {
            var mean = sums[channel] / steps;
            var variance = Math.Max(0, (squares[channel] / steps) - (mean * mean));
            var factor = weight[channel] / Math.Sqrt(variance + Epsilon);
            (scale[channel], shift[channel]) = ((float)factor, (float)(bias[channel] - (mean * factor)));
        }

        return (scale, shift);
    }

    private static Convolution ReadConvolution(ITensorSource weights, ConvolutionShape shape, int index, bool hasBias)
    {
        var name = FormattableString.Invariant($"{Place}.{index}.conv");
        return new Convolution(
            shape,
            weights.Read(name + ".weight", shape.Channels, shape.Inputs, shape.Kernel),
            hasBias ? weights.Read(name + ".bias", shape.Channels) : null);
    }
}
