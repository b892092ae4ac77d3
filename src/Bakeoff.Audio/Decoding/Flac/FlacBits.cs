using System.Buffers.Binary;
using System.Numerics;

namespace Bakeoff.Audio.Decoding.Flac;

/// <summary>Reads a FLAC stream bit by bit, the most significant bit of each byte first; never past the end.</summary>
internal ref struct FlacBits
{
    private const int WordBits = 64;
    private readonly ReadOnlySpan<byte> _file;
    private readonly string _name;
    private readonly int _frameOffset;
    private readonly long _end;
    private long _position;

    /// <summary>Starts at the first byte of a frame.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <param name="name">Name for messages.</param>
    /// <param name="frameOffset">Byte at which the frame begins.</param>
    public FlacBits(ReadOnlySpan<byte> file, string name, int frameOffset)
    {
        _file = file;
        _name = name;
        _frameOffset = frameOffset;
        _end = 8L * file.Length;
        _position = 8L * frameOffset;
    }

    /// <summary>Byte that holds the next bit.</summary>
    public readonly int ByteOffset => (int)(_position >> 3);

    /// <summary>An unsigned number of 0 to 36 bits.</summary>
    public ulong ReadUnsigned(int bits)
    {
        if (bits == 0)
        {
            return 0;
        }

        var word = Peek();
        Advance(bits);
        return word >> (WordBits - bits);
    }

    /// <summary>A number of 0 to 36 bits in two's complement.</summary>
    public long ReadSigned(int bits)
    {
        if (bits == 0)
        {
            return 0;
        }

        var word = (long)Peek();
        Advance(bits);
        return word >> (WordBits - bits);
    }

    /// <summary>The number of zeros before the next one; that one is read too.</summary>
    public long ReadUnary()
    {
        var zeros = 0L;
        while (true)
        {
            var word = Peek();
            if (word != 0)
            {
                var more = BitOperations.LeadingZeroCount(word);
                Advance(more + 1);
                return zeros + more;
            }

            var seen = WordBits - (int)(_position & 7);
            Advance(seen);
            zeros += seen;
        }
    }

    /// <summary>Goes on to the next whole byte.</summary>
    public void AlignToByte() => _position = (_position + 7) & ~7L;

    /// <summary>The next bits, first one highest: 57 at least, zeros behind the end of the file.</summary>
    private readonly ulong Peek()
    {
        var rest = _file[Math.Min((int)(_position >> 3), _file.Length)..];
        if (rest.Length >= sizeof(ulong))
        {
            return BinaryPrimitives.ReadUInt64BigEndian(rest) << (int)(_position & 7);
        }

        var word = 0UL;
        for (var i = 0; i < rest.Length; i++)
        {
            word |= (ulong)rest[i] << (WordBits - 8 - 8 * i);
        }

        return word << (int)(_position & 7);
    }

    private void Advance(int bits)
    {
        _position += bits;
        if (_position > _end)
        {
            throw SampleLayoutRules.Broken(
                _name,
                _frameOffset,
                $"frame at byte {_frameOffset} goes on behind the end of the file ({{value}} bytes)",
                $"{_file.Length}");
        }
    }
}
