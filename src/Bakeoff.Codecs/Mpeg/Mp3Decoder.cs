using System.Buffers.Binary;
using Bakeoff.Audio.Decoding;
using NLayer;

namespace Bakeoff.Codecs.Mpeg;

/// <summary>Decodes an MP3 file frame by frame. Frames follow each other without a gap, or the file is damaged.</summary>
/// <remarks>One frame is in memory at a time, and the main data that the next ones may refer to.</remarks>
internal sealed class Mp3Decoder(Mp3Recording recording)
{
    private const int MostDataBegin = 511;
    private const int TagBytes = 128;
    private const int JointStereo = 1;
    private const int IntensityStereo = 1;

    private readonly Damage _damage = new(recording.Name);
    private readonly MpegFrameDecoder _decoder = new();
    private readonly Mp3Frame _complete = new();
    private readonly float[] _samples = new float[2 * 1152];

    // Main data of the frames so far, the latest last.
    private byte[] _data = new byte[1 << 12];
    private int _dataLength;
    private long _offset = recording.SoundOffset;
    private long _frameCount;
    private uint _checksum;

    /// <summary>Decodes the next frame.</summary>
    /// <returns>
    /// Its samples without what the encoder added, valid until the next call; null at the end, where all has been checked.
    /// </returns>
    /// <exception cref="AudioFormatException">A frame is damaged, missing or not of this recording.</exception>
    public ReadOnlyMemory<float>? DecodeFrame()
    {
        if (IsAtEnd())
        {
            CheckEnd();
            return null;
        }

        var header = ReadHeader();
        var frame = recording.File.View(_offset, header.FrameBytes);
        if (frame.Length < header.FrameBytes)
        {
            throw _damage.At(
                _offset,
                $"frame at byte {_offset} has {{value}} bytes",
                $"{header.FrameBytes}",
                $"at most the {frame.Length} left in the truncated file");
        }

        if (header.FrameBytes < header.BytesBeforeData)
        {
            throw _damage.At(
                _offset,
                $"frame at byte {_offset} has {{value}} bytes",
                $"{header.FrameBytes}",
                $"at least the {header.BytesBeforeData} of its own header");
        }

        _checksum = CyclicChecksum.Crc16LowestFirst.Of(frame, _checksum);
        Complete(header, frame);
        var count = _damage.Guard(_offset, "frame", DecodeComplete);
        if (count != header.SampleCount * header.ChannelCount)
        {
            throw _damage.At(_offset, $"frame at byte {_offset} cannot be decoded");
        }

        var first = _frameCount * header.SampleCount;
        _offset += header.FrameBytes;
        _frameCount++;
        var from = (int)Math.Clamp(recording.Skipped - first, 0, header.SampleCount);
        var to = (int)Math.Clamp((recording.End ?? long.MaxValue) - first, from, header.SampleCount);
        return _samples.AsMemory(from * header.ChannelCount, (to - from) * header.ChannelCount);
    }

    private int DecodeComplete()
    {
        if (_frameCount == 0)
        {
            // The tables are there after a first frame, and it is decoded again with the right ones.
            _decoder.DecodeFrame(_complete, _samples, 0);
            ShortBlockWindows.Correct(_decoder);
            _decoder.Reset();
        }

        return _decoder.DecodeFrame(_complete, _samples, 0);
    }

    private bool IsAtEnd()
    {
        if (_offset >= recording.File.Length || _frameCount == recording.Tag?.FrameCount)
        {
            return true;
        }

        var rest = recording.File.View(_offset, TagBytes);
        return rest.StartsWith("APETAGEX"u8)
            || rest.StartsWith("LYRICSBEGIN"u8)
            || rest.StartsWith("ID3"u8)
            || (rest.StartsWith("TAG"u8) && recording.File.Length == _offset + TagBytes);
    }

