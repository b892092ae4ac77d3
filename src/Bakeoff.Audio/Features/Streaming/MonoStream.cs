using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Resampling;

namespace Bakeoff.Audio.Features.Streaming;

/// <summary>The mean of a recording's channels, decoded block by block.</summary>
internal sealed class MonoStream(AudioReader recording) : SampleStream
{
    private const int BlockFrames = 1 << 13;

    private readonly float[] _block = recording.Info.ChannelCount == 1 ? [] : new float[BlockFrames * recording.Info.ChannelCount];

    /// <summary>Samples read since the start.</summary>
    public long Position { get; private set; }

    /// <inheritdoc/>
    public override int Read(Span<float> target)
    {
        var channels = recording.Info.ChannelCount;
        var done = 0;
        while (done < target.Length)
        {
            var wanted = channels == 1 ? target[done..] : _block.AsSpan(0, Math.Min(BlockFrames, target.Length - done) * channels);
            var read = recording.Read(wanted);
            if (read == 0)
            {
                break;
            }

            if (channels > 1)
            {
                AudioSignal.Mix(wanted[..read], channels, target.Slice(done, read / channels));
            }

            done += read / channels;
        }

        Position += done;
        return done;
    }

    /// <inheritdoc/>
    public override void Rewind()
    {
        recording.Rewind();
        Position = 0;
    }
}
