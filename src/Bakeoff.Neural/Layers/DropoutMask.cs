using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>Random mask of dropout: 1 / (1 - rate) for a kept value, 0 for a dropped one.</summary>
/// <remarks>The numbers depend on seed, layer name, training step and position in the
/// batch only, never on threads or on earlier draws.</remarks>
internal sealed class DropoutMask(string stream, double rate)
{
    private readonly float _rate = (float)rate;
    private readonly float _scale = (float)(1 / (1 - rate));
    private SeededRandom? _parent;
    private SeededRandom? _random;
    private float[] _mask = [];

    public ReadOnlySpan<float> Values(int length) => _mask.AsSpan(0, length);

    public float[] Draw(int length, PassContext context)
    {
        _mask = Activations.Grow(_mask, length);
        if (!ReferenceEquals(_parent, context.Dropout) || _random is null)
        {
            _parent = context.Dropout;
            _random = (_parent ?? throw new InvalidOperationException("A training pass needs a dropout stream.")).Stream(stream);
        }

        var mask = _mask.AsSpan(0, length);

        // Each step has 2^32 numbers of its own, so that the shape of one batch never shifts the numbers of the next.
        _random.FillSingles(context.Step << 32, mask);
        for (var i = 0; i < mask.Length; i++)
        {
            mask[i] = mask[i] < _rate ? 0 : _scale;
        }

        return _mask;
    }
}