    private Mp3Header ReadHeader()
    {
        var bytes = recording.File.View(_offset, Mp3Header.Bytes);
        if (Mp3Header.Read(bytes) is not { BitRateIndex: > 0 } header)
        {
            throw _damage.At(
                _offset,
                $"bytes {Convert.ToHexString(bytes)} at byte {_offset} begin no frame",
                rule: $"the next frame, for the one before ends there");
        }

        return header.FitsTo(recording.First)
            ? header
            : throw _damage.At(
                _offset,
                $"frame at byte {_offset} has {{value}}",
                $"{Describe(header)}",
                $"{Describe(recording.First)} as at the start",
                "Split the recording where it changes.");
    }

    private static FormattableString Describe(Mp3Header header) => $"{header.SampleRateHz} Hz and {header.ChannelCount} channels";

    // Begun with all ones, over the end of the header and the side information.
    private static uint ChecksumOf(ReadOnlySpan<byte> headerEnd, ReadOnlySpan<byte> side) =>
        CyclicChecksum.Crc16.Of(side, CyclicChecksum.Crc16.Of(headerEnd, 0xFFFF));

    /// <summary>Checks the side information, and collects the main data of the frame from those before and itself.</summary>
    private void Complete(Mp3Header header, ReadOnlySpan<byte> frame)
    {
        var sideOffset = header.BytesBeforeData - header.SideBytes;
        var side = frame.Slice(sideOffset, header.SideBytes);
        if (header.HasChecksum && ChecksumOf(frame[2..4], side) != BinaryPrimitives.ReadUInt16BigEndian(frame[4..]))
        {
            throw _damage.At(_offset, $"frame at byte {_offset} does not have its checksum (CRC-16)");
        }

        var information = Mp3SideInformation.Read(side, header);
        if (information.Fault is { } fault)
        {
            throw _damage.At(_offset, $"frame at byte {_offset} has {fault}", rule: $"what the format allows");
        }

        if (information.HasMixedBlock || (header.ChannelMode == JointStereo && (header.ModeExtension & IntensityStereo) != 0))
        {
            throw _damage.At(
                _offset,
                $"frame at byte {_offset} has {(information.HasMixedBlock ? "a mixed block" : "intensity stereo")}",
                rule: $"what its decoder was compared for",
                nextStep: Mp3Recording.Remedy);
        }

        if (information.DataBegin > _dataLength)
        {
            throw _damage.At(
                _offset,
                $"frame at byte {_offset} needs the {{value}} bytes before it",
                $"{information.DataBegin}",
                $"at most {_dataLength}, for frames are missing before it",
                "Convert the complete recording.");
        }

        var own = frame[header.BytesBeforeData..];
        var bytes = (information.DataBits + 7) / 8;
        if (bytes > information.DataBegin + own.Length)
        {
            throw _damage.At(
                _offset,
                $"frame at byte {_offset} declares {{value}} bytes of data",
                $"{bytes}",
                $"at most {information.DataBegin + own.Length}");
        }

        Append(own);
        var start = _dataLength - own.Length - information.DataBegin;
        _complete.Set(header, side, _data.AsSpan(start, bytes));
    }

    private void Append(ReadOnlySpan<byte> own)
    {
        // Later frames reach back over as many bytes at most.
        var kept = Math.Min(_dataLength, MostDataBegin);
        if (_dataLength + own.Length > _data.Length)
        {
            _data.AsSpan(_dataLength - kept, kept).CopyTo(_data);
            _dataLength = kept;
        }

        own.CopyTo(_data.AsSpan(_dataLength));
        _dataLength += own.Length;
    }

    private void CheckEnd()
    {
        if (recording.Tag?.FrameCount is { } stated && stated != _frameCount)
        {
            throw _damage.At(_offset, $"file ends at byte {_offset} after {{value}} frames", $"{_frameCount}", $"{stated} as its tag says");
        }

        if (_frameCount == 0)
        {
            throw _damage.At(_offset, $"file has no frame with sound");
        }

        if (recording.Tag?.MusicChecksum is { } checksum && checksum != _checksum)
        {
            throw _damage.At(
                recording.SoundOffset,
                $"checksum of all frames (CRC-16) is {{value}}",
                $"{_checksum:X4}",
                $"{checksum:X4} as the tag of the encoder says");
        }
    }
}
