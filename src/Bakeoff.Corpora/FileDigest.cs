using System.Security.Cryptography;

namespace Bakeoff.Corpora;

/// <summary>A digest that a file must have, as its publisher states it.</summary>
/// <param name="Algorithm">SHA-256, or MD5 where a publisher states nothing better: it finds accidents, not attacks.</param>
/// <param name="Digits">Hexadecimal digits, in either case.</param>
internal sealed record FileDigest(HashAlgorithmName Algorithm, string Digits)
{
    /// <summary>The better of two stated digests; null if neither is.</summary>
    public static FileDigest? BestOf(string? sha256, string? md5) =>
        sha256 is not null ? new FileDigest(HashAlgorithmName.SHA256, sha256)
        : md5 is not null ? new FileDigest(HashAlgorithmName.MD5, md5)
        : null;

    /// <summary>The rule that a digest in a description breaks, worded to follow its key; null if there is none, or no digest.</summary>
    public static string? Problem(string? digits, HashAlgorithmName algorithm)
    {
        var count = algorithm == HashAlgorithmName.MD5 ? 32 : 64;
        return digits is null || (digits.Length == count && digits.All(char.IsAsciiHexDigit))
            ? null
            : FormattableString.Invariant($"is '{digits}', expected {count} hexadecimal digits. Copy it from where the file is published.");
    }

    /// <summary>Digest that a file has, in lower-case digits.</summary>
    public async Task<string> MeasureAsync(string file, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(Algorithm);
        const FileOptions Options = FileOptions.Asynchronous | FileOptions.SequentialScan;
        var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, Options);
        await using (stream)
        {
            var buffer = new byte[1 << 18];
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            {
                hash.AppendData(buffer, 0, read);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>True if a measured digest is this one.</summary>
    public bool Matches(string measured) => measured.Equals(Digits, StringComparison.OrdinalIgnoreCase);
}
