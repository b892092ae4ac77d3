using System.Buffers;
using Bakeoff.Encoders.Configuration;
using Bakeoff.Encoders.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Layers;

/// <summary>Convolutions over time in groups of channels, whose result is added to the features as their position.</summary>
/// <remarks>
/// Each keeps the number of frames. An even kernel has one output too many, the last, which is left out. Groups are tasks of their own.
/// </remarks>
internal sealed class PositionalConvolution
{
    public const string Place = "encoder.pos_conv_embed";

    private readonly int _width;
    private readonly int _kernel;
    private readonly int _groups;
    private readonly Convolution[][] _levels;
    private readonly LayerNorm? _norm;
    private readonly (float[] Scale, float[] Shift)? _batchNorm;

    public PositionalConvolution(ITensorSource weights, WaveformConfig config)
    {
        (_width, _kernel, _groups) = (config.Transformer.Width, config.PositionKernel, config.PositionGroups);
        if (config.Architecture == EncoderArchitecture.Data2VecAudio)
        {
            _levels =
            [
                .. Enumerable.Range(0, config.PositionDepth).Select(level => Split(
                    weights.Read(FormattableString.Invariant($"{Place}.layers.{level}.conv.weight"), _width, _width / _groups, _kernel),
                    weights.Read(FormattableString.Invariant($"{Place}.layers.{level}.conv.bias"), _width))),
            ];
            _norm = LayerNorm.WithoutWeights(_width, 1e-5f);
            return;
        }

        _batchNorm = config.HasPositionBatchNorm ? ReadBatchNorm(weights) : null;
        _levels = [Split(ReadWeights(weights, config), weights.Read(Place + ".conv.bias", _width))];
    }

    /// <summary>Weights of the single convolution, [width, width / groups, kernel]: as they are stored, or of a length and a direction.</summary>
    public static float[] ReadWeights(ITensorSource weights, WaveformConfig config)
    {
        int[] shape = [config.Transformer.Width, config.Transformer.Width / config.PositionGroups, config.PositionKernel];
        return weights.Has(Place + ".conv.weight") ? weights.Read(Place + ".conv.weight", shape) : ReadWeightNorm(weights, shape);
    }

    /// <summary>x += position(x).</summary>
    public void AddTo(float[] x, int frames, EncoderMemory memory, WorkerPool pool)
    {
        var (source, target) = (memory.Take("position 0", frames * _width), memory.Take("position 1", frames * _width));
        x.AsSpan(0, frames * _width).CopyTo(source);
        if (_batchNorm is var (scale, shift))
        {
            for (var frame = 0; frame < frames; frame++)
            {
                Vectors.ScaleAndShift(scale, shift, source.AsSpan(frame * _width, _width));
            }
        }

        foreach (var level in _levels)
        {
            var pass = (Convolution: this, Level: level, Source: source, Target: target, Frames: frames);
            pool.Run(_groups, pass, static (group, pass) => pass.Convolution.RunGroup(group, pass.Level, pass.Source, pass.Target, pass.Frames));
            if (_norm is null)
            {
                Bands.Run(
                    pool, frames, unit: 1, (long)frames * _width, (Values: target, Width: _width),
                    static (first, last, job) => Gelu.Apply(job.Values.AsSpan(first * job.Width, (last - first) * job.Width)));
            }
            else
            {
                _norm.Apply(target, frames, target, pool, withGelu: true);
            }

            (source, target) = (target, source);
        }

        Vectors.Add(source.AsSpan(0, frames * _width), x);
    }

    private void RunGroup(int group, Convolution[] level, float[] source, float[] target, int frames)
    {
        var channels = _width / _groups;
        var steps = frames + _kernel - 1;
        var padded = ArrayPool<float>.Shared.Rent(steps * channels);
        padded.AsSpan(0, steps * channels).Clear();
        for (var frame = 0; frame < frames; frame++)
        {
            source.AsSpan((frame * _width) + (group * channels), channels).CopyTo(padded.AsSpan((frame + (_kernel / 2)) * channels));
        }

        level[group].Apply(padded.AsSpan(0, steps * channels), frames, target.AsSpan(group * channels), _width, WorkerPool.Serial);
        ArrayPool<float>.Shared.Return(padded);
    }

    private Convolution[] Split(float[] weights, float[] bias)
    {
        var channels = _width / _groups;
        var shape = new ConvolutionShape(channels, channels, _kernel, Stride: 1);
        var size = channels * channels * _kernel;
        return
        [
            .. Enumerable.Range(0, _groups).Select(group => new Convolution(
                shape, weights[(group * size)..((group + 1) * size)], bias[(group * channels)..((group + 1) * channels)])),
        ];
    }

    /// <summary>
    /// Weights in the form of Salimans and Kingma (2016): length g times direction v, a length for each step of the kernel. PyTorch has two
    /// layouts of the names.
    /// </summary>
    private static float[] ReadWeightNorm(ITensorSource weights, int[] shape)
    {
        var kernel = shape[^1];
        const string parametrized = Place + ".conv.parametrizations.weight.original";
        var isParametrized = weights.Has(parametrized + "0");
        var lengths = weights.Read(isParametrized ? parametrized + "0" : Place + ".conv.weight_g", 1, 1, kernel);
        var directions = weights.Read(isParametrized ? parametrized + "1" : Place + ".conv.weight_v", shape);
        var squares = new double[kernel];
        for (var i = 0; i < directions.Length; i++)
        {
            squares[i % kernel] += (double)directions[i] * directions[i];
        }

        for (var i = 0; i < directions.Length; i++)
        {
            directions[i] = (float)(directions[i] * (lengths[i % kernel] / Math.Sqrt(squares[i % kernel])));
        }

        return directions;
    }

    private (float[] Scale, float[] Shift) ReadBatchNorm(ITensorSource weights)
    {
        const string place = Place + ".batch_norm.";
        var (weight, bias) = (weights.Read(place + "weight", _width), weights.Read(place + "bias", _width));
        var (mean, variance) = (weights.Read(place + "running_mean", _width), weights.Read(place + "running_var", _width));
        var scale = weight.Select((value, i) => (float)(value / Math.Sqrt(variance[i] + 1e-5))).ToArray();
        return (scale, [.. bias.Select((value, i) => value - (mean[i] * scale[i]))]);
    }
}
