using System.Buffers.Binary;
using Bakeoff.Audio.Decoding;
using Bakeoff.Codecs.Ogg;
using Concentus;

namespace Bakeoff.Codecs.Opus;

/// <summary>Reads the headers of Opus in Ogg (RFC 7845).</summary>
internal static class OpusRecording
{
    /// <summary>Rate of all decoded sound, whatever was encoded.</summary>
    public const int SampleRateHz = 48_000;

    private const int HeaderCount = 2;
    private const int LeastBytes = 19;
    private const int MappingOffset = 21;

    /// <summary>True if a stream of Opus begins there, alone or beside others.</summary>
    public static bool IsOpus(RecordingBytes file, long start) => OggStream.Begins(file, start, IsHead);

    /// <summary>Reads the two headers.</summary>
    public static CompressedSound Open(RecordingBytes file, long start, string name)
    {
        var headers = OggStream.Open(file, start, name, IsHead).ReadHeaders(HeaderCount);
        var layout = ReadHead(headers[0], new Damage(name));
        return new CompressedSound(
            new AudioInfo(AudioContainer.OggOpus, SampleEncoding.Compressed, SampleRateHz, layout.ChannelCount, SampleCount: 0),
            CompressedFormats.NameOf(typeof(OpusCodecFactory).Assembly),
            new OggSound(name, layout.ChannelCount, () =>
            {
                var stream = OggStream.Open(file, start, name, IsHead);
                stream.ReadHeaders(HeaderCount);
                return (stream, new OpusPacketDecoder(layout, headers[0].Offset, name));
            })
            {
                Skipped = layout.PreSkip,
            });
    }

    private static bool IsHead(ReadOnlySpan<byte> packet) => packet.StartsWith("OpusHead"u8);

    private static OpusLayout ReadHead(OggPacket packet, Damage damage)
    {
        var (bytes, offset) = (packet.Bytes, packet.Offset);
        if (bytes.Length < LeastBytes || bytes[8] >> 4 != 0)
        {
            throw damage.At(offset, $"header of Opus on the page at byte {offset} is not one of version 0 or 1");
        }

        int channels = bytes[9];
        var layout = new OpusLayout(
            channels,
            BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(10)),
            BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(16)));
        var family = bytes[18];
        var most = family switch { 0 => 2, 1 => 8, 255 => 64, _ => 0 };
        if (channels < 1 || channels > most)
        {
            throw damage.At(
                offset,
                $"number of channels in Opus' header on the page at byte {offset}",
                $"{channels} in mapping family {family}",
                $"1 or 2 in family 0, 1 to 8 in family 1, 1 to 64 in family 255");
        }

        if (family == 0)
        {
            return layout;
        }

        if (bytes.Length < MappingOffset + channels)
        {
            throw damage.At(
                offset,
                $"header of Opus on the page at byte {offset} has {{value}} bytes",
                $"{bytes.Length}",
                $"{MappingOffset + channels}");
        }

        var (streams, coupled, mapping) = (bytes[19], bytes[20], bytes[MappingOffset..(MappingOffset + channels)]);
        return streams > 0 && coupled <= streams && Array.TrueForAll(mapping, source => source == 255 || source < streams + coupled)
            ? layout with { Streams = streams, CoupledStreams = coupled, Mapping = mapping }
            : throw damage.At(offset, $"header of Opus on the page at byte {offset} maps channels to streams that are not there");
    }
}

/// <summary>Content of the header of Opus.</summary>
/// <param name="ChannelCount">Channels.</param>
/// <param name="PreSkip">Decoded samples at the beginning that are no sound.</param>
/// <param name="GainInSteps">Gain to apply, in 1/256 dB.</param>
internal sealed record OpusLayout(int ChannelCount, int PreSkip, int GainInSteps)
{
    /// <summary>Streams in each packet; 0 for a packet that is one.</summary>
    public int Streams { get; init; }

    /// <summary>Those of the streams that are stereo.</summary>
    public int CoupledStreams { get; init; }

    /// <summary>Decoded channel of each channel; 255 for silence.</summary>
    public byte[] Mapping { get; init; } = [];
}
