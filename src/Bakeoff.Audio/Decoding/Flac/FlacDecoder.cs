using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Bakeoff.Audio.Decoding.Flac;

/// <summary>Decodes a FLAC file frame by frame. Variants: see the README of this folder.</summary>
/// <remarks>One frame is in memory at a time, whatever the header declares.</remarks>
internal sealed class FlacDecoder : SampleReader
{
    private readonly RecordingBytes _file;
    private readonly string _name;
    private readonly FlacStreamInfo _stream;
    private readonly FlacBits _bits;
    private readonly double _mostSamples;
    private readonly long[][] _channels;
    private readonly IncrementalHash? _md5;
    private byte[] _hashed = [];
    private long _count;
    private int _blockLength;
    private int _blockRead;
    private long _frameCount;
    private FlacFrameHeader _first;
    private bool _isAtEnd;

    /// <summary>Starts at the first frame.</summary>
    /// <param name="file">The file.</param>
    /// <param name="stream">Its header.</param>
    /// <param name="name">Name for messages.</param>
    /// <param name="maxSeconds">Longer sound is refused.</param>
    public FlacDecoder(RecordingBytes file, FlacStreamInfo stream, string name, double maxSeconds)
    {
        _file = file;
        _name = name;
        _stream = stream;
        _bits = new FlacBits(file, name, stream.FirstFrameOffset);
        _mostSamples = maxSeconds * stream.SampleRateHz;
        _channels = [.. Enumerable.Range(0, stream.ChannelCount).Select(_ => Array.Empty<long>())];
        _md5 = stream.Md5.AsSpan().ContainsAnyExcept((byte)0) ? IncrementalHash.CreateHash(HashAlgorithmName.MD5) : null;
    }

    /// <inheritdoc/>
    public override AudioInfo Info => _stream.Info;

    /// <inheritdoc/>
    public override int Read(Span<float> samples)
    {
        var at = 0;
        while (samples.Length - at >= _channels.Length && (_blockRead < _blockLength || DecodeFrame()))
        {
            var count = Math.Min((samples.Length - at) / _channels.Length, _blockLength - _blockRead);
            Interleave(count, samples[at..]);
            at += count * _channels.Length;
            _blockRead += count;
        }

        return at;
    }

    /// <inheritdoc/>
    public override void Rewind()
    {
        _bits.MoveTo(_stream.FirstFrameOffset);
        (_count, _blockLength, _blockRead, _frameCount, _isAtEnd) = (0, 0, 0, 0, false);
        _md5?.GetHashAndReset();
    }

    private void Interleave(int count, Span<float> target)
    {
        var scale = 1f / (1L << (_stream.BitsPerSample - 1));
        var at = 0;
        for (var n = _blockRead; n < _blockRead + count; n++)
        {
            foreach (var channel in _channels)
            {
                target[at++] = channel[n] * scale;
            }
        }
    }

    /// <summary>Decodes the next frame; false at the end, where all has been checked.</summary>
    private bool DecodeFrame()
    {
        var offset = _bits.ByteOffset;
        if (_isAtEnd || (_stream.SampleCount == 0 ? offset >= _file.Length : _count >= _stream.SampleCount))
        {
            CheckEnd(offset);
            return false;
        }

        if (offset >= _file.Length)
        {
            throw SampleLayoutRules.Broken(
                _name,
                offset,
                $"file ends at byte {offset} after {{value}} samples",
                $"{_count}",
                $"{_stream.SampleCount} as its header says");
        }

        _bits.BeginFrame();
        var header = FlacFrameHeader.Read(_bits, _name, _stream);
        CheckOrder(header, offset);
        for (var channel = 0; channel < _channels.Length; channel++)
        {
            if (_channels[channel].Length < header.BlockSize)
            {
                _channels[channel] = new long[header.BlockSize];
            }

            var isDifference =
                header.Channels == FlacChannels.SideRight ? channel == 0 : header.Channels != FlacChannels.Independent && channel == 1;
            FlacSubframe.Decode(
                _bits,
                _name,
                _stream.BitsPerSample + (isDifference ? 1 : 0),
                _channels[channel].AsSpan(0, header.BlockSize));
        }

        _bits.AlignToByte();
        var checksum = _bits.FrameChecksum();
        if (_bits.ReadUnsigned(16) != checksum)
        {
            throw SampleLayoutRules.Broken(_name, offset, $"frame at byte {offset} does not have its checksum (CRC-16)");
        }

        Join(header);
        CheckBlock(header.BlockSize, offset);
        (_count, _blockLength, _blockRead) = (_count + header.BlockSize, header.BlockSize, 0);
        Hash(header.BlockSize);
        return true;
    }

