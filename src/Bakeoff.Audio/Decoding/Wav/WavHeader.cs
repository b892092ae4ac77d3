using System.Buffers.Binary;

namespace Bakeoff.Audio.Decoding.Wav;

/// <summary>Finds the format and the samples in a RIFF, RIFX, RF64 or BW64 file. Variants: see the README of this folder.</summary>
internal static class WavHeader
{
    private const int PlainFormatBytes = 16;
    private const int FirstChunkOffset = 12;

    /// <summary>True if the first bytes are those of a WAVE file.</summary>
    public static bool IsWav(ReadOnlySpan<byte> file) =>
        file.Length >= FirstChunkOffset
        && file.Slice(8, 4).SequenceEqual("WAVE"u8)
        && (file.StartsWith("RIFF"u8) || file.StartsWith("RIFX"u8) || file.StartsWith("RF64"u8) || file.StartsWith("BW64"u8));

    /// <summary>Reads the chunks up to the samples; those after them (LIST, id3, ...) are not looked at.</summary>
    public static SampleLayout Read(ReadOnlySpan<byte> file, string name)
    {
        var isBigEndian = file.StartsWith("RIFX"u8);
        WavFormat? format = null;
        long? longDataBytes = null;
        var chunk = ChunkHeader.ReadAt(file, FirstChunkOffset, isBigEndian);
        for (; chunk is { } current; chunk = ChunkHeader.ReadAt(file, current.NextOffset, isBigEndian))
        {
            switch (current.Id)
            {
                case "ds64":
                    longDataBytes = BinaryPrimitives.ReadInt64LittleEndian(current.Content(file, name, 28)[8..]);
                    break;
                case "fmt ":
                    format = WavFormat.Read(current.Content(file, name, PlainFormatBytes), current.ContentOffset, name, isBigEndian);
                    break;
                case "data" when format is null:
                    throw SampleLayoutRules.Broken(
                        name, current.Offset, $"'data' chunk at byte {current.Offset} comes before any 'fmt ' chunk",
                        rule: $"the format first");
                case "data":
                    return Layout(file, name, current, format, longDataBytes, isBigEndian);
                default:
                    break;
            }
        }

        var missing = format is null ? "'fmt '" : "'data'";
        throw SampleLayoutRules.Broken(
            name, file.Length, $"no {missing} chunk in {{value}} bytes", $"{file.Length}", $"one before the end of the file");
    }

    private static SampleLayout Layout(
        ReadOnlySpan<byte> file, string name, ChunkHeader data, WavFormat format, long? longDataBytes, bool isBigEndian)
    {
        var declaredBytes = data.Length == uint.MaxValue && longDataBytes is >= 0 ? longDataBytes.Value : data.Length;
        var frameBytes = format.ChannelCount * SampleLayout.BytesPerSample(format.Encoding);
        var sampleCount = SampleLayoutRules.CheckData(
            name, data.Id, data.Offset, declaredBytes, file.Length - data.ContentOffset, frameBytes);
        var container = isBigEndian ? AudioContainer.WavBigEndian : AudioContainer.Wav;
        var info = new AudioInfo(container, format.Encoding, format.SampleRateHz, format.ChannelCount, sampleCount);
        return new SampleLayout(info, isBigEndian, data.ContentOffset);
    }
}
