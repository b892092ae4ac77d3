namespace Bakeoff.Corpora.Downloading;

/// <summary>A download failed in a way that may pass: cut off, stalled, too many requests, a server error.</summary>
internal sealed class TransientDownloadException(string message, TimeSpan? retryAfter = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Wait that the server asks for; null where it asks for none.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
