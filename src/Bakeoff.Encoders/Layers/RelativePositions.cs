using Bakeoff.Encoders.Configuration;
using Bakeoff.Encoders.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Layers;

/// <summary>WavLM's bias of attention by relative position, in buckets that widen with distance; read in layer 0, used in all.</summary>
/// <remarks>Source: Chen et al., 2022, section III; the buckets are those of T5 (Raffel et al., 2020), both directions.</remarks>
internal sealed class RelativePositions
{
    public const string Name = "encoder.layers.0.attention.rel_attn_embed.weight";

    private readonly float[] _embedding;
    private readonly int _heads;
    private readonly int _buckets;
    private readonly int _largestDistance;

    public RelativePositions(ITensorSource weights, WaveformConfig config)
    {
        (_heads, _buckets, _largestDistance) = (config.Transformer.HeadCount, config.BucketCount, config.LargestDistance);
        _embedding = weights.Read(Name, _buckets, _heads);
    }

    /// <summary>The bias of each head and relative position.</summary>
    /// <returns>[heads, 2 frames - 1]; key j seen from query i is at j - i + frames - 1.</returns>
    public float[] BiasesOf(int frames)
    {
        var count = (2 * frames) - 1;
        var biases = new float[_heads * count];
        for (var i = 0; i < count; i++)
        {
            var bucket = BucketOf(i - frames + 1, _buckets, _largestDistance);
            for (var head = 0; head < _heads; head++)
            {
                biases[(head * count) + i] = _embedding[(bucket * _heads) + head];
            }
        }

        return biases;
    }

    /// <summary>Bucket of a relative position: half of them for each direction, of these half exact and half logarithmic.</summary>
    internal static int BucketOf(int position, int buckets, int largestDistance)
    {
        var half = buckets / 2;
        var exact = half / 2;
        var distance = Math.Abs(position);
        var first = position > 0 ? half : 0;
        if (distance < exact)
        {
            return first + distance;
        }

        var share = DeterministicMath.Log((double)distance / exact) / DeterministicMath.Log((double)largestDistance / exact);
        return first + Math.Min(half - 1, exact + (int)(share * (half - exact)));
    }
}
