using System.Buffers.Binary;
using System.Text;

namespace Bakeoff.Audio.Decoding;

/// <summary>The eight bytes before each chunk of RIFF and of IFF: four letters and a length.</summary>
/// <param name="Id">Four letters, such as <c>data</c>; bytes that are no letters are shown as '?'.</param>
/// <param name="Offset">Byte at which the chunk's header begins.</param>
/// <param name="Length">Declared bytes after the header, without padding.</param>
internal readonly record struct ChunkHeader(string Id, int Offset, long Length)
{
    private const int HeaderBytes = 8;

    /// <summary>Byte at which the content begins.</summary>
    public int ContentOffset => Offset + HeaderBytes;

    /// <summary>Byte of the next chunk; contents are padded to an even length. May lie behind the end of the file.</summary>
    public long NextOffset => ContentOffset + Length + (Length & 1);

    /// <summary>Reads the header at a byte, or nothing when fewer than eight bytes are left.</summary>
    public static ChunkHeader? ReadAt(ReadOnlySpan<byte> file, long offset, bool isBigEndian)
    {
        if (offset + HeaderBytes > file.Length)
        {
            return null;
        }

        var start = (int)offset;
        var lengthBytes = file.Slice(start + 4, 4);
        var length = isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        return new ChunkHeader(Encoding.ASCII.GetString(file.Slice(start, 4)), start, length);
    }

    /// <summary>The content, checked to be present and long enough for the fields that will be read.</summary>
    public ReadOnlySpan<byte> Content(ReadOnlySpan<byte> file, string name, int minimumBytes)
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

        return file.Slice(ContentOffset, (int)Length);
    }
}
