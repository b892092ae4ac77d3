using Bakeoff.Corpora.Acquisition;

namespace Bakeoff.Corpora.Downloading;

/// <summary>Fetches the files of a listing, a few at once, and adds up their progress.</summary>
internal sealed class FileBatch(
    FileDownloader downloader, int connections, string folder, IReadOnlyList<RemoteFile> files, IProgress<AcquisitionProgress>? progress)
{
    private readonly Lock _lock = new();
    private readonly long[] _bytes = new long[files.Count];
    private long? _total = files.All(static file => file.Bytes is not null) ? files.Sum(static file => file.Bytes) : null;
    private long _done;
    private int _finished;

    /// <summary>Fetches all files.</summary>
    /// <exception cref="DatasetException">One cannot be had; the others' progress is kept.</exception>
    public Task DownloadAsync(CancellationToken cancellationToken) => Parallel.ForEachAsync(
        Enumerable.Range(0, files.Count),
        new ParallelOptions { MaxDegreeOfParallelism = connections, CancellationToken = cancellationToken },
        async (i, token) =>
        {
            var target = Path.Combine(folder, files[i].Path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await downloader.DownloadAsync(files[i], target, (bytes, length) => Report(i, bytes, length, 0), token);
            Report(i, _bytes[i], null, 1);
        });

    private void Report(int file, long bytes, long? length, int finished)
    {
        lock (_lock)
        {
            _done += bytes - _bytes[file];
            _bytes[file] = bytes;
            _finished += finished;
            _total ??= files.Count == 1 ? length : null;
            progress?.Report(new AcquisitionProgress(_finished, files.Count, _done, _total, files[file].Path));
        }
    }
}
