namespace Bakeoff.Codecs.Vorbis;

/// <summary>Reads a packet bit by bit, the least significant bit of each byte first.</summary>
/// <param name="bytes">The packet.</param>
internal sealed class VorbisBits(byte[] bytes)
{
    private long _position;

    /// <summary>True if more was read than there is; the bits behind the end are zeros.</summary>
    public bool IsBeyondEnd => _position > 8L * bytes.Length;

    /// <summary>A number of 0 to 32 bits.</summary>
    public uint Read(int count)
    {
        var value = 0u;
        for (var i = 0; i < count; i++, _position++)
        {
            if (_position < 8L * bytes.Length)
            {
                value |= (uint)((bytes[_position >> 3] >> (int)(_position & 7)) & 1) << i;
            }
        }

        return value;
    }

    /// <summary>One bit.</summary>
    public bool ReadFlag() => Read(1) != 0;

    /// <summary>Steps over bits.</summary>
    public void Skip(long count) => _position += count;
}
