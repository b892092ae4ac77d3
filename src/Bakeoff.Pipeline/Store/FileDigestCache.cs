using System.Collections.Concurrent;
using System.Globalization;
using Bakeoff.Options.Files;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Pipeline.Store;

/// <summary>
/// Remembers files' digests by path, length and time of change, so that unchanged recordings are not read again at every command.
/// </summary>
/// <remarks>
/// A file that was changed only moments before it was read is not remembered: a second change within the clock's resolution could not be
/// seen.
/// Deleting the cache costs time and nothing else.
/// </remarks>
[OutsideFingerprint("carries results and makes none")]
public sealed class FileDigestCache
{
    private static readonly TimeSpan TooFresh = TimeSpan.FromSeconds(2);
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, string> _known;
    private int _added;

    /// <summary>Opens the cache.</summary>
    /// <param name="path">Its file; made by <see cref="Save"/>.</param>
    /// <param name="time">Clock to tell whether a file has just been changed.</param>
    public FileDigestCache(string path, TimeProvider time)
    {
        _path = path;
        _time = time;
        _known = new ConcurrentDictionary<string, string>(DigestCacheFile.ReadOrEmpty(path), StringComparer.Ordinal);
    }

    /// <summary>SHA-256 of a file in lower-case hex, from memory where length and time of change are as they were.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public string DigestOf(string file)
    {
        var info = new FileInfo(file);
        var state = string.Create(CultureInfo.InvariantCulture, $"{info.Length} {info.LastWriteTimeUtc.Ticks} ");
        if (_known.TryGetValue(info.FullName, out var entry) && entry.StartsWith(state, StringComparison.Ordinal))
        {
            return entry[state.Length..];
        }

        var digest = ContentDigest.OfFile(file);
        if (_time.GetUtcNow().UtcDateTime - info.LastWriteTimeUtc > TooFresh)
        {
            _known[info.FullName] = state + digest;
            Interlocked.Increment(ref _added);
        }

        return digest;
    }

    /// <summary>Writes new digests, if there are any. A full disk or a read-only folder costs only time later.</summary>
    public void Save()
    {
        if (Interlocked.Exchange(ref _added, 0) > 0)
        {
            DigestCacheFile.TryWrite(_path, new Dictionary<string, string>(_known, StringComparer.Ordinal));
        }
    }
}
