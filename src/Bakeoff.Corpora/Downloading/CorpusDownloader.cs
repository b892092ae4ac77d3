using System.Globalization;
using Bakeoff.Corpora.Acquisition;
using Bakeoff.Corpora.Sources;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Downloading;

/// <summary>Fetches a corpus from the sources of its description, in their order, until one gives it complete and verified.</summary>
/// <remarks>
/// The bytes so far are kept under the folder of downloads and resumed by the next run. Nothing appears under the target's name before it
/// is verified.
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
    /// <param name="options">Retries, time limits and addresses.</param>
    /// <param name="time">Clock for waits.</param>
    /// <param name="kaggle">Credentials for Kaggle; null to ask without.</param>
    /// <param name="freeBytes">Returns the free bytes of the disk that holds a folder. Default: asks the system.</param>
    public CorpusDownloader(
        DownloadOptions options,
        TimeProvider time,
        KaggleCredentials? kaggle = null,
        Func<string, long>? freeBytes = null)
    {
        _options = options;
        _time = time;
        _kaggle = kaggle;
        _freeBytes = freeBytes ?? DiskSpace.FreeBytes;
        _http = CreateInvoker(options);
    }

    /// <summary>Sends requests as they are: redirects are followed by <see cref="HttpGateway"/>.</summary>
    internal static HttpMessageInvoker CreateInvoker(DownloadOptions options) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = options.StallTimeout });

    /// <summary>Fetches a corpus.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="downloadFolder">Folder for downloads under way, kept between runs; the corpus gets a folder of its name in it.</param>
    /// <param name="targetFolder">Folder of the recordings; must not exist, or be empty.</param>
    /// <param name="note">Receives a sentence about each step: licence, source tried, source given up and why.</param>
    /// <param name="progress">Receives the number of bytes so far.</param>
    /// <param name="cancellationToken">Stops; the bytes so far are kept.</param>
    /// <returns>The folder and every file in it.</returns>
    /// <exception cref="DatasetException">No source gave the corpus; the message holds each one's reason.</exception>
    public async Task<AcquiredCorpus> DownloadAsync(
        AcquisitionOptions corpus,
        string downloadFolder,
        string targetFolder,
        Action<string>? note = null,
        IProgress<AcquisitionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        note?.Invoke($"{corpus.Identity.Title}. Licence: {corpus.Identity.Licence}. Cite: {corpus.Identity.Citation}.");
        var reasons = new List<DatasetException>();
        foreach (var source in corpus.Sources)
        {
            try
            {
                note?.Invoke($"Fetching {corpus.Name} from {source.Summary}.");
                return await FetchAsync(
                    corpus,
                    source,
                    Path.Combine(downloadFolder, corpus.Name),
                    targetFolder,
                    progress,
                    cancellationToken);
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

    private async Task<AcquiredCorpus> FetchAsync(
        AcquisitionOptions corpus,
        DatasetSource source,
        string folder,
        string targetFolder,
        IProgress<AcquisitionProgress>? progress,
        CancellationToken cancellationToken)
    {
        var downloader = new FileDownloader(new HttpGateway(_http, _options, _time), _options, _time, _freeBytes);
        var lister = new SourceLister(
            new JsonService(downloader, folder),
            new GitLfsService(_http, downloader, _options, folder),
            _options,
            _kaggle);
        try
        {
            var listing = await lister.ListAsync(corpus, source, cancellationToken);
            CheckPaths(corpus, listing);
            await new FileBatch(downloader, _options.Connections, folder, listing.Files, progress).DownloadAsync(cancellationToken);
            return listing.AreArchives
                ? Unpack(
                    new CorpusAcquirer(null, _freeBytes, corpus.ArchiveEncoding),
                    folder,
                    listing,
                    targetFolder,
                    progress,
                    cancellationToken)
                : Gather(folder, listing, targetFolder, progress, cancellationToken);
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
            if (!ForeignPath.TryTidy(file.Path, out var tidy) || tidy != file.Path || !names.Add(file.Path))
            {
                throw new DatasetException(
                    DatasetProblem.Unsafe,
                    new ErrorDetails($"{file.Address.Host} lists a file {{value}}")
                    {
                        Where = corpus.Name,
                        Value = $"'{file.Path}'",
                        Rule = "different relative paths without '..'",
                        NextStep = "Use another source.",
                    })
                {
                    Path = file.Path,
                };
            }
        }
    }

    private static AcquiredCorpus Unpack(
        CorpusAcquirer acquirer,
        string folder,
        SourceListing listing,
        string targetFolder,
        IProgress<AcquisitionProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (listing.Files.Count == 1)
        {
            return UnpackOne(acquirer, Path.Combine(folder, listing.Files[0].Path), targetFolder, progress, cancellationToken);
        }

        var together = Fresh(Path.Combine(folder, "unpacked"));
        foreach (var file in listing.Files)
        {
            var target = Path.Combine(together, Path.GetFileNameWithoutExtension(file.Path));
            UnpackOne(acquirer, Path.Combine(folder, file.Path), target, progress, cancellationToken);
        }

        return Place(together, targetFolder, progress, cancellationToken);
    }

    // An archive that passed for a download but cannot be unpacked must not be taken for verified by the next run.
    private static AcquiredCorpus UnpackOne(
        CorpusAcquirer acquirer,
        string archive,
        string targetFolder,
        IProgress<AcquisitionProgress>? progress,
        CancellationToken cancellationToken)
    {
        try
        {
            return acquirer.Acquire(archive, targetFolder, 1, progress, cancellationToken);
        }
        catch (DatasetException exception)
            when (exception.Problem is DatasetProblem.NotAnArchive or DatasetProblem.Damaged or DatasetProblem.Unsafe)
        {
            File.Delete(archive);
            throw;
        }
    }

    private static AcquiredCorpus Gather(
        string folder,
        SourceListing listing,
        string targetFolder,
        IProgress<AcquisitionProgress>? progress,
        CancellationToken cancellationToken)
    {
        var together = Fresh(Path.Combine(folder, "gathered"));
        foreach (var file in listing.Files)
        {
            var target = Path.Combine(together, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(Path.Combine(folder, file.Path), target);
        }

        return Place(together, targetFolder, progress, cancellationToken);
    }

    private static AcquiredCorpus Place(
        string together,
        string targetFolder,
        IProgress<AcquisitionProgress>? progress,
        CancellationToken cancellationToken)
    {
        var target = Path.GetFullPath(targetFolder);
        var files = FolderHasher.Hash(together, 1, progress, cancellationToken);
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

        // Each reason is a whole message with its own next step, so they follow as lines of their own.
        var lines = string.Concat(reasons.Select(static reason => $"\n  {reason.Message}"));
        var details = new ErrorDetails(
            reasons.Count == 0
                ? "the description lists no source"
                : string.Create(CultureInfo.InvariantCulture, $"none of its {reasons.Count} sources gave the recordings"))
        {
            Where = corpus.Name,
            NextStep = $"Name a local archive or folder with --set=dataset.source=PATH.{lines}",
        };
        return reasons.Count == 0
            ? new DatasetException(DatasetProblem.NotFound, details)
            : new DatasetException(reasons[^1].Problem, details, reasons[0]);
    }
}
