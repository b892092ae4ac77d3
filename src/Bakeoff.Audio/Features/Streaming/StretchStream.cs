using Bakeoff.Audio.Resampling;

namespace Bakeoff.Audio.Features.Streaming;

/// <summary>A stretch of another signal.</summary>
/// <param name="source">The signal at its start.</param>
/// <param name="start">Samples that are left out first.</param>
/// <param name="length">Samples that are read then; as many as there are if fewer.</param>
internal sealed class StretchStream(SampleStream source, long start, long length) : SampleStream
{
    private readonly float[] _skipped = new float[1 << 12];
    private long _position;

    /// <inheritdoc/>
    public override int Read(Span<float> target)
    {
        while (_position < start)
        {
            var read = source.Read(_skipped.AsSpan(0, (int)Math.Min(_skipped.Length, start - _position)));
            if (read == 0)
            {
                return 0;
            }

            _position += read;
        }

        var count = source.Read(target[..(int)Math.Min(target.Length, start + length - _position)]);
        _position += count;
        return count;
    }

    /// <inheritdoc/>
    public override void Rewind()
    {
        source.Rewind();
        _position = 0;
    }
}
