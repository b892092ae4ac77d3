using System.Text;

namespace Bakeoff.Audio.Decoding;

/// <summary>Guesses the format of a file that is none of WAV, AIFF and FLAC, for the message.</summary>
internal static class ContentGuess
{
    private static readonly (byte[] Start, string Name, bool IsAudio)[] Known =
    [
        ("OggS"u8.ToArray(), "Ogg", true),
        ([0x1A, 0x45, 0xDF, 0xA3], "WebM or Matroska", true),
        ("ID3"u8.ToArray(), "MP3", true),
        ([0xFF, 0xFB], "MP3", true),
        ("caff"u8.ToArray(), "CAF", true),
        ("NIST_1A"u8.ToArray(), "NIST SPHERE", true),
        ("PK\u0003\u0004"u8.ToArray(), "a zip archive", false),
        ("version https://git-lfs"u8.ToArray(), "a Git LFS pointer", false),
        ("<"u8.ToArray(), "a web page or XML", false),
    ];

    /// <summary>"looks like FLAC", or the first bytes in hexadecimal.</summary>
    public static string Describe(ReadOnlySpan<byte> file)
    {
        if (Find(file) is { } known)
        {
            return $"looks like {known.Name}";
        }

        var shown = file[..Math.Min(file.Length, 8)];
        return $"begins with bytes {System.Convert.ToHexString(shown)}{Readable(shown)}";
    }

    /// <summary>True if it is probably a recording in another format.</summary>
    public static bool IsAudio(ReadOnlySpan<byte> file) => Find(file) is { IsAudio: true };

    private static (string Name, bool IsAudio)? Find(ReadOnlySpan<byte> file)
    {
        foreach (var (start, name, isAudio) in Known)
        {
            if (file.StartsWith(start))
            {
                return (name, isAudio);
            }
        }

        return null;
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
