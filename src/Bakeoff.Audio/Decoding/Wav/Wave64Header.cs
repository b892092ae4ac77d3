using System.Buffers.Binary;

namespace Bakeoff.Audio.Decoding.Wav;

/// <summary>
/// Finds the format and the samples in a Sony Wave64 file: the chunks of WAVE, named by 16 bytes, with lengths of 64 bits that include the
/// chunk's own header, at multiples of eight bytes.
/// </summary>
internal static class Wave64Header
{
    private const int IdBytes = 16;
    private const int ChunkHeaderBytes = IdBytes + sizeof(long);
    private const int FirstChunkOffset = ChunkHeaderBytes + IdBytes;
    private const int PlainFormatBytes = 16;

    private static readonly byte[] Riff = [.. "riff"u8, 0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0x00, 0x00];
    private static readonly byte[] Wave = [.. "wave"u8, .. OtherIds()];
    private static readonly byte[] Format = [.. "fmt "u8, .. OtherIds()];
    private static readonly byte[] Data = [.. "data"u8, .. OtherIds()];

    /// <summary>True if the first bytes are those of a Wave64 file.</summary>
    public static bool IsWave64(ReadOnlySpan<byte> head) =>
        head.Length >= FirstChunkOffset && head.StartsWith(Riff) && head[ChunkHeaderBytes..].StartsWith(Wave);

    /// <summary>Reads the chunks up to the samples.</summary>
    public static SampleLayout Read(RecordingBytes file, long start, string name)
    {
        WavFormat? format = null;
        for (var at = start + FirstChunkOffset; ;)
        {
            var header = file.View(at, ChunkHeaderBytes);
            if (header.Length < ChunkHeaderBytes)
            {
                throw SampleLayoutRules.Broken(
                    name, at, $"no {(format is null ? "'fmt '" : "'data'")} chunk in {{value}} bytes", $"{file.Length}",
                    $"one before the end of the file");
            }

            var (isFormat, isData) = (header.StartsWith(Format), header.StartsWith(Data));
            var length = BinaryPrimitives.ReadInt64LittleEndian(header[IdBytes..]) - ChunkHeaderBytes;
            var content = at + ChunkHeaderBytes;
            if (length < 0 || (!isData && length > file.Length - content) || (isFormat && length < PlainFormatBytes))
            {
                throw SampleLayoutRules.Broken(
                    name, at, $"chunk at byte {at} declares {{value}} bytes", $"{length}", $"{0} to {file.Length - content}");
            }

            if (isData)
            {
                return Layout(file, name, at, length, format ?? throw SampleLayoutRules.Broken(
                    name, at, $"'data' chunk at byte {at} comes before any 'fmt ' chunk", rule: $"the format first"));
            }

            if (isFormat)
            {
                format = WavFormat.Read(file.View(content, (int)Math.Min(length, WavFormat.MostBytes)), content, name, isBigEndian: false);
            }

            at = content + ((length + 7) & ~7L);
        }
    }

    private static SampleLayout Layout(RecordingBytes file, string name, long at, long length, WavFormat format)
    {
        var dataOffset = at + ChunkHeaderBytes;
        var sampleCount = SampleLayoutRules.CheckData(
            name, "data", at, length == 0 && file.Length > dataOffset ? null : length, file.Length - dataOffset, format.FrameBytes);
        var info = new AudioInfo(AudioContainer.Wave64, format.Encoding, format.SampleRateHz, format.ChannelCount, sampleCount);
        return new SampleLayout(info, IsBigEndian: false, dataOffset);
    }

    // All names but that of the whole file end alike.
    private static byte[] OtherIds() => [0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1, 0x00, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A];
}
