using System.Buffers.Binary;
using Bakeoff.Audio.Decoding;

namespace Bakeoff.Codecs.Mpeg;

/// <summary>The frame without sound that encoders put first: number of frames, and what they added at both ends.</summary>
/// <param name="FrameCount">Frames that follow; null where it is not stated.</param>
/// <param name="Delay">Samples that the encoder put before the sound; null where it is not stated.</param>
/// <param name="Padding">Samples behind the sound.</param>
/// <param name="MusicChecksum">Checksum of all frames that follow; null where there is none.</param>
internal sealed record Mp3Tag(long? FrameCount, int? Delay, int Padding, ushort? MusicChecksum)
{
    private const int HasFrames = 1;
    private const int HasBytes = 2;
    private const int HasTable = 4;
    private const int HasQuality = 8;
    private const int TableBytes = 100;
    private const int VbriOffset = 32;

    // From the encoder's name to the end of the tag: 9 bytes name, then fields; the two checksums stand last.
    private const int EncoderBytes = 36;
    private const int DelayOffset = 21;
    private const int MusicChecksumOffset = 32;
    private const int TagChecksumOffset = 34;

    // ffmpeg takes the checksum of as many bytes as there are before it in MPEG-1 stereo, whatever the frame: its own field is 0 then, and
    // zeros follow a shorter frame.
    private const int ChecksumBytesOfFfmpeg = 190;

    /// <summary>Reads the tag; null where the frame is one of sound.</summary>
    /// <param name="frame">The first frame.</param>
    /// <param name="header">Its header.</param>
    /// <param name="isDamaged">True if the tag does not have its checksum.</param>
    public static Mp3Tag? Read(ReadOnlySpan<byte> frame, Mp3Header header, out bool isDamaged)
    {
        isDamaged = false;
        var at = Mp3Header.Bytes + header.SideBytes;
        if (frame.Length >= at + 8 && (frame[at..].StartsWith("Xing"u8) || frame[at..].StartsWith("Info"u8)))
        {
            return ReadXing(frame, at, out isDamaged);
        }

        at = Mp3Header.Bytes + VbriOffset;
        return frame.Length >= at + 18 && frame[at..].StartsWith("VBRI"u8)
            ? new Mp3Tag(BinaryPrimitives.ReadUInt32BigEndian(frame[(at + 14)..]), null, 0, null)
            : null;
    }

    private static Mp3Tag ReadXing(ReadOnlySpan<byte> frame, int at, out bool isDamaged)
    {
        isDamaged = false;
        var flags = BinaryPrimitives.ReadUInt32BigEndian(frame[(at + 4)..]);
        at += 8;
        long? frames = null;
        if ((flags & HasFrames) != 0 && frame.Length >= at + 4)
        {
            frames = BinaryPrimitives.ReadUInt32BigEndian(frame[at..]);
            at += 4;
        }

        at += ((flags & HasBytes) != 0 ? 4 : 0) + ((flags & HasTable) != 0 ? TableBytes : 0) + ((flags & HasQuality) != 0 ? 4 : 0);
        if (frame.Length < at + EncoderBytes)
        {
            return new Mp3Tag(frames, null, 0, null);
        }

        // Only of these encoders is it known that they write the fields behind their name.
        var encoder = frame.Slice(at, EncoderBytes);
        if (!encoder.StartsWith("LAME"u8) && !encoder.StartsWith("Lavf"u8) && !encoder.StartsWith("Lavc"u8))
        {
            return new Mp3Tag(frames, null, 0, null);
        }

        var pads = (encoder[DelayOffset] << 16) | (encoder[DelayOffset + 1] << 8) | encoder[DelayOffset + 2];
        var stated = BinaryPrimitives.ReadUInt16BigEndian(encoder[TagChecksumOffset..]);
        var isChecked = stated == CyclicChecksum.Crc16LowestFirst.Of(frame[..(at + TagChecksumOffset)])
            || stated == ChecksumByFfmpeg(frame, at + TagChecksumOffset);
        isDamaged = stated != 0 && !isChecked;
        return new Mp3Tag(
            frames,
            pads >> 12,
            pads & 0xFFF,
            isChecked ? BinaryPrimitives.ReadUInt16BigEndian(encoder[MusicChecksumOffset..]) : null);
    }

    private static uint ChecksumByFfmpeg(ReadOnlySpan<byte> frame, int checksumOffset)
    {
        Span<byte> bytes = stackalloc byte[ChecksumBytesOfFfmpeg];
        bytes.Clear();
        frame[..Math.Min(frame.Length, bytes.Length)].CopyTo(bytes);
        bytes[Math.Min(checksumOffset, bytes.Length)..Math.Min(checksumOffset + 2, bytes.Length)].Clear();
        return CyclicChecksum.Crc16LowestFirst.Of(bytes);
    }
}
