namespace Bakeoff.Audio.Features;

/// <summary>Trajectories of some features over the same frames.</summary>
/// <param name="values">Rows of values, one a feature, NaN where there is none.</param>
/// <param name="count">Features.</param>
/// <param name="stride">Values from one row to the next.</param>
/// <param name="frames">Frames of a row that are looked at.</param>
internal readonly ref struct FeatureTrajectories(ReadOnlySpan<float> values, int count, int stride, Range frames)
{
    private readonly ReadOnlySpan<float> _values = values;
    private readonly int _start = frames.Start.Value;

    /// <summary>Features.</summary>
    public int Count { get; } = count;

    /// <summary>Frames looked at.</summary>
    public int FrameCount { get; } = frames.End.Value - frames.Start.Value;

    /// <summary>[FrameCount] values of one feature.</summary>
    public ReadOnlySpan<float> this[int feature] => _values.Slice((feature * stride) + _start, FrameCount);

    /// <summary>The same features over a part of the frames.</summary>
    public FeatureTrajectories Over(int first, int length) => new(_values, Count, stride, (_start + first)..(_start + first + length));
}
