using System.Buffers.Binary;

namespace Bakeoff.Corpora.Acquisition;

/// <summary>
/// Reads what a zip archive's directory states of each entry and .NET does not show: compression method, flags, and the bytes of the name.
/// </summary>
/// <remarks>
/// Source: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.12 (central directory), 4.3.14 and 4.3.15 (Zip64), 4.3.16 (end record).
/// </remarks>
internal static class ZipDirectory
{
    private const int EndBytes = 22;
    private const int LongestComment = ushort.MaxValue;
    private const int LocatorBytes = 20;
    private const int HeaderBytes = 46;
    private const int LargestDirectory = 1 << 30;

    /// <summary>Headers of all entries in the order of the directory; empty where the directory cannot be found.</summary>
    public static IReadOnlyList<ZipEntryHeader> Read(Stream stream)
    {
        var tail = ReadAt(stream, Math.Max(0, stream.Length - EndBytes - LongestComment), EndBytes + LongestComment);
        var end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || end + EndBytes > tail.Length)
        {
            return [];
        }

        var record = tail.AsSpan(end);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        if (size == uint.MaxValue || offset == uint.MaxValue)
        {
            var place = stream.Length - tail.Length + end - LocatorBytes;
            var locator = place < 0 ? [] : ReadAt(stream, place, LocatorBytes);
            if (!locator.AsSpan().StartsWith("PK\u0006\u0007"u8))
            {
                return [];
            }

            var large = ReadAt(stream, BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8)), 56);
            if (large.Length < 56)
            {
                return [];
            }

            size = BinaryPrimitives.ReadInt64LittleEndian(large.AsSpan(40));
            offset = BinaryPrimitives.ReadInt64LittleEndian(large.AsSpan(48));
        }

        return size is < 0 or > LargestDirectory ? [] : ReadHeaders(ReadAt(stream, offset, (int)size));
    }

    private static List<ZipEntryHeader> ReadHeaders(ReadOnlySpan<byte> directory)
    {
        var headers = new List<ZipEntryHeader>();
        while (directory.Length >= HeaderBytes && directory.StartsWith("PK\u0001\u0002"u8))
        {
            var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(directory[28..]);
            var length = HeaderBytes
                + nameLength
                + BinaryPrimitives.ReadUInt16LittleEndian(directory[30..])
                + BinaryPrimitives.ReadUInt16LittleEndian(directory[32..]);
            if (length > directory.Length)
            {
                break;
            }

            headers.Add(new ZipEntryHeader(
                BinaryPrimitives.ReadUInt16LittleEndian(directory[8..]),
                BinaryPrimitives.ReadUInt16LittleEndian(directory[10..]),
                directory.Slice(HeaderBytes, nameLength).ToArray()));
            directory = directory[length..];
        }

        return headers;
    }

    private static byte[] ReadAt(Stream stream, long offset, int count)
    {
        if (offset < 0 || offset > stream.Length)
        {
            return [];
        }

        var bytes = new byte[(int)Math.Min(count, stream.Length - offset)];
        stream.Position = offset;
        stream.ReadExactly(bytes);
        return bytes;
    }
}

/// <summary>Header of one entry.</summary>
/// <param name="Flags">General purpose flags.</param>
/// <param name="Method">Number of the compression method.</param>
/// <param name="Name">Bytes of the name.</param>
internal sealed record ZipEntryHeader(int Flags, int Method, byte[] Name)
{
    private const int Utf8Flag = 1 << 11;

    /// <summary>True if the archive states that the name is UTF-8.</summary>
    public bool IsUtf8 => (Flags & Utf8Flag) != 0;

    /// <summary>Name of a compression method that .NET cannot read; null if it can.</summary>
    public string? UnsupportedMethod => Method switch
    {
        0 or 8 or 9 => null,
        12 => "BZip2",
        14 => "LZMA",
        93 => "Zstandard",
        95 => "XZ",
        98 => "PPMd",
        99 => "AES encryption",
        _ => FormattableString.Invariant($"method {Method}"),
    };
}
