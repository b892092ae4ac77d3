using System.Collections.Concurrent;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Files;

namespace Bakeoff.Mlflow.Rest;

internal sealed partial class RestStore
{
    private const string ProxyApi = "/api/2.0/mlflow-artifacts/artifacts/";
    private readonly ConcurrentDictionary<string, string> _artifactUris = new(StringComparer.Ordinal);

    public Task<IReadOnlyList<ArtifactEntry>> ListArtifactsAsync(
        string runId, string? folder = null, CancellationToken cancellationToken = default)
    {
        string? path = string.IsNullOrEmpty(folder) ? null : Requests.ValidArtifactPath(folder);
        return ListAsync(Endpoints.ListArtifacts, [("run_id", runId), ("path", path)], runId, cancellationToken);
    }

    public async Task WriteArtifactAsync(
        string runId, string path, Stream content, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        string valid = Requests.ValidArtifactPath(path);
        string uri = await ArtifactUriAsync(runId, cancellationToken).ConfigureAwait(false);
        await WriteToAsync(new ArtifactTarget(uri, valid) { RunId = runId }, content, progress, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Stream> OpenArtifactAsync(string runId, string path, CancellationToken cancellationToken = default)
    {
        string valid = Requests.ValidArtifactPath(path);
        string uri = await ArtifactUriAsync(runId, cancellationToken).ConfigureAwait(false);
        if (LocalRoot(uri) is { } root)
        {
            return LocalArtifacts.Open(root, valid);
        }

        // A missing file is an error 500 on MLflow 2, so its absence is established first.
        int slash = valid.LastIndexOf('/');
        IReadOnlyList<ArtifactEntry> siblings =
            await ListArtifactsAsync(runId, slash < 0 ? null : valid[..slash], cancellationToken).ConfigureAwait(false);
        if (!siblings.Any(entry => entry.Path == valid && !entry.IsFolder))
        {
            throw new MlflowException($"artifact '{valid}' does not exist")
            {
                Where = $"MLflow {TrackingUri}, run {runId}",
                NextStep = "List the folder to see its files.",
                ErrorCode = MlflowErrorCodes.ResourceDoesNotExist,
                Endpoint = "artifacts",
                RunId = runId,
            };
        }

        string url = ProxyUrl(uri) is { } proxy
            ? proxy + EscapePath(valid)
            : TrackingUri + "/get-artifact" + RestTransport.QueryString([("run_uuid", runId), ("path", valid)]);
        return await _transport.OpenAsync(url, "artifacts", runId, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<ArtifactEntry>> ListAsync(
        Query<ListArtifactsAnswer> query,
        IReadOnlyList<(string Name, string? Value)> parameters,
        string? runId,
        CancellationToken cancellationToken)
    {
        var entries = new List<ArtifactEntry>();
        IAsyncEnumerable<FileBody> files = PagesAsync<FileBody>(
            async (pageToken, token) =>
            {
                ListArtifactsAnswer answer = await _transport
                    .GetAsync(query, [.. parameters, ("page_token", pageToken)], runId, token)
                    .ConfigureAwait(false);
                return (answer.Files ?? [], answer.NextPageToken);
            },
            cancellationToken);
        await foreach (FileBody file in files.ConfigureAwait(false))
        {
            entries.Add(new ArtifactEntry(file.Path, file.IsDir, file.FileSize ?? 0));
        }

        entries.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return entries;
    }

    private async Task<string> ArtifactUriAsync(string runId, CancellationToken cancellationToken)
    {
        if (!_artifactUris.TryGetValue(runId, out string? uri))
        {
            uri = (await GetRunAsync(runId, cancellationToken).ConfigureAwait(false)).Info.ArtifactUri;
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
}
