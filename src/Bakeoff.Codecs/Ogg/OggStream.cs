using Bakeoff.Audio.Decoding;

namespace Bakeoff.Codecs.Ogg;

/// <summary>Reads the pages and packets of the one stream of sound in an Ogg file.</summary>
/// <remarks>
/// A film has other streams beside it, whose pages are passed over. Whatever else is in a file, a page that does not have its checksum or
/// its number, or a second stream behind the first, ends in an exception: no sound is left out unsaid. One page is in memory at a time.
/// </remarks>
internal sealed class OggStream
{
    private const int MostSegmentBytes = 255;

    private readonly RecordingBytes _file;
    private readonly Damage _damage;
    private readonly uint _serial;
    private readonly HashSet<uint> _others;
    private long _next;
    private uint _number;
    private bool _isAtEnd;
    private List<byte> _open = [];
    private bool _isOpen;

    private OggStream(RecordingBytes file, string name, long start, OggPage first, HashSet<uint> others)
    {
        (_file, _damage, _next, _serial, _others) = (file, new Damage(name), start, first.Serial, others);
    }

    /// <summary>The stream that begins with a given packet.</summary>
    /// <param name="file">The file.</param>
    /// <param name="start">Byte of the first page.</param>
    /// <param name="isSound">Recognises the first packet.</param>
    /// <returns>True if a stream begins so, and first packets of more than one do not.</returns>
    public static bool Begins(RecordingBytes file, long start, Func<ReadOnlySpan<byte>, bool> isSound)
    {
        for (var at = start; ReadHead(file, at) is (true, var segments, var length); at += length)
        {
            if (isSound(file.View(at + OggPage.HeaderBytes + segments, MostSegmentBytes)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Opens the stream that begins with a given packet.</summary>
    /// <param name="file">The file.</param>
    /// <param name="start">Byte of the first page.</param>
    /// <param name="name">Name for messages.</param>
    /// <param name="isSound">Recognises the first packet.</param>
    /// <exception cref="AudioFormatException">A first page is damaged, or there are several such streams.</exception>
    public static OggStream Open(RecordingBytes file, long start, string name, Func<ReadOnlySpan<byte>, bool> isSound)
    {
        var damage = new Damage(name);
        OggPage? found = null;
        var others = new HashSet<uint>();
        for (var at = start; ReadHead(file, at).IsFirst; )
        {
            var page = ReadPage(file, damage, at);
            at += page.Bytes.Length;
            if (!isSound(page.Bytes.AsSpan(page.BodyOffset)))
            {
                others.Add(page.Serial);
                continue;
            }

            if (found is not null)
            {
                throw damage.At(
                    page.Offset,
                    $"page at byte {page.Offset} begins a second stream of sound",
                    rule: $"one",
                    nextStep: "Take the streams apart.");
            }

            found = page;
        }

        return new OggStream(file, name, start, found!, others);
    }

    /// <summary>The next page of the stream; null at its end, and the end of the file.</summary>
    /// <exception cref="AudioFormatException">A page is damaged, missing, or of another stream.</exception>
    public OggPage? ReadPage()
    {
        while (true)
        {
            if (_next >= _file.Length)
            {
                return _isAtEnd
                    ? null
                    : throw _damage.At(
                        _next,
                        $"file ends at byte {_next} without the last page of its stream",
                        rule: $"a page that is marked as the last");
            }

            var page = ReadPage(_file, _damage, _next);
            _next += page.Bytes.Length;
            if (_others.Contains(page.Serial))
            {
                continue;
            }

            if (page.Serial != _serial || _isAtEnd)
            {
                throw _damage.At(
                    page.Offset,
                    $"page at byte {page.Offset} {(page.IsFirst ? "begins" : "belongs to")} another stream",
                    rule: $"one recording in a file",
                    nextStep: "Split the file there.");
            }

            if (page.Number != _number)
            {
                throw _damage.At(
                    page.Offset,
                    $"number of the page at byte {page.Offset}",
                    $"{page.Number}",
                    $"{_number}, for pages are missing or in the wrong order");
            }

            _number++;
            _isAtEnd = page.IsLast;
            return page;
        }
    }

    /// <summary>The packets that end on a page.</summary>
    /// <exception cref="AudioFormatException">The page does not go on where the one before ended.</exception>
    public IReadOnlyList<OggPacket> PacketsOf(OggPage page)
    {
        if (page.IsContinued != _isOpen)
        {
            throw _damage.At(
                page.Offset,
                page.IsContinued
                    ? $"page at byte {page.Offset} goes on with a packet that did not begin"
                    : (FormattableString)$"page at byte {page.Offset} leaves a packet without its end");
        }

        var packets = new List<OggPacket>();
        var at = page.BodyOffset;
        foreach (var length in page.Segments)
        {
            _open.AddRange(page.Bytes.AsSpan(at, length));
            at += length;
            _isOpen = length == MostSegmentBytes;
            if (!_isOpen)
            {
                packets.Add(new OggPacket([.. _open], page.Offset));
                _open = [];
            }
        }

        return packets;
    }

    /// <summary>The packets before the sound, which fill their pages.</summary>
    /// <param name="count">Their number.</param>
    /// <exception cref="AudioFormatException">A page is damaged, or others stand where they end.</exception>
    public IReadOnlyList<OggPacket> ReadHeaders(int count)
    {
        var packets = new List<OggPacket>();
        while (packets.Count < count && ReadPage() is { } page)
        {
            packets.AddRange(PacketsOf(page));
        }

        return packets.Count == count && !_isOpen
            ? packets
            : throw _damage.At(
                _next,
                $"number of packets before byte {_next}",
                $"{packets.Count}",
                $"{count} headers, which fill their pages");
    }

    private static (bool IsFirst, int Segments, int Length) ReadHead(RecordingBytes file, long at)
    {
        var header = file.View(at, OggPage.HeaderBytes);
        if (header.Length < OggPage.HeaderBytes || !header.StartsWith("OggS"u8) || (header[5] & 2) == 0)
        {
            return (false, 0, 0);
        }

        var segments = OggPage.SegmentCount(header);
        return (true, segments, OggPage.HeaderBytes + segments + Sum(file.View(at + OggPage.HeaderBytes, segments)));
    }

    private static OggPage ReadPage(RecordingBytes file, Damage damage, long at)
    {
        var header = file.View(at, OggPage.HeaderBytes);
        if (!header.StartsWith("OggS"u8))
        {
            throw damage.At(
                at,
                $"bytes {Convert.ToHexString(header[..Math.Min(4, header.Length)])} at byte {at} begin no page",
                rule: $"'OggS', for the page before ends there");
        }

        var segments = header.Length < OggPage.HeaderBytes ? 0 : OggPage.SegmentCount(header);
        var length = OggPage.HeaderBytes + segments;
        length += Sum(file.View(at + OggPage.HeaderBytes, segments));
        var bytes = file.View(at, length).ToArray();
        if (bytes.Length < length || header.Length < OggPage.HeaderBytes)
        {
            throw damage.At(
                at,
                $"page at byte {at} has {{value}} bytes",
                $"{length}",
                $"at most the {bytes.Length} left in the truncated file");
        }

        return OggPage.HasItsChecksum(bytes)
            ? new OggPage(at, bytes)
            : throw damage.At(at, $"page at byte {at} does not have its checksum (CRC-32)");
    }

    private static int Sum(ReadOnlySpan<byte> lengths)
    {
        var sum = 0;
        foreach (var length in lengths)
        {
            sum += length;
        }

        return sum;
    }
}
