using System.Buffers.Binary;
using Bakeoff.Audio.Decoding;
using Bakeoff.Codecs.Ogg;
using NVorbis;

namespace Bakeoff.Codecs.Vorbis;

/// <summary>Reads the headers of Vorbis in Ogg.</summary>
internal static class VorbisRecording
{
    private const int HeaderCount = 3;
    private const int IdentificationBytes = 30;
    private const int MostChannels = 64;
    private const int MostRateHz = 768_000;
    private const int ShortestBlockExponent = 6;
    private const int LongestBlockExponent = 13;

    /// <summary>True if a stream of Vorbis begins there, alone or beside others.</summary>
    public static bool IsVorbis(RecordingBytes file, long start) => OggStream.Begins(file, start, IsIdentification);

    /// <summary>Reads the three headers.</summary>
    public static CompressedSound Open(RecordingBytes file, long start, string name)
    {
        var headers = OggStream.Open(file, start, name, IsIdentification).ReadHeaders(HeaderCount);
        var (channels, rateHz, shortBlock, longBlock) = ReadIdentification(headers[0], new Damage(name));
        var setup = VorbisSetup.Read(headers[2], channels, name) with { ShortBlock = shortBlock, LongBlock = longBlock };
        return new CompressedSound(
            new AudioInfo(AudioContainer.OggVorbis, SampleEncoding.Compressed, rateHz, channels, SampleCount: 0),
            CompressedFormats.NameOf(typeof(StreamDecoder).Assembly),
            new OggSound(name, channels, () =>
            {
                var stream = OggStream.Open(file, start, name, IsIdentification);
                stream.ReadHeaders(HeaderCount);
                return (stream, new VorbisDecoder(headers[0], headers[2], setup, name));
            }));
    }

    private static bool IsIdentification(ReadOnlySpan<byte> packet) => packet.StartsWith("\u0001vorbis"u8);

    private static (int Channels, int RateHz, int ShortBlock, int LongBlock) ReadIdentification(OggPacket packet, Damage damage)
    {
        var bytes = packet.Bytes;
        var offset = packet.Offset;
        if (bytes.Length != IdentificationBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(7)) != 0 || (bytes[29] & 1) == 0)
        {
            throw damage.At(offset, $"header of Vorbis on the page at byte {offset} is not one of version 0");
        }

        var channels = bytes[11];
        var rateHz = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(12));
        var (shortExponent, longExponent) = (bytes[28] & 15, bytes[28] >> 4);
        return channels is < 1 or > MostChannels
            ? throw damage.At(offset, $"number of channels on the page at byte {offset}", $"{channels}", $"1 to {MostChannels}")
            : rateHz is < 1 or > MostRateHz
            ? throw damage.At(offset, $"sample rate on the page at byte {offset}", $"{rateHz} Hz", $"1 to {MostRateHz}")
            : shortExponent < ShortestBlockExponent || longExponent < shortExponent || longExponent > LongestBlockExponent
            ? throw damage.At(
                offset,
                $"lengths of blocks on the page at byte {offset}",
                $"2^{shortExponent} and 2^{longExponent}",
                $"ascending, 2^{ShortestBlockExponent} to 2^{LongestBlockExponent}")
            : (channels, (int)rateHz, 1 << shortExponent, 1 << longExponent);
    }
}
