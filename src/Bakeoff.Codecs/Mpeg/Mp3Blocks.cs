using System.Collections;

namespace Bakeoff.Codecs.Mpeg;

/// <summary>The decoded sound of an MP3 file, from the beginning at each enumeration.</summary>
internal sealed class Mp3Blocks(Mp3Recording recording) : IEnumerable<ReadOnlyMemory<float>>
{
    /// <inheritdoc/>
    public IEnumerator<ReadOnlyMemory<float>> GetEnumerator()
    {
        var decoder = new Mp3Decoder(recording);
        while (decoder.DecodeFrame() is { } block)
        {
            if (!block.IsEmpty)
            {
                yield return block;
            }
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
