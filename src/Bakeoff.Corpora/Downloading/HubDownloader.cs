using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bakeoff.Corpora.Acquisition;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Downloading;

/// <summary>Fetches files of one commit of a repository from the Hugging Face hub or a mirror, resumed and verified.</summary>
/// <remarks>The token goes to the hub's own host and nowhere else. Not thread-safe.</remarks>
public sealed partial class HubDownloader : IDisposable
{
    private readonly HubOptions _hub;
    private readonly DownloadOptions _options;
    private readonly FileDownloader _downloader;
    private readonly HttpMessageInvoker _http;

    /// <summary>Creates a downloader.</summary>
    /// <param name="hub">Address and token.</param>
    /// <param name="options">Retries and time limits.</param>
    /// <param name="time">Clock for waits.</param>
    public HubDownloader(HubOptions hub, DownloadOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_hub, _options) = (hub, options);
        _http = CorpusDownloader.CreateInvoker(options);
        _downloader = new FileDownloader(new HttpGateway(_http, options, time), options, time, DiskSpace.FreeBytes);
    }

    private AuthenticationHeaderValue? Authorization => _hub.Token is { } token ? new AuthenticationHeaderValue("Bearer", token) : null;

    /// <summary>Asks for the files of a revision.</summary>
    /// <param name="repository">Name, such as <c>facebook/wav2vec2-base</c>.</param>
    /// <param name="revision">Branch, tag, commit, or <c>refs/pr/N</c>.</param>
    /// <param name="folder">Folder for what is under way.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="DatasetException">The hub cannot be asked, or has no such revision for this user.</exception>
    public async Task<HubRepository> ListAsync(string repository, string revision, string folder, CancellationToken cancellationToken)
    {
        RequireName(repository);
        var address = new Uri(_hub.Endpoint, $"api/models/{repository}/revision/{Uri.EscapeDataString(revision)}?blobs=true");
        try
        {
            using var document = await new JsonService(_downloader, folder).GetAsync(address, cancellationToken, Authorization);
            return JsonService.Read(address, document, root => new HubRepository(
                repository, Commit(root), Licence(root), [.. root.GetProperty("siblings").EnumerateArray().Select(Describe)]));
        }
        catch (DatasetException exception) when (exception.InnerException is not TransientDownloadException)
        {
            throw Advise(exception, repository);
        }
    }

    /// <summary>Fetches files into a folder; those that are there and have the stated digest are kept.</summary>
    /// <param name="repository">A result of <see cref="ListAsync"/>.</param>
    /// <param name="files">Files of it; none may be in a folder.</param>
    /// <param name="folder">The folder; bytes of files under way are kept in it between runs.</param>
    /// <param name="progress">Receives the number of bytes so far.</param>
    /// <param name="cancellationToken">Stops; the bytes so far are kept.</param>
    /// <exception cref="DatasetException">A file cannot be had, or is not what the hub states.</exception>
    public async Task DownloadAsync(
        HubRepository repository,
        IReadOnlyList<HubFile> files,
        string folder,
        IProgress<AcquisitionProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(files);
        var root = new Uri(_hub.Endpoint, $"{repository.Name}/resolve/{repository.Commit}/");
        var remote = files.Select(file => new RemoteFile
        {
            Address = new Uri(root, Uri.EscapeDataString(RequirePlain(file.Name))),
            Path = file.Name,
            Bytes = file.Bytes,
            Digest = FileDigest.BestOf(file.Sha256, md5: null),
            Authorization = Authorization,
        });
        try
        {
            await new FileBatch(_downloader, _options.Connections, folder, [.. remote], progress).DownloadAsync(cancellationToken);
        }
        catch (DatasetException exception)
            when (exception.Problem is DatasetProblem.Network or DatasetProblem.Digest
                && exception.InnerException is not TransientDownloadException)
        {
            throw Advise(exception, repository.Name);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DiskSpace.Explain(repository.Name, folder, exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamePattern();

    /// <summary>The name itself, if it can be one of a repository.</summary>
    /// <param name="repository">Name, such as <c>facebook/wav2vec2-base</c>.</param>
    /// <exception cref="DatasetException">It cannot.</exception>
    public static string RequireName(string repository)
    {
        if (!NamePattern().IsMatch(repository) || repository.Contains("..", StringComparison.Ordinal))
        {
            throw new DatasetException(DatasetProblem.Description, new ErrorDetails("repository")
            {
                Value = $"'{repository}'",
                Rule = "OWNER/NAME, as in its address on the hub",
                NextStep = "Write it so: facebook/wav2vec2-base.",
            });
        }

        return repository;
    }

    // Names are the server's: none may lead out of the folder.
    private static string RequirePlain(string name) =>
        name is not ("" or "." or "..") && name.IndexOfAny(['/', '\\', ':']) < 0 && !name.Any(char.IsControl)
            ? name
            : throw new DatasetException(DatasetProblem.Unsafe, new ErrorDetails("the hub lists a file {value}")
            {
                Value = $"'{name}'",
                Rule = "a name without folders",
                NextStep = "Use another endpoint.",
            });

    private static string Commit(JsonElement root) =>
        root.GetProperty("sha").GetString() is { Length: 40 } commit && commit.All(char.IsAsciiHexDigit)
            ? commit
            : throw new FormatException("'sha' is no commit of 40 hexadecimal digits");

    private static string? Licence(JsonElement root)
    {
        const string Tag = "license:";
        return root.TryGetProperty("cardData", out var card)
            && card.ValueKind == JsonValueKind.Object
            && card.TryGetProperty("license", out var licence)
            && licence.ValueKind == JsonValueKind.String
                ? licence.GetString()
                : root.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Array
                    ? tags.EnumerateArray().Select(static tag => tag.GetString() ?? "")
                        .FirstOrDefault(static tag => tag.StartsWith(Tag, StringComparison.Ordinal))?[Tag.Length..]
                    : null;
    }

    private static HubFile Describe(JsonElement file)
    {
        var digest = file.TryGetProperty("lfs", out var lfs) && lfs.ValueKind == JsonValueKind.Object
            ? lfs.GetProperty("sha256").GetString()
            : null;
        return FileDigest.Problem(digest, HashAlgorithmName.SHA256) is { } problem
            ? throw new FormatException($"'sha256' {problem}")
            : new HubFile(
                file.GetProperty("rfilename").GetString() ?? "",
                file.TryGetProperty("size", out var size) && size.ValueKind == JsonValueKind.Number ? size.GetInt64() : null,
                digest);
    }

    private DatasetException Advise(DatasetException exception, string repository)
    {
        exception.NextStep = exception.Problem == DatasetProblem.Digest
            ? "The file is damaged on its way or at this endpoint; try again, or another endpoint (HF_ENDPOINT)."
            : $"Check the name. A private or gated repository wants HF_TOKEN and, once, your consent at {_hub.Endpoint}{repository}; "
                + "HF_ENDPOINT names a mirror; without network, --offline takes what the hub's cache (HF_HOME) has.";
        return exception;
    }
}
