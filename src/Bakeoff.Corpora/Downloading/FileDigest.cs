using System.Security.Cryptography;

namespace Bakeoff.Corpora.Downloading;

/// <summary>A digest that a file must have.</summary>
/// <param name="Algorithm">SHA-256, or MD5 where a publisher states nothing better: it finds accidents, not attacks.</param>
/// <param name="Value">Hexadecimal digits.</param>
internal sealed record FileDigest(HashAlgorithmName Algorithm, string Value)
{
    /// <summary>The better of two stated digests; null if neither is.</summary>
    public static FileDigest? Of(string? sha256, string? md5) =>
        sha256 is not null ? new FileDigest(HashAlgorithmName.SHA256, sha256) : md5 is not null ? new FileDigest(HashAlgorithmName.MD5, md5) : null;

    /// <summary>Digest that a file has, in lower-case digits.</summary>
    public async Task<string> MeasureAsync(string file, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(Algorithm);
        var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (stream)
        {
            var buffer = new byte[1 << 18];
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellation)) > 0)
            {
                hash.AppendData(buffer, 0, read);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether a measured digest is this one.</summary>
    public bool Matches(string measured) => measured.Equals(Value, StringComparison.OrdinalIgnoreCase);
}
