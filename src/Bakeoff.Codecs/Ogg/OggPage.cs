using Bakeoff.Audio.Decoding;

namespace Bakeoff.Codecs.Ogg;

/// <summary>One page of an Ogg file, checked.</summary>
/// <param name="Offset">Byte at which it begins.</param>
/// <param name="Bytes">All its bytes.</param>
internal sealed record OggPage(long Offset, byte[] Bytes)
{
    /// <summary>Bytes of a header without its table of segments.</summary>
    public const int HeaderBytes = 27;

    /// <summary>Granule position of a page in which no packet ends.</summary>
    public const long NoGranule = -1;

    private const int ChecksumOffset = 22;
    private const int SegmentCountOffset = 26;

    /// <summary>True if its first packet began on the page before.</summary>
    public bool IsContinued => (Bytes[5] & 1) != 0;

    /// <summary>True for the first page of a stream.</summary>
    public bool IsFirst => (Bytes[5] & 2) != 0;

    /// <summary>True for the last page of a stream.</summary>
    public bool IsLast => (Bytes[5] & 4) != 0;

    /// <summary>Position at the end of its last complete packet; <see cref="NoGranule"/> for none.</summary>
    public long Granule => System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(Bytes.AsSpan(6));

    /// <summary>Number of its stream.</summary>
    public uint Serial => System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(Bytes.AsSpan(14));

    /// <summary>Its number in the stream.</summary>
    public uint Number => System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(Bytes.AsSpan(18));

    /// <summary>Lengths of its segments; one of 255 goes on in the next.</summary>
    public ReadOnlySpan<byte> Segments => Bytes.AsSpan(HeaderBytes, Bytes[SegmentCountOffset]);

    /// <summary>Byte of its first segment within the page.</summary>
    public int BodyOffset => HeaderBytes + Bytes[SegmentCountOffset];

    /// <summary>True if a page has the checksum that it states; the four bytes of it count as 0.</summary>
    public static bool HasItsChecksum(ReadOnlySpan<byte> page)
    {
        var before = CyclicChecksum.Crc32.Of([0, 0, 0, 0], CyclicChecksum.Crc32.Of(page[..ChecksumOffset]));
        return CyclicChecksum.Crc32.Of(page[(ChecksumOffset + 4)..], before)
            == System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(page[ChecksumOffset..]);
    }

    /// <summary>Number of segments in a header of <see cref="HeaderBytes"/>.</summary>
    public static int SegmentCount(ReadOnlySpan<byte> header) => header[SegmentCountOffset];
}
