namespace Bakeoff.Audio.Decoding;

/// <summary>Reads samples that are in memory.</summary>
internal sealed class SignalReader(AudioInfo info, ReadOnlyMemory<float> samples) : SampleReader
{
    private int _position;

    /// <inheritdoc/>
    public override AudioInfo Info => info;

    /// <inheritdoc/>
    public override int Read(Span<float> target)
    {
        var count = Math.Min(target.Length / info.ChannelCount * info.ChannelCount, samples.Length - _position);
        samples.Span.Slice(_position, count).CopyTo(target);
        _position += count;
        return count;
    }

    /// <inheritdoc/>
    public override void Rewind() => _position = 0;
}
