using System.Net.Http.Headers;

namespace Bakeoff.Corpora.Downloading;

/// <summary>A file to fetch, and what is known about it beforehand.</summary>
internal sealed record RemoteFile
{
    /// <summary>Address.</summary>
    public required Uri Address { get; init; }

    /// <summary>Path below the folder of downloads, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>Length that the publisher states.</summary>
    public long? Bytes { get; init; }

    /// <summary>Digest that the publisher or the description states.</summary>
    public FileDigest? Digest { get; init; }

    /// <summary>Credentials for the address's host only; no redirect carries them elsewhere.</summary>
    public AuthenticationHeaderValue? Authorization { get; init; }

    /// <summary>Further headers that the host asks for.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
