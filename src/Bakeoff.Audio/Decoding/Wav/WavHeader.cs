using System.Buffers.Binary;

namespace Bakeoff.Audio.Decoding.Wav;

/// <summary>Finds the format and the samples in a RIFF, RIFX, RF64 or BW64 file. Variants: see the README of this folder.</summary>
internal static class WavHeader
{
    private const int PlainFormatBytes = 16;
    private const int LongSizesBytes = 28;
    private const int FirstChunkOffset = 12;

    /// <summary>True if the first bytes are those of a WAVE file.</summary>
    public static bool IsWav(ReadOnlySpan<byte> file) =>
        file.Length >= FirstChunkOffset
        && file.Slice(8, 4).SequenceEqual("WAVE"u8)
        && (file.StartsWith("RIFF"u8) || file.StartsWith("RIFX"u8) || file.StartsWith("RF64"u8) || file.StartsWith("BW64"u8));

    /// <summary>Reads the chunks up to the samples; those after them (LIST, id3, ...) are not looked at.</summary>
    public static SampleLayout Read(RecordingBytes file, long start, string name)
    {
        var isBigEndian = file.View(start, 4).SequenceEqual("RIFX"u8);
        WavFormat? format = null;
        long? longDataBytes = null;
        var chunk = ChunkHeader.ReadAt(file, start + FirstChunkOffset, isBigEndian);
        for (; chunk is { } current; chunk = ChunkHeader.ReadAt(file, current.NextOffset, isBigEndian))
        {
            switch (current.Id)
            {
                case "ds64":
                    longDataBytes = BinaryPrimitives.ReadInt64LittleEndian(
                        current.Content(file, name, LongSizesBytes, LongSizesBytes)[8..]);
                    break;
                case "fmt ":
                    var fields = current.Content(file, name, PlainFormatBytes, WavFormat.MostBytes);
                    format = WavFormat.Read(fields, current.ContentOffset, name, isBigEndian);
                    break;
                case "data" when format is null:
                    throw SampleLayoutRules.Broken(
                        name,
                        current.Offset,
                        $"'data' chunk at byte {current.Offset} comes before any 'fmt ' chunk",
                        rule: $"the format first");
                case "data":
                    return Layout(file, name, current, format, DeclaredBytes(file, current, longDataBytes, isBigEndian));
                default:
                    break;
            }
        }

        var missing = format is null ? "'fmt '" : "'data'";
        throw SampleLayoutRules.Broken(
            name,
            file.Length,
            $"no {missing} chunk in {{value}} bytes",
            $"{file.Length}",
            $"one before the end of the file");
    }

    /// <summary>Length that the header declares; null where its writer could not go back to fill it in.</summary>
    private static long? DeclaredBytes(RecordingBytes file, ChunkHeader data, long? longDataBytes, bool isBigEndian)
    {
        var present = file.Length - data.ContentOffset;
        if (data.Length == uint.MaxValue && longDataBytes is > 0)
        {
            return longDataBytes;
        }

        // A recording without a sample may still have chunks behind it; sound has not.
        var isOpen =
            data.Length == 0
                ? present > 0 && !ChunkHeader.AreFrom(file, data.ContentOffset, isBigEndian)
                : data.Length > present && SampleLayoutRules.IsPlaceholder(data.Length);
        return isOpen ? null : data.Length;
    }

    private static SampleLayout Layout(RecordingBytes file, string name, ChunkHeader data, WavFormat format, long? declaredBytes)
    {
        var isBigEndian = format.IsBigEndian;
        var sampleCount = SampleLayoutRules.CheckData(
            name,
            data.Id,
            data.Offset,
            declaredBytes,
            file.Length - data.ContentOffset,
            format.FrameBytes);
        var container = isBigEndian ? AudioContainer.WavBigEndian : AudioContainer.Wav;
        var info = new AudioInfo(container, format.Encoding, format.SampleRateHz, format.ChannelCount, sampleCount);
        return new SampleLayout(info, isBigEndian, data.ContentOffset);
    }
}
