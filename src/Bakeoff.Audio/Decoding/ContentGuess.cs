using System.Buffers.Binary;
using System.Text;

namespace Bakeoff.Audio.Decoding;

/// <summary>Guesses the format of a file that cannot be read, for the message.</summary>
internal static class ContentGuess
{
    /// <summary>Bytes from the start that are looked at.</summary>
    public const int Bytes = 256;

    private const int OggPageHeaderBytes = 27;

    private static readonly (byte[] Start, string Name, bool IsAudio)[] Known =
    [
        ("caff"u8.ToArray(), "CAF", true),
        ([0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11], "WMA or another ASF file", true),
        ("#!AMR"u8.ToArray(), "AMR", true),
        ("#!SILK_V3"u8.ToArray(), "SILK", true),
        ("\u0002#!SILK_V3"u8.ToArray(), "SILK", true),
        ("NIST_1A"u8.ToArray(), "NIST SPHERE", true),
        ("Creative Voice File"u8.ToArray(), "Creative VOC", true),
        ("wvpk"u8.ToArray(), "WavPack", true),
        ("MAC "u8.ToArray(), "Monkey's Audio", true),
        ("TTA1"u8.ToArray(), "True Audio", true),
        ("MPCK"u8.ToArray(), "Musepack", true),
        ("MP+"u8.ToArray(), "Musepack", true),
        ("ajkg"u8.ToArray(), "Shorten", true),
        ("DSD "u8.ToArray(), "DSD", true),
        ("FRM8"u8.ToArray(), "DSDIFF", true),
        (".RMF"u8.ToArray(), "RealMedia", true),
        (".ra\u00FD"u8.ToArray()[..3], "RealAudio", true),
        ("FLV\u0001"u8.ToArray(), "Flash video", true),
        ("MThd"u8.ToArray(), "MIDI, which holds notes and no sound", false),
        ("PK\u0003\u0004"u8.ToArray(), "a zip archive", false),
        ([0x1F, 0x8B, 0x08], "a gzip archive", false),
        ("7z\u00BC"u8.ToArray()[..2], "a 7-Zip archive", false),
        ("Rar!\u001A"u8.ToArray(), "a RAR archive", false),
        ("%PDF"u8.ToArray(), "a PDF document", false),
        ("version https://git-lfs"u8.ToArray(), "a Git LFS pointer", false),
        ("<"u8.ToArray(), "a web page or XML", false),
    ];

    /// <summary>The format that the first bytes suggest; null for none.</summary>
    /// <param name="head">First bytes, behind any ID3v2 tag.</param>
    /// <param name="isTagged">True if an ID3v2 tag comes before them.</param>
    public static (string Name, bool IsAudio)? Find(ReadOnlySpan<byte> head, bool isTagged)
    {
        if (FindNested(head) is { } nested)
        {
            return (nested, true);
        }

        foreach (var (start, name, isAudio) in Known)
        {
            if (head.StartsWith(start))
            {
                return (name, isAudio);
            }
        }

        return isTagged ? ("MP3", true) : null;
    }

    /// <summary>The first bytes in hexadecimal, and as text where they are.</summary>
    public static string DescribeBytes(ReadOnlySpan<byte> head) =>
        head.IsEmpty ? "ends behind its tag" : $"begins with bytes {Convert.ToHexString(head)}{Readable(head)}";

    /// <summary>Formats that hold others, or whose first bytes vary.</summary>
    private static string? FindNested(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("OggS"u8))
        {
            return DescribeOgg(head);
        }

        if (head.Length >= 12 && head.Slice(4, 4).SequenceEqual("ftyp"u8))
        {
            var brand = head.Slice(8, 4);
            return brand.StartsWith("M4A"u8) || brand.StartsWith("M4B"u8) ? "M4A (MPEG-4 audio)"
                : brand.SequenceEqual("qt  "u8) ? "QuickTime"
                : brand.StartsWith("3g"u8) ? "3GP"
                : "MP4 (MPEG-4)";
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]))
        {
            return head.IndexOf("webm"u8) >= 0 ? "WebM" : "Matroska";
        }

        if (head.Length >= 12 && (head.StartsWith("RIFF"u8) || head.StartsWith("FORM"u8)))
        {
            return $"{(head[0] == 'R' ? "RIFF" : "IFF")} of another kind{Readable(head.Slice(8, 4))}";
        }

        return DescribeMpeg(head);
    }

    private static string DescribeOgg(ReadOnlySpan<byte> head)
    {
        if (head.Length <= OggPageHeaderBytes)
        {
            return "Ogg";
        }

        var packet = head[Math.Min(OggPageHeaderBytes + head[OggPageHeaderBytes - 1], head.Length)..];
        return packet.StartsWith("\u0001vorbis"u8) ? "Ogg Vorbis"
            : packet.StartsWith("OpusHead"u8) ? "Opus (in Ogg)"
            : packet.StartsWith("\u007FFLAC"u8) ? "FLAC in Ogg"
            : packet.StartsWith("Speex   "u8) ? "Speex (in Ogg)"
            : "Ogg";
    }

    /// <summary>MPEG audio by the header of its first frame: eleven bits set, then no field with a reserved value.</summary>
    private static string? DescribeMpeg(ReadOnlySpan<byte> head)
    {
        if (head.Length < 4 || (BinaryPrimitives.ReadUInt16BigEndian(head) & 0xFFE0) != 0xFFE0)
        {
            return null;
        }

        var (version, layer) = ((head[1] >> 3) & 3, (head[1] >> 1) & 3);
        if (layer == 0)
        {
            // AAC in ADTS has twelve bits set and a layer of 0.
            return (head[1] & 0xF6) == 0xF0 ? "AAC" : null;
        }

        var (bitRate, sampleRate) = (head[2] >> 4, (head[2] >> 2) & 3);
        var isHeader = version != 1 && bitRate != 15 && sampleRate != 3;

        // Layer 1 is left out: no speech is stored so, and UTF-16 text begins alike.
        return !isHeader ? null : layer switch { 1 => "MP3", 2 => "MP2 (MPEG audio layer 2)", _ => null };
    }

    private static string Readable(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value is < 0x20 or > 0x7E)
            {
                return string.Empty;
            }
        }

        return $" ('{Encoding.ASCII.GetString(bytes)}')";
    }
}
