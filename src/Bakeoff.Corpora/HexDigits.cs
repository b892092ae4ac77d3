namespace Bakeoff.Corpora;

/// <summary>Digests as people write them into a corpus's description.</summary>
internal static class HexDigits
{
    /// <summary>Digits of a SHA-256.</summary>
    public const int Sha256 = 64;

    /// <summary>Digits of an MD5.</summary>
    public const int Md5 = 32;

    /// <summary>What is wrong with a digest.</summary>
    /// <returns>The problem, or null when there is none or the digest is not given.</returns>
    public static string? Problem(string? digest, int digits) => digest is null || (digest.Length == digits && digest.All(char.IsAsciiHexDigit))
        ? null
        : FormattableString.Invariant($"is '{digest}', expected {digits} hexadecimal digits. Copy it from where the file is published.");
}
