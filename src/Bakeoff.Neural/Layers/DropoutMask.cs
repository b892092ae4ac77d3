using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>Random mask of dropout: 1 / (1 - rate) for a kept value, 0 for a dropped one.</summary>
/// <remarks>The numbers depend on seed, layer name, training step and position in the
/// batch only, never on threads or on earlier draws.</remarks>
internal sealed class DropoutMask(string stream, double rate)
{
    private const int BlockLength = 2048;

    private readonly float _rate = (float)rate;
    private readonly float _scale = (float)(1 / (1 - rate));
    private SeededRandom? _parent;
    private SeededRandom? _random;
    private float[] _mask = [];

    /// <summary>The mask of the last draw; may be longer.</summary>
    public float[] Array => _mask;

    public float[] Draw(int length, PassContext context)
    {
        _mask = Activations.Grow(_mask, length);
        var start = Begin(context);
        Bands.Run(
            context.Pool, length, BlockLength, length, (Mask: this, Start: start),
            static (first, last, draw) => draw.Mask.Draw(draw.Start + (ulong)first, draw.Mask._mask.AsSpan(first, last - first)));
        return _mask;
    }

    /// <summary>Prepares the drawing of parts in a step.</summary>
    /// <returns>Index of the step's first number. Each step has 2^32 of its own, so that the shape of one batch never shifts the numbers of
    /// the next.</returns>
    public ulong Begin(PassContext context)
    {
        if (!ReferenceEquals(_parent, context.Dropout) || _random is null)
        {
            _parent = context.Dropout;
            _random = (_parent ?? throw new InvalidOperationException("A training pass needs a dropout stream.")).Stream(stream);
        }

        return context.Step << 32;
    }

    /// <summary>Draws a part of the mask; safe to call on several threads.</summary>
    /// <param name="index">Index of the first number.</param>
    /// <param name="part">Receives the part.</param>
    public void Draw(ulong index, Span<float> part)
    {
        // In blocks that stay in a core's cache from the numbers to the mask.
        for (var first = 0; first < part.Length; first += BlockLength)
        {
            var mask = part.Slice(first, Math.Min(BlockLength, part.Length - first));
            _random!.FillSingles(index + (ulong)first, mask);
            var i = 0;
            for (; i <= mask.Length - 8; i += 8)
            {
                var isDropped = Vector256.LessThan(Vector256.Create<float>(mask[i..]), Vector256.Create(_rate));
                Vector256.ConditionalSelect(isDropped, Vector256<float>.Zero, Vector256.Create(_scale)).CopyTo(mask[i..]);
            }

            for (; i < mask.Length; i++)
            {
                mask[i] = mask[i] < _rate ? 0 : _scale;
            }
        }
    }
}
