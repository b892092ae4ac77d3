using Bakeoff.Neural.Layers;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Augmentation;

/// <summary>Applies <see cref="AugmentationOptions"/> to one clip at a time.</summary>
/// <remarks>Every (epoch, clip) has 2^32 random numbers of its own, so that batches, threads
/// and other settings of the training do not shift them.</remarks>
internal sealed class Augmenter(AugmentationOptions options, SeededRandom random, int clipCount)
{
    private float[] _result = [];

    /// <summary>Frames that <see cref="Apply"/> will give.</summary>
    public int FrameCount(int epoch, int clip, int frames)
    {
        Seek(epoch, clip);
        return Stretched(frames);
    }

    /// <summary>Changes the standardised frames of a clip, row-major [frames, width]; the result is valid until the next call.</summary>
    public ReadOnlySpan<float> Apply(int epoch, int clip, ReadOnlySpan<float> source, int width)
    {
        Seek(epoch, clip);
        var frames = source.Length / width;
        var stretched = Stretched(frames);
        _result = Activations.Grow(_result, stretched * width);
        var result = _result.AsSpan(0, stretched * width);
        Stretch(source, frames, result, stretched, width);
        if (options.Gain > 0)
        {
            Scale(result, (float)(1 + (options.Gain * ((2 * random.NextDouble()) - 1))));
        }

        if (options.Noise > 0)
        {
            AddNoise(result);
        }

        for (var mask = 0; mask < options.TimeMasks; mask++)
        {
            var (start, length) = DrawBlock(stretched, options.TimeMaskFrames);
            result.Slice(start * width, length * width).Clear();
        }

        for (var mask = 0; mask < options.FeatureMasks; mask++)
        {
            var (start, length) = DrawBlock(width, options.FeatureMaskWidth);
            for (var frame = 0; frame < stretched; frame++)
            {
                result.Slice((frame * width) + start, length).Clear();
            }
        }

        return result;
    }

    private void Seek(int epoch, int clip) => random.Position = (((ulong)epoch * (ulong)clipCount) + (ulong)clip) << 32;

    // Drawn first, so that FrameCount and Apply agree.
    private int Stretched(int frames)
    {
        if (options.TimeStretch == 0)
        {
            return frames;
        }

        var factor = 1 + (options.TimeStretch * ((2 * random.NextDouble()) - 1));
        return Math.Max(1, (int)Math.Round(frames * factor, MidpointRounding.ToEven));
    }

    private static void Stretch(ReadOnlySpan<float> source, int frames, Span<float> result, int stretched, int width)
    {
        if (stretched == frames)
        {
            source.CopyTo(result);
            return;
        }

        // First and last frames stay first and last.
        var pace = stretched > 1 ? (frames - 1) / (double)(stretched - 1) : 0;
        for (var frame = 0; frame < stretched; frame++)
        {
            var place = frame * pace;
            var left = Math.Min((int)place, frames - 1);
            var right = Math.Min(left + 1, frames - 1);
            var share = (float)(place - left);
            for (var feature = 0; feature < width; feature++)
            {
                var start = source[(left * width) + feature];
                result[(frame * width) + feature] = start + (share * (source[(right * width) + feature] - start));
            }
        }
    }

    private static void Scale(Span<float> values, float factor)
    {
        foreach (ref var value in values)
        {
            value *= factor;
        }
    }

    private void AddNoise(Span<float> values)
    {
        foreach (ref var value in values)
        {
            value += (float)(options.Noise * random.NextGaussian());
        }
    }

    // At most half of the axis, so that a mask never removes a short clip entirely.
    private (int Start, int Length) DrawBlock(int axis, int longest)
    {
        var length = random.NextInt32(Math.Min(longest, axis / 2) + 1);
        return (random.NextInt32(axis - length + 1), length);
    }
}
