using System.Buffers.Binary;
using System.Text;

namespace Bakeoff.Audio.Decoding.Aiff;

/// <summary>Finds the format and the samples in an AIFF or AIFF-C file. Variants: see the README of this folder.</summary>
internal static class AiffHeader
{
    private const int FirstChunkOffset = 12;
    private const int CommonBytes = 18;
    private const int SoundHeaderBytes = 8;

    /// <summary>True if the first bytes are those of an AIFF or AIFF-C file.</summary>
    public static bool IsAiff(ReadOnlySpan<byte> file) =>
        file.Length >= FirstChunkOffset
        && file.StartsWith("FORM"u8)
        && (file.Slice(8, 4).SequenceEqual("AIFF"u8) || file.Slice(8, 4).SequenceEqual("AIFC"u8));

    /// <summary>Reads chunks until both the format ('COMM') and the samples ('SSND') are known; they may come in either order.</summary>
    public static SampleLayout Read(RecordingBytes file, long start, string name)
    {
        var isCompressedForm = file.View(start + 8, 4).SequenceEqual("AIFC"u8);
        ChunkHeader? common = null;
        ChunkHeader? sound = null;
        var chunk = ChunkHeader.ReadAt(file, start + FirstChunkOffset, isBigEndian: true);
        for (
            ;
            chunk is { } current && (common is null || sound is null);
            chunk = ChunkHeader.ReadAt(file, current.NextOffset, isBigEndian: true))
        {
            common = current.Id == "COMM" ? current : common;
            sound = current.Id == "SSND" ? current : sound;
        }

        if (common is null || sound is null)
        {
            var missing = common is null ? "'COMM'" : "'SSND'";
            throw SampleLayoutRules.Broken(
                name,
                file.Length,
                $"no {missing} chunk in {{value}} bytes",
                $"{file.Length}",
                $"one before the end of the file");
        }

        return Layout(file, name, common.Value, sound.Value, isCompressedForm);
    }

    private static SampleLayout Layout(RecordingBytes file, string name, ChunkHeader common, ChunkHeader sound, bool isCompressedForm)
    {
        var fields = common.Content(file, name, isCompressedForm ? CommonBytes + 4 : CommonBytes, CommonBytes + 4);
        var at = common.ContentOffset;
        var channels = SampleLayoutRules.CheckChannelCount(name, at, BinaryPrimitives.ReadInt16BigEndian(fields));
        var rateHz = SampleLayoutRules.CheckSampleRate(name, at + 8, ExtendedFloat.Read(fields.Slice(8, ExtendedFloat.Bytes)));
        var bits = BinaryPrimitives.ReadInt16BigEndian(fields[6..]);
        var compression = isCompressedForm ? Encoding.ASCII.GetString(fields.Slice(CommonBytes, 4)) : "NONE";
        var encoding = FindEncoding(compression, bits) ?? throw Unsupported(name, at + 6, compression, bits);

        var declaredCount = BinaryPrimitives.ReadUInt32BigEndian(fields[2..]);

        // A writer to a pipe cannot go back to fill in the length.
        var present = file.Length - sound.ContentOffset;
        var isOpen = sound.Length == 0 || (sound.Length > present && SampleLayoutRules.IsPlaceholder(sound.Length));
        var soundBytes = isOpen ? present : sound.Length;
        if (soundBytes < SoundHeaderBytes || sound.ContentOffset + SoundHeaderBytes > file.Length)
        {
            throw SampleLayoutRules.Broken(
                name,
                sound.Offset,
                $"'SSND' chunk at byte {sound.Offset} declares {{value}} bytes",
                $"{sound.Length}",
                $"at least {SoundHeaderBytes} inside the file");
        }

        var skip = BinaryPrimitives.ReadUInt32BigEndian(file.View(sound.ContentOffset, sizeof(uint)));
        var dataOffset = sound.ContentOffset + SoundHeaderBytes + skip;
        var dataBytes = soundBytes - SoundHeaderBytes - skip;
        if (dataBytes < 0 || dataOffset > file.Length)
        {
            throw SampleLayoutRules.Broken(
                name,
                sound.ContentOffset,
                $"offset of the first sample at byte {sound.ContentOffset}",
                $"{skip}",
                $"at most the {soundBytes - SoundHeaderBytes} bytes of 'SSND' inside the file");
        }

        var frameBytes = channels * SampleLayout.BytesPerSample(encoding);
        var sampleCount = SampleLayoutRules.CheckData(
            name, sound.Id, sound.Offset, isOpen ? null : dataBytes, file.Length - dataOffset, frameBytes);
        if (!isOpen && declaredCount != sampleCount)
        {
            throw SampleLayoutRules.Broken(
                name,
                at + 2,
                $"number of sample frames at byte {at + 2}",
                $"{declaredCount}",
                $"{sampleCount} from the length of 'SSND'");
        }

        var container = isCompressedForm ? AudioContainer.AiffC : AudioContainer.Aiff;
        return new SampleLayout(new AudioInfo(container, encoding, rateHz, channels, sampleCount), compression != "sowt", dataOffset);
    }

    /// <summary>The storage; samples of other than whole bytes fill the highest bits of the next whole ones.</summary>
    private static SampleEncoding? FindEncoding(string compression, int bits) =>
        (compression, (bits + 7) / 8) switch
        {
            ("NONE" or "twos" or "sowt", 1) => SampleEncoding.Signed8,
            ("NONE" or "twos" or "sowt", 2) => SampleEncoding.Signed16,
            ("NONE" or "twos" or "sowt", 3) or ("in24", _) => SampleEncoding.Signed24,
            ("NONE" or "twos" or "sowt", 4) or ("in32", _) => SampleEncoding.Signed32,
            ("raw ", 1) => SampleEncoding.Unsigned8,
            ("fl32" or "FL32", _) => SampleEncoding.Float32,
            ("fl64" or "FL64", _) => SampleEncoding.Float64,
            ("alaw" or "ALAW", _) => SampleEncoding.ALaw,
            ("ulaw" or "ULAW", _) => SampleEncoding.MuLaw,
            _ => null,
        };

    private static AudioFormatException Unsupported(string name, long offset, string compression, int bits) =>
        SampleLayoutRules.Broken(
            name,
            offset,
            $"encoding at byte {offset}",
            $"'{compression}' with {bits} bits",
            $"NONE, twos or sowt with 1 to 32 bits, fl32, fl64, alaw or ulaw",
            "Convert it to 16-bit WAV first.");
}
