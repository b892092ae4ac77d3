using System.Collections.Concurrent;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.FileStores;

namespace Bakeoff.Mlflow.Rest;

internal sealed partial class RestStore
{
    private const string ProxyApi = "/api/2.0/mlflow-artifacts/artifacts/";
    private const long LargestUpload = 10 << 20;
    private readonly ConcurrentDictionary<string, string> _artifactUris = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<ArtifactEntry>> ListArtifactsAsync(string runId, string? folder = null, CancellationToken cancellationToken = default)
    {
        string? path = string.IsNullOrEmpty(folder) ? null : Requests.ValidArtifactPath(folder);
        var entries = new List<ArtifactEntry>();
        IAsyncEnumerable<FileBody> files = PagesAsync<FileBody>(
            async (pageToken, token) =>
            {
                ListArtifactsAnswer answer = await _transport.GetAsync(
                    "artifacts/list", [("run_id", runId), ("path", path), ("page_token", pageToken)], RestJson.Default.ListArtifactsAnswer, runId, token);
                return (answer.Files ?? [], answer.NextPageToken);
            },
            cancellationToken);
        await foreach (FileBody file in files)
        {
            entries.Add(new ArtifactEntry(file.Path, file.IsDir, file.FileSize ?? 0));
        }

        entries.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return entries;
    }

    public async Task WriteArtifactAsync(string runId, string path, Stream content, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        string valid = Requests.ValidArtifactPath(path);
        await WriteToAsync(await ArtifactUriAsync(runId, cancellationToken), runId, valid, content, progress, cancellationToken);
    }

    public async Task<Stream> OpenArtifactAsync(string runId, string path, CancellationToken cancellationToken = default)
    {
        string valid = Requests.ValidArtifactPath(path);
        string uri = await ArtifactUriAsync(runId, cancellationToken);
        if (LocalRoot(uri) is { } root)
        {
            return LocalArtifacts.Open(root, valid);
        }

        // A missing file is an error 500 on MLflow 2, so its absence is established first.
        int slash = valid.LastIndexOf('/');
        IReadOnlyList<ArtifactEntry> siblings = await ListArtifactsAsync(runId, slash < 0 ? null : valid[..slash], cancellationToken);
        if (!siblings.Any(entry => entry.Path == valid && !entry.IsFolder))
        {
            throw new MlflowException($"MLflow {TrackingUri}, run {runId}: artifact '{valid}' does not exist. List the folder to see what there is.")
            {
                ErrorCode = MlflowErrorCodes.ResourceDoesNotExist,
                Endpoint = "artifacts",
                RunId = runId,
            };
        }

        string url = ProxyUrl(uri) is { } proxy
            ? proxy + EscapePath(valid)
            : TrackingUri + "/get-artifact" + RestTransport.Query([("run_uuid", runId), ("path", valid)]);
        return await _transport.OpenAsync(url, "artifacts", runId, cancellationToken);
    }

    private async Task WriteToAsync(string artifactUri, string? runId, string path, Stream content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        if (LocalRoot(artifactUri) is { } root)
        {
            await LocalArtifacts.WriteAsync(root, path, content, progress, cancellationToken);
            return;
        }

        if (!content.CanSeek)
        {
            await using FileStream copy = await SpoolAsync(content, cancellationToken);
            await WriteToAsync(artifactUri, runId, path, copy, progress, cancellationToken);
            return;
        }

        if (ProxyUrl(artifactUri) is { } proxy)
        {
            long size = content.Length - content.Position;
            if (size < Options.MultipartFromBytes || !await TryPutPartsAsync(proxy, runId, path, content, progress, cancellationToken))
            {
                await PutAsync(HttpMethod.Put, proxy + EscapePath(path), runId, content, progress, cancellationToken);
            }

            return;
        }

        await UploadAsync(artifactUri, runId, path, content, progress, cancellationToken);
    }

