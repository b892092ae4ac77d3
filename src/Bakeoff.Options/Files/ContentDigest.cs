using System.Security.Cryptography;
using System.Text;

namespace Bakeoff.Options.Files;

/// <summary>SHA-256 digests as 64 lower-case hex digits.</summary>
public static class ContentDigest
{
    /// <summary>Digest of a file's bytes, read as a stream.</summary>
    public static string OfFile(string path)
    {
        const int buffer = 1 << 16;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, buffer, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Digest of bytes in memory.</summary>
    public static string OfBytes(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Digest of a text in UTF-8.</summary>
    public static string OfText(string text) => OfBytes(Encoding.UTF8.GetBytes(text));
}
