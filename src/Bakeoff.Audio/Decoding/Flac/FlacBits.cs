using System.Buffers.Binary;
using System.Numerics;

namespace Bakeoff.Audio.Decoding.Flac;

/// <summary>Reads a FLAC stream bit by bit, the most significant bit of each byte first; never past the end.</summary>
/// <remarks>A window of the file is in memory at a time, so that neither a long frame nor a long file takes more.</remarks>
internal sealed class FlacBits
{
    private const int WordBits = 64;
    private const int WordBytes = WordBits / 8;
    private const int WindowBytes = 1 << 15;

    /// <summary>More than a frame's header and the word behind it.</summary>
    private const int HeaderBytes = 64;

    private readonly RecordingBytes _file;
    private readonly string _name;
    private readonly byte[] _window = new byte[WindowBytes + WordBytes];
    private long _windowStart;
    private int _windowLength;
    private int _lastWord;
    private int _bit;
    private int _lastBit;
    private long _frameOffset;
    private int _frameByte;
    private uint _frameChecksum;

    /// <summary>Starts at a byte.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">Name for messages.</param>
    /// <param name="offset">Byte to start at.</param>
    public FlacBits(RecordingBytes file, string name, long offset)
    {
        _file = file;
        _name = name;
        MoveTo(offset);
    }

    /// <summary>Byte that holds the next bit.</summary>
    public long ByteOffset => _windowStart + (_bit >> 3);

    /// <summary>The frame's bytes up to the next bit, or two at least; only its header, because the window moves on.</summary>
    public ReadOnlySpan<byte> FrameBytes =>
        _window.AsSpan(_frameByte, Math.Min(Math.Max(((_bit + 7) >> 3) - _frameByte, 2), _windowLength - _frameByte));

    /// <summary>Goes to a byte anywhere in the file.</summary>
    public void MoveTo(long offset)
    {
        (_windowStart, _windowLength, _bit, _frameByte) = (offset, 0, 0, 0);
        Fill();
    }

    /// <summary>Starts a frame at the next bit, which begins a byte.</summary>
    public void BeginFrame()
    {
        if (_windowLength - (_bit >> 3) < HeaderBytes)
        {
            Fill();
        }

        (_frameOffset, _frameByte, _frameChecksum) = (ByteOffset, _bit >> 3, 0);
    }

    /// <summary>CRC-16 of the frame's bytes before the next bit, which begins a byte.</summary>
    public uint FrameChecksum() => CyclicChecksum.Crc16.Of(_window.AsSpan(_frameByte, (_bit >> 3) - _frameByte), _frameChecksum);

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

            var seen = WordBits - (_bit & 7);
            Advance(seen);
            zeros += seen;
        }
    }

    /// <summary>Goes on to the next whole byte.</summary>
    public void AlignToByte() => _bit = (_bit + 7) & ~7;

    /// <summary>The next bits, first one highest: 57 at least, zeros behind the end of the file.</summary>
    private ulong Peek()
    {
        if (_bit >> 3 > _lastWord)
        {
            Fill();
        }

        return BinaryPrimitives.ReadUInt64BigEndian(_window.AsSpan(_bit >> 3)) << (_bit & 7);
    }

    private void Advance(int bits)
    {
        _bit += bits;
        if (_bit > _lastBit)
        {
            throw SampleLayoutRules.Broken(
                _name,
                _frameOffset,
                $"frame at byte {_frameOffset} goes on behind the end of the file ({{value}} bytes)",
                $"{_file.Length}");
        }
    }

    /// <summary>Drops what has been read from the window and fills it up from the file.</summary>
    private void Fill()
    {
        var read = Math.Min(_bit >> 3, _windowLength);
        if (_frameByte < read)
        {
            _frameChecksum = CyclicChecksum.Crc16.Of(_window.AsSpan(_frameByte, read - _frameByte), _frameChecksum);
        }

        _frameByte = Math.Max(_frameByte - read, 0);
        _window.AsSpan(read, _windowLength - read).CopyTo(_window);
        _windowStart += read;
        _windowLength -= read;
        _bit -= 8 * read;
        var more = _file.View(_windowStart + _windowLength, WindowBytes - _windowLength);
        more.CopyTo(_window.AsSpan(_windowLength));
        _windowLength += more.Length;
        _window.AsSpan(_windowLength, WordBytes).Clear();

        // Behind the last byte of the file come zeros, which may be looked at but not read.
        var isAtEnd = _windowLength < WindowBytes;
        _lastWord = isAtEnd ? _windowLength : _windowLength - WordBytes;
        _lastBit = isAtEnd ? 8 * _windowLength : int.MaxValue;
    }
}
