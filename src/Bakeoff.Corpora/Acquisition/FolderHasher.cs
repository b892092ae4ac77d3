using System.Buffers;
using System.Security.Cryptography;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Acquisition;

/// <summary>Lists and hashes the files of a folder of recordings.</summary>
public static class FolderHasher
{
    /// <summary>Hashes every file below a folder that this user may read, except hidden ones.</summary>
    /// <returns>Rows in ordinal order of paths, whatever the thread count.</returns>
    /// <exception cref="DatasetException">The folder holds no file, or a file cannot be read.</exception>
    internal static IReadOnlyList<ManifestEntry> Hash(
        string folder,
        int threads,
        IProgress<AcquisitionProgress>? progress,
        CancellationToken cancellationToken)
    {
        var paths = List(folder);
        if (paths.Count == 0)
        {
            throw new DatasetException(
                DatasetProblem.NotFound,
                new ErrorDetails("folder holds 0 files")
                {
                    Where = folder,
                    Rule = "recordings",
                    NextStep = "Correct dataset.source.",
                });
        }

        var entries = new ManifestEntry?[paths.Count];
        var done = 0;
        var bytesDone = 0L;
        try
        {
            Parallel.For(
                0,
                paths.Count,
                new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken },
                i =>
                {
                    entries[i] = HashFile(Path.Combine(folder, paths[i]), paths[i], cancellationToken);
                    var bytes = Interlocked.Add(ref bytesDone, entries[i]?.Bytes ?? 0);
                    progress?.Report(new AcquisitionProgress(Interlocked.Increment(ref done), entries.Length, bytes, null, paths[i]));
                });
        }
        catch (AggregateException exception) when (exception.InnerExceptions[0] is IOException)
        {
            throw Unreadable(folder, exception);
        }

        return [.. entries.OfType<ManifestEntry>()];
    }

    /// <summary>
    /// Paths of the files below a folder, relative to it, with forward slashes, in ordinal order; links are followed, hidden files left
    /// out.
    /// </summary>
    /// <param name="folder">Path of the folder.</param>
    /// <exception cref="DatasetException">The folder cannot be read.</exception>
    public static IReadOnlyList<string> List(string folder) => FolderTree.Read(folder).Files;

    /// <summary>Words the error of a file that cannot be read.</summary>
    internal static DatasetException Unreadable(string folder, AggregateException exception) =>
        new(
            DatasetProblem.Access,
            new ErrorDetails(exception.InnerExceptions[0].Message.TrimEnd('.')) { Where = folder, Rule = "readable files" },
            exception);

    // Null for a file that this user may not read: the index names it among the bad clips.
    private static ManifestEntry? HashFile(string file, string path, CancellationToken cancellationToken)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }

        using var _ = stream;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 17);
        var bytes = 0L;
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
            bytes += read;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return new ManifestEntry(path, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
