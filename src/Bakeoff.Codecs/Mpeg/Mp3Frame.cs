using System.Diagnostics;
using NLayer;

namespace Bakeoff.Codecs.Mpeg;

/// <summary>One frame with all of its own main data, as NLayer takes it: nothing of it lies in frames before.</summary>
internal sealed class Mp3Frame : IMpegFrame
{
    /// <summary>Zeros behind the main data, in bytes: the code for the highest frequencies may be read too far and taken back.</summary>
    private const int Beyond = 8;

    private Mp3Header _header;
    private byte[] _bytes = [];
    private int _length;
    private int _bit;

    /// <inheritdoc/>
    public int SampleRate => _header.SampleRateHz;

    /// <inheritdoc/>
    public int SampleRateIndex => _header.SampleRateIndex;

    /// <inheritdoc/>
    public int FrameLength => Mp3Header.Bytes + _length;

    /// <inheritdoc/>
    public int BitRate => _header.BitRate;

    /// <inheritdoc/>
    public MpegVersion Version => _header.RateDivisor switch
    {
        1 => MpegVersion.Version1,
        2 => MpegVersion.Version2,
        _ => MpegVersion.Version25,
    };

    /// <inheritdoc/>
    public MpegLayer Layer => MpegLayer.LayerIII;

    /// <inheritdoc/>
    public MpegChannelMode ChannelMode => _header.ChannelMode switch
    {
        0 => MpegChannelMode.Stereo,
        1 => MpegChannelMode.JointStereo,
        2 => MpegChannelMode.DualChannel,
        _ => MpegChannelMode.Mono,
    };

    /// <inheritdoc/>
    public int ChannelModeExtension => _header.ModeExtension;

    /// <inheritdoc/>
    public int SampleCount => _header.SampleCount;

    /// <inheritdoc/>
    public int BitRateIndex => _header.BitRateIndex;

    /// <inheritdoc/>
    public bool IsCopyrighted => false;

    /// <inheritdoc/>
    public bool HasCrc => false;

    /// <inheritdoc/>
    public bool IsCorrupted => false;

    /// <summary>Takes the next frame.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="side">Its side information.</param>
    /// <param name="data">Its main data.</param>
    public void Set(Mp3Header header, ReadOnlySpan<byte> side, ReadOnlySpan<byte> data)
    {
        _header = header;
        _length = side.Length + data.Length + Beyond;
        if (_bytes.Length < _length)
        {
            _bytes = new byte[_length];
        }

        Array.Clear(_bytes);
        side.CopyTo(_bytes);
        data.CopyTo(_bytes.AsSpan(side.Length));

        // The first bits say how far back the main data begin: 9 of them in MPEG-1, else 8.
        _bytes[0] = 0;
        _bytes[1] &= header.IsVersion1 ? (byte)0x7F : (byte)0xFF;
        _bit = 0;
    }

    /// <inheritdoc/>
    public void Reset() => _bit = 0;

    /// <inheritdoc/>
    public int ReadBits(int bitCount)
    {
        Debug.Assert(bitCount is >= 0 and < 32, "NLayer reads at most a field of 31 bits.");
        if (_bit + bitCount > 8 * _length)
        {
            return -1;
        }

        var value = 0;
        for (var i = 0; i < bitCount; i++, _bit++)
        {
            value = (value << 1) | ((_bytes[_bit >> 3] >> (7 - (_bit & 7))) & 1);
        }

        return value;
    }
}
