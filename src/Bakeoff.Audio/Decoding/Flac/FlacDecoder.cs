using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Bakeoff.Audio.Decoding.Flac;

/// <summary>Decodes a FLAC file frame by frame. Variants: see the README of this folder.</summary>
/// <remarks>Memory grows with what was decoded, never with what the header declares, so that a false header cannot exhaust it.</remarks>
internal sealed class FlacDecoder
{
    /// <summary>Samples reserved at first for each byte of the file: enough for everything but silence.</summary>
    private const int SamplesPerByte = 4;

    private readonly string _name;
    private readonly FlacStreamInfo _stream;
    private readonly long _mostSamples;
    private readonly long[][] _channels;
    private readonly IncrementalHash? _md5;
    private float[] _samples;
    private byte[] _hashed = [];
    private int _count;
    private long _frameCount;
    private FlacFrameHeader _first;

    private FlacDecoder(FlacStreamInfo stream, string name, int fileBytes, double maxSeconds)
    {
        _name = name;
        _stream = stream;
        _mostSamples = (long)Math.Min(Array.MaxLength / stream.ChannelCount, maxSeconds * stream.SampleRateHz);
        _channels = [.. Enumerable.Range(0, stream.ChannelCount).Select(_ => Array.Empty<long>())];
        _md5 = stream.Md5.AsSpan().ContainsAnyExcept((byte)0) ? IncrementalHash.CreateHash(HashAlgorithmName.MD5) : null;
        var promised = stream.SampleCount == 0 ? long.MaxValue / stream.ChannelCount : stream.SampleCount;
        _samples = new float[Math.Min(Math.Min(promised, _mostSamples) * stream.ChannelCount, (long)SamplesPerByte * fileBytes)];
    }

    /// <summary>Decodes a whole file.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <param name="name">Name for messages.</param>
    /// <param name="maxSeconds">Longer sound is refused.</param>
    /// <exception cref="AudioFormatException">The file is truncated, damaged, longer than allowed, or breaks the format.</exception>
    public static AudioSignal Decode(ReadOnlySpan<byte> file, string name, double maxSeconds)
    {
        var stream = FlacHeader.Read(file, name);
        var decoder = new FlacDecoder(stream, name, file.Length, maxSeconds);
        using var hash = decoder._md5;
        decoder.DecodeFrames(file);
        decoder.CheckMd5(file.Length);
        return new AudioSignal(stream.SampleRateHz, stream.ChannelCount, decoder.TakeSamples());
    }

    private void DecodeFrames(ReadOnlySpan<byte> file)
    {
        var offset = _stream.FirstFrameOffset;
        while (_stream.SampleCount == 0 ? offset < file.Length : _count < _stream.SampleCount)
        {
            if (offset >= file.Length)
            {
                throw SampleLayoutRules.Broken(
                    _name,
                    offset,
                    $"file ends at byte {offset} after {{value}} samples",
                    $"{_count}",
                    $"{_stream.SampleCount} as its header says");
            }

            offset = DecodeFrame(file, offset);
        }

        if (_count == 0)
        {
            throw SampleLayoutRules.Broken(_name, offset, $"no frame in {{value}} bytes", $"{file.Length}", $"at least one sample");
        }
    }

    /// <returns>Byte after the frame.</returns>
    private int DecodeFrame(ReadOnlySpan<byte> file, int offset)
    {
        var bits = new FlacBits(file, _name, offset);
        var header = FlacFrameHeader.Read(ref bits, file, _name, _stream);
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
                ref bits,
                _name,
                _stream.BitsPerSample + (isDifference ? 1 : 0),
                _channels[channel].AsSpan(0, header.BlockSize));
        }

        bits.AlignToByte();
        var frameBytes = file[offset..Math.Min(bits.ByteOffset, file.Length)];
        if (bits.ReadUnsigned(16) != FlacChecksums.Crc16(frameBytes))
        {
            throw SampleLayoutRules.Broken(_name, offset, $"frame at byte {offset} does not have its checksum (CRC-16)");
        }

        Join(header);
        Append(header.BlockSize, offset);
        return bits.ByteOffset;
    }

    /// <summary>Frames count on from the first one; a part of a longer stream need not begin at 0.</summary>
    private void CheckOrder(FlacFrameHeader header, int offset)
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

    private void Append(int blockSize, int offset)
    {
        if (_count + (long)blockSize > _mostSamples)
        {
            throw SampleLayoutRules.TooLong(_name, (double)_mostSamples / _stream.SampleRateHz);
        }

        if (_stream.SampleCount != 0 && _count + (long)blockSize > _stream.SampleCount)
        {
            throw SampleLayoutRules.Broken(
                _name,
                offset,
                $"frame at byte {offset} ends at sample {{value}}",
                $"{_count + blockSize}",
                $"{_stream.SampleCount} samples in all as the header says");
        }

        Reserve((_count + blockSize) * _channels.Length);
        var limit = 1L << (_stream.BitsPerSample - 1);
        var scale = 1f / limit;
        var at = _count * _channels.Length;
        for (var n = 0; n < blockSize; n++)
        {
            foreach (var channel in _channels)
            {
                var value = channel[n];
                if (value < -limit || value >= limit)
                {
                    throw SampleLayoutRules.Broken(
                        _name,
                        offset,
                        $"frame at byte {offset} holds the sample {{value}}",
                        $"{value}",
                        $"one of {_stream.BitsPerSample} bits");
                }

                _samples[at++] = value * scale;
            }
        }

        _count += blockSize;
        Hash(blockSize);
    }

    private void Reserve(int length)
    {
        if (length > _samples.Length)
        {
            Array.Resize(ref _samples, (int)Math.Min(Math.Max(2L * _samples.Length, length), Array.MaxLength));
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

    private void CheckMd5(int fileBytes)
    {
        if (_md5 is not null && !_md5.GetHashAndReset().AsSpan().SequenceEqual(_stream.Md5))
        {
            throw SampleLayoutRules.Broken(_name, fileBytes, $"MD5 of all samples differs from that in the header (byte 26)");
        }
    }

    private float[] TakeSamples() => _samples.Length == _count * _channels.Length ? _samples : _samples[..(_count * _channels.Length)];
}