    /// <summary>Frames count on from the first one; a part of a longer stream need not begin at 0.</summary>
    private void CheckOrder(FlacFrameHeader header, long offset)
    {
        if (_frameCount == 0)
        {
            _first = header;
        }

        var expected = _first.Number + (_first.CountsSamples ? _count : _frameCount);
        if (header.Number != expected || header.CountsSamples != _first.CountsSamples)
        {
            throw SampleLayoutRules.Broken(
                _name,
                offset,
                $"number of the frame at byte {offset}",
                $"{header.Number}",
                $"{expected}, for frames are missing or in the wrong order");
        }

        _frameCount++;
    }

    /// <summary>Turns coded pairs of channels into left and right.</summary>
    private void Join(FlacFrameHeader header)
    {
        if (header.Channels == FlacChannels.Independent)
        {
            return;
        }

        var first = _channels[0].AsSpan(0, header.BlockSize);
        var second = _channels[1].AsSpan(0, header.BlockSize);
        for (var n = 0; n < first.Length; n++)
        {
            switch (header.Channels)
            {
                case FlacChannels.LeftSide:
                    second[n] = first[n] - second[n];
                    break;
                case FlacChannels.SideRight:
                    first[n] += second[n];
                    break;
                default:
                    var doubled = (first[n] << 1) | (second[n] & 1);
                    (first[n], second[n]) = ((doubled + second[n]) >> 1, (doubled - second[n]) >> 1);
                    break;
            }
        }
    }

    private void CheckBlock(int blockSize, long offset)
    {
        if (_count + blockSize > _mostSamples)
        {
            throw SampleLayoutRules.TooLong(_name, _mostSamples / _stream.SampleRateHz);
        }

        if (_stream.SampleCount != 0 && _count + blockSize > _stream.SampleCount)
        {
            throw SampleLayoutRules.Broken(
                _name,
                offset,
                $"frame at byte {offset} ends at sample {{value}}",
                $"{_count + blockSize}",
                $"{_stream.SampleCount} samples in all as the header says");
        }

        var limit = 1L << (_stream.BitsPerSample - 1);
        foreach (var channel in _channels)
        {
            foreach (var value in channel.AsSpan(0, blockSize))
            {
                if (value < -limit || value >= limit)
                {
                    throw SampleLayoutRules.Broken(
                        _name,
                        offset,
                        $"frame at byte {offset} holds the sample {{value}}",
                        $"{value}",
                        $"one of {_stream.BitsPerSample} bits");
                }
            }
        }
    }

    /// <summary>The hash covers samples in whole bytes, lowest first, channels interleaved.</summary>
    private void Hash(int blockSize)
    {
        if (_md5 is null)
        {
            return;
        }

        var width = (_stream.BitsPerSample + 7) / 8;
        var bytes = blockSize * _channels.Length * width;
        if (_hashed.Length < bytes + sizeof(int))
        {
            _hashed = new byte[bytes + sizeof(int)];
        }

        var at = 0;
        for (var n = 0; n < blockSize; n++)
        {
            foreach (var channel in _channels)
            {
                BinaryPrimitives.WriteInt32LittleEndian(_hashed.AsSpan(at), (int)channel[n]);
                at += width;
            }
        }

        _md5.AppendData(_hashed, 0, bytes);
    }

    private void CheckEnd(long offset)
    {
        if (_isAtEnd)
        {
            return;
        }

        if (_count == 0)
        {
            throw SampleLayoutRules.Broken(_name, offset, $"no frame in {{value}} bytes", $"{_file.Length}", $"at least one sample");
        }

        if (_md5 is not null && !_md5.GetHashAndReset().AsSpan().SequenceEqual(_stream.Md5))
        {
            throw SampleLayoutRules.Broken(
                _name, _file.Length, $"MD5 of all samples differs from that in the header (byte {_stream.Md5Offset})");
        }

        _isAtEnd = true;
    }
}