    // The way for everything else: the server writes the file wherever its artifacts are. Meant for MLflow's pages, hence its limits.
    private async Task UploadAsync(string artifactUri, string? runId, string path, Stream content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        long size = content.Length - content.Position;
        if (runId is null || size is 0 or > LargestUpload)
        {
            throw new MlflowException($"MLflow {TrackingUri}: artifact '{path}' of {size.ToString(System.Globalization.CultureInfo.InvariantCulture)} bytes cannot be sent to {Shown(artifactUri)}, expected 1 byte to 10 MiB where this computer cannot reach the artifact root. Start the server with --serve-artifacts and without --default-artifact-root.")
            {
                ErrorCode = MlflowErrorCodes.InvalidParameterValue,
                Endpoint = "upload-artifact",
                RunId = runId,
            };
        }

        string url = TrackingUri + "/ajax-api/2.0/mlflow/upload-artifact" + RestTransport.Query([("run_uuid", runId), ("path", path)]);
        await PutAsync(HttpMethod.Post, url, runId, content, progress, cancellationToken);
    }

    private async Task PutAsync(HttpMethod method, string url, string? runId, Stream content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        long start = content.Position;
        await _transport.RetryAsync(
            async (_, token) =>
            {
                content.Position = start;
                using var body = new ProgressContent(content, content.Length - start, progress);
                return await _transport.PutOnceAsync(method, url, "artifacts", body, runId, token);
            },
            cancellationToken);
    }

    private async Task<string> ArtifactUriAsync(string runId, CancellationToken cancellationToken)
    {
        if (!_artifactUris.TryGetValue(runId, out string? uri))
        {
            uri = (await GetRunAsync(runId, cancellationToken)).Info.ArtifactUri;
            _artifactUris[runId] = uri;
        }

        return uri;
    }

    private string? LocalRoot(string artifactUri)
    {
        // A relative path counts from the server's working folder, which is unknown here.
        bool isRooted = artifactUri.StartsWith("file:///", StringComparison.OrdinalIgnoreCase) || Path.IsPathFullyQualified(artifactUri);
        if (!isRooted || ArtifactUris.ToPath(artifactUri) is not { } path || Options.WriteLocalArtifacts == false)
        {
            return null;
        }

        bool isHere = new Uri(TrackingUri).IsLoopback && Ancestors(path).Take(3).Any(Directory.Exists);
        return isHere || Options.WriteLocalArtifacts == true ? path : null;
    }

    private static IEnumerable<string> Ancestors(string path)
    {
        for (string? at = path; at is not null && Path.GetDirectoryName(at) is not null; at = Path.GetDirectoryName(at))
        {
            yield return at;
        }
    }

    // mlflow-artifacts:/1/RUN/artifacts, or mlflow-artifacts://HOST:PORT/1/RUN/artifacts for a server of its own.
    private string? ProxyUrl(string artifactUri)
    {
        const string scheme = "mlflow-artifacts:";
        if (!artifactUri.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string rest = artifactUri[scheme.Length..];
        string server = TrackingUri;
        if (rest.StartsWith("//", StringComparison.Ordinal) && !rest.StartsWith("///", StringComparison.Ordinal))
        {
            int slash = rest.IndexOf('/', 2);
            server = new Uri(TrackingUri).Scheme + "://" + (slash < 0 ? rest[2..] : rest[2..slash]);
            rest = slash < 0 ? "" : rest[slash..];
        }

        string path = rest.Trim('/');
        return server + ProxyApi + (path.Length == 0 ? "" : EscapePath(Uri.UnescapeDataString(path)) + "/");
    }

    private static string EscapePath(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    // Where artifacts lie may be told with credentials in the address.
    private static string Shown(string uri) => Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed) ? parsed.GetComponents(UriComponents.Scheme | UriComponents.Host | UriComponents.Path, UriFormat.UriEscaped) : uri;

    private static async Task<FileStream> SpoolAsync(Stream content, CancellationToken cancellationToken)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var copy = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await content.CopyToAsync(copy, cancellationToken);
        copy.Position = 0;
        return copy;
    }
}
