using System.Buffers.Binary;
using System.Text;

namespace Bakeoff.Audio.Decoding;

/// <summary>The eight bytes before each chunk of RIFF and of IFF: four letters and a length.</summary>
/// <param name="Id">Four letters, such as <c>data</c>; bytes that are no letters are shown as '?'.</param>
/// <param name="Offset">Byte at which the chunk's header begins.</param>
/// <param name="Length">Declared bytes after the header, without padding.</param>
internal readonly record struct ChunkHeader(string Id, long Offset, long Length)
{
    private const int HeaderBytes = 8;

    /// <summary>Byte at which the content begins.</summary>
    public long ContentOffset => Offset + HeaderBytes;

    /// <summary>Byte of the next chunk; contents are padded to an even length. May lie behind the end of the file.</summary>
    public long NextOffset => ContentOffset + Length + (Length & 1);

    /// <summary>Reads the header at a byte, or nothing when fewer than eight bytes are left.</summary>
    public static ChunkHeader? ReadAt(RecordingBytes file, long offset, bool isBigEndian)
    {
        var bytes = file.View(offset, HeaderBytes);
        if (bytes.Length < HeaderBytes)
        {
            return null;
        }

        var lengthBytes = bytes[4..];
        var length = isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        return new ChunkHeader(Encoding.ASCII.GetString(bytes[..4]), offset, length);
    }

    /// <summary>True if whole chunks follow from a byte to the end of the file: at least one, each named in letters.</summary>
    public static bool AreFrom(RecordingBytes file, long offset, bool isBigEndian)
    {
        var chunk = ReadAt(file, offset, isBigEndian);
        while (chunk is { } current && current.Id.All(static letter => letter is >= ' ' and <= '~' and not '?'))
        {
            if (current.NextOffset >= file.Length)
            {
                return current.ContentOffset + current.Length <= file.Length;
            }

            chunk = ReadAt(file, current.NextOffset, isBigEndian);
        }

        return false;
    }

    /// <summary>The fields at the start of the content, checked to be present. Valid until the next view of the file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">Name for messages.</param>
    /// <param name="minimumBytes">Least length of the content.</param>
    /// <param name="mostBytes">Bytes that will be read; the content may be longer.</param>
    public ReadOnlySpan<byte> Content(RecordingBytes file, string name, int minimumBytes, int mostBytes)
    {
        if (Length < minimumBytes)
        {
            throw SampleLayoutRules.Broken(
                name, Offset, $"'{Id}' chunk at byte {Offset} declares {{value}} bytes", $"{Length}", $"at least {minimumBytes}");
        }

        if (ContentOffset + Length > file.Length)
        {
            throw SampleLayoutRules.Broken(
                name, Offset, $"'{Id}' chunk at byte {Offset} declares {{value}} bytes",
                $"{Length}", $"at most the {file.Length - ContentOffset} left in the truncated file");
        }

        return file.View(ContentOffset, (int)Math.Min(Length, mostBytes));
    }
}
