using System.Globalization;
using System.Text;
using Bakeoff.Corpora.Acquisition;
using Bakeoff.Corpora.Sources;

namespace Bakeoff.Corpora.Downloading;

/// <summary>Fetches a corpus from the sources of its description, in their order, until one gives it complete and verified.</summary>
/// <remarks>
/// What has come is kept under the folder of downloads and resumed by the next run. Nothing appears under the target's name before it is verified.
/// Credentials go to the host that they are for and nowhere else. Not thread-safe.
/// </remarks>
public sealed class CorpusDownloader : IDisposable
{
    private readonly DownloadOptions _options;
    private readonly TimeProvider _time;
    private readonly KaggleCredentials? _kaggle;
    private readonly Func<string, long> _freeBytes;
    private readonly HttpMessageInvoker _http;

    /// <summary>Creates a downloader.</summary>
    /// <param name="options">Patience and addresses.</param>
    /// <param name="time">Clock for waits.</param>
    /// <param name="kaggle">Credentials for Kaggle; null to ask without.</param>
    /// <param name="freeBytes">Tells the free bytes of the disk that holds a folder. Default: asks the system.</param>
    public CorpusDownloader(DownloadOptions options, TimeProvider time, KaggleCredentials? kaggle = null, Func<string, long>? freeBytes = null)
    {
        _options = options;
        _time = time;
        _kaggle = kaggle;
        _freeBytes = freeBytes ?? DiskSpace.FreeBytes;
        _http = new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = options.StallTimeout });
    }

    /// <summary>Fetches a corpus.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="downloadFolder">Folder for downloads under way, kept between runs; the corpus gets a folder of its name in it.</param>
    /// <param name="targetFolder">Where the recordings shall be; must not exist, or be empty.</param>
    /// <param name="note">Told in a sentence what happens: licence, source tried, source given up and why.</param>
    /// <param name="progress">Told how many bytes have come.</param>
    /// <param name="cancellation">Stops; what has come is kept.</param>
    /// <returns>The folder and every file in it.</returns>
    /// <exception cref="DatasetException">No source gave the corpus; the message holds each one's reason.</exception>
    public async Task<AcquiredCorpus> DownloadAsync(
        AcquisitionOptions corpus, string downloadFolder, string targetFolder, Action<string>? note = null, IProgress<AcquisitionProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        note?.Invoke($"{corpus.Identity.Title}. Licence: {corpus.Identity.Licence}. Cite: {corpus.Identity.Citation}.");
        var reasons = new List<DatasetException>();
        foreach (var source in corpus.Sources)
        {
            try
            {
                note?.Invoke($"Fetching {corpus.Name} from {source.Summary}.");
                return await FetchAsync(corpus, source, Path.Combine(downloadFolder, corpus.Name), targetFolder, progress, cancellation);
            }
            catch (DatasetException exception) when (exception.Problem is not (DatasetProblem.NoSpace or DatasetProblem.Access))
            {
                note?.Invoke(exception.Message);
                reasons.Add(exception);
            }
        }

        throw Summarise(corpus, reasons);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<AcquiredCorpus> FetchAsync(AcquisitionOptions corpus, DatasetSource source, string folder, string targetFolder, IProgress<AcquisitionProgress>? progress, CancellationToken cancellation)
    {
        var downloader = new FileDownloader(new HttpGateway(_http, _options, _time), _options, _time, _freeBytes);
        var lister = new SourceLister(new JsonService(downloader, folder), new GitLfsService(_http, downloader, _options, folder), _options, _kaggle);
        try
        {
            var listing = await lister.ListAsync(corpus, source, cancellation);
            CheckPaths(corpus, listing);
            await new FileBatch(downloader, _options.Connections, folder, listing.Files, progress).DownloadAsync(cancellation);
            return listing.AreArchives ? Unpack(folder, listing, targetFolder, progress, cancellation) : Gather(folder, listing, targetFolder, progress, cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DiskSpace.Explain(corpus.Name, folder, exception);
        }
    }

    // Names come from a service's answer: they must not lead out of the folder any more than an archive's may.
    private static void CheckPaths(AcquisitionOptions corpus, SourceListing listing)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in listing.Files)
        {
            if (!SafePath.IsSafe(file.Path) || !names.Add(file.Path))
            {
                throw new DatasetException(DatasetProblem.Unsafe, file.Path, $"{corpus.Name}: {file.Address.Host} lists a file '{file.Path}', expected different relative paths without '..'. Use another source.");
            }
        }
    }

    private AcquiredCorpus Unpack(string folder, SourceListing listing, string targetFolder, IProgress<AcquisitionProgress>? progress, CancellationToken cancellation)
    {
        var acquirer = new CorpusAcquirer(null, _freeBytes);
        if (listing.Files.Count == 1)
        {
            return UnpackOne(acquirer, Path.Combine(folder, listing.Files[0].Path), targetFolder, progress, cancellation);
        }

        var together = Fresh(Path.Combine(folder, "unpacked"));
        foreach (var file in listing.Files)
        {
            UnpackOne(acquirer, Path.Combine(folder, file.Path), Path.Combine(together, Path.GetFileNameWithoutExtension(file.Path)), progress, cancellation);
        }

        return Place(together, targetFolder, progress, cancellation);
    }

    // An archive that passed for a download but cannot be unpacked must not be taken for verified by the next run.
    private static AcquiredCorpus UnpackOne(CorpusAcquirer acquirer, string archive, string targetFolder, IProgress<AcquisitionProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            return acquirer.Acquire(archive, targetFolder, 1, progress, cancellation);
        }
        catch (DatasetException exception) when (exception.Problem is DatasetProblem.NotAnArchive or DatasetProblem.Damaged or DatasetProblem.Unsafe)
        {
            File.Delete(archive);
            throw;
        }
    }

    private static AcquiredCorpus Gather(string folder, SourceListing listing, string targetFolder, IProgress<AcquisitionProgress>? progress, CancellationToken cancellation)
    {
        var together = Fresh(Path.Combine(folder, "gathered"));
        foreach (var file in listing.Files)
        {
            var target = Path.Combine(together, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(Path.Combine(folder, file.Path), target);
        }

        return Place(together, targetFolder, progress, cancellation);
    }

    private static AcquiredCorpus Place(string together, string targetFolder, IProgress<AcquisitionProgress>? progress, CancellationToken cancellation)
    {
        var target = Path.GetFullPath(targetFolder);
        var files = FolderHasher.Hash(together, 1, progress, cancellation);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(target))!);
        if (Directory.Exists(target))
        {
            Directory.Delete(target);
        }

        Directory.Move(together, target);
        return new AcquiredCorpus(target, files);
    }

    private static string Fresh(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        return Directory.CreateDirectory(folder).FullName;
    }

    private static DatasetException Summarise(AcquisitionOptions corpus, List<DatasetException> reasons)
    {
        if (reasons.Count == 1)
        {
            return reasons[0];
        }

        var text = new StringBuilder($"{corpus.Name}: ");
        text.Append(reasons.Count == 0 ? "the description lists no source" : string.Create(CultureInfo.InvariantCulture, $"none of its {reasons.Count} sources gave the recordings"));
        text.Append(". Name a local archive or folder with --set=dataset.source=PATH.");
        foreach (var reason in reasons)
        {
            text.Append("\n  ").Append(reason.Message);
        }

        return new DatasetException(reasons.Count == 0 ? DatasetProblem.NotFound : reasons[^1].Problem, corpus.Name, text.ToString(), reasons.Count == 0 ? null : reasons[0]);
    }
}
