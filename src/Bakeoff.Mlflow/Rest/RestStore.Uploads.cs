using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Bakeoff.Mlflow.Files;

namespace Bakeoff.Mlflow.Rest;

// Ways of a file to the server: directly to a shared disk, through the proxy (in parts if large), by a presigned address, or by the upload
// call of MLflow's pages.
internal sealed partial class RestStore
{
    /// <summary>Largest file that the upload call of MLflow's pages takes.</summary>
    private const long LargestPageUpload = 10 << 20;

    private static readonly TimeSpan AbortLimit = TimeSpan.FromSeconds(10);

    private async Task WriteToAsync(
        ArtifactTarget target, Stream content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        if (LocalRoot(target.RootUri) is { } root)
        {
            await LocalArtifacts.WriteAsync(root, target.Path, content, progress, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (!content.CanSeek)
        {
            FileStream copy = await SpoolAsync(content, cancellationToken).ConfigureAwait(false);
            await using (copy.ConfigureAwait(false))
            {
                await WriteToAsync(target, copy, progress, cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        long size = content.Length - content.Position;
        if (ProxyUrl(target.RootUri) is { } proxy)
        {
            bool isSent = size >= Options.MultipartFromBytes
                && await TryPutPartsAsync(proxy, target, content, progress, cancellationToken).ConfigureAwait(false);
            if (!isSent)
            {
                var request = new RestRequest(HttpMethod.Put, proxy + EscapePath(target.Path), "artifacts") { RunId = target.RunId };
                await SendStreamAsync(request, content, progress, cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        bool fitsPageUpload = size is > 0 and <= LargestPageUpload && target.RunId is not null;
        if (fitsPageUpload)
        {
            // The server writes the file wherever its artifacts are.
            string query = RestTransport.QueryString([("run_uuid", target.RunId), ("path", target.Path)]);
            string url = $"{TrackingUri}/ajax-api/2.0/mlflow/upload-artifact{query}";
            var request = new RestRequest(HttpMethod.Post, url, "upload-artifact") { RunId = target.RunId };
            await SendStreamAsync(request, content, progress, cancellationToken).ConfigureAwait(false);
        }
        else if (!await TryPutPresignedAsync(target, content, progress, cancellationToken).ConfigureAwait(false))
        {
            throw CannotUpload(target, size);
        }
    }

    private MlflowException CannotUpload(ArtifactTarget target, long size) =>
        new($"only the server can write to {HideUser(target.RootUri)}, it offers no presigned upload, and '{target.Path}'")
        {
            Where = target.RunId is null ? $"MLflow {TrackingUri}" : $"MLflow {TrackingUri}, run {target.RunId}",
            Value = string.Create(CultureInfo.InvariantCulture, $"{size} bytes"),
            Rule = string.Create(CultureInfo.InvariantCulture, $"1 to {LargestPageUpload} bytes of a file of a run"),
            NextStep = "Start the server with --serve-artifacts and without --default-artifact-root, or update it to MLflow 3.11.",
            ErrorCode = MlflowErrorCodes.InvalidParameterValue,
            Endpoint = "upload-artifact",
            RunId = target.RunId,
        };

    /// <summary>Sends a file to an address in the storage behind the server, which the server of MLflow 3.11 signs for it.</summary>
    /// <returns>False if the server does not offer that; nothing was sent then.</returns>
    private async Task<bool> TryPutPresignedAsync(
        ArtifactTarget target, Stream content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        PresignedUpload upload;
        try
        {
            var body = new PresignUpload(target.RunId, target.ModelId, target.Path);
            upload = await _transport
                .CallAsync(Endpoints.PresignUpload, body, target.RunId, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (MlflowException exception) when (IsNotOffered(exception))
        {
            return false;
        }

        if (string.IsNullOrEmpty(upload.PresignedUrl))
        {
            return false;
        }

        var request = new RestRequest(HttpMethod.Put, upload.PresignedUrl, "presigned upload") { RunId = target.RunId, IsForeign = true };
        await SendStreamAsync(request, content, progress, cancellationToken, upload.Headers).ConfigureAwait(false);
        return true;
    }

    private static bool IsNotOffered(MlflowException exception) =>
        exception.StatusCode is HttpStatusCode.NotImplemented or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed
            or HttpStatusCode.BadRequest;

    /// <summary>Sends a large file in parts straight to the storage behind the server.</summary>
    /// <returns>False if the server does not offer that; nothing was sent then.</returns>
    private async Task<bool> TryPutPartsAsync(
        string proxyFolder, ArtifactTarget target, Stream content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        long size = content.Length - content.Position;
        int count = checked((int)((size + Options.MultipartPartBytes - 1) / Options.MultipartPartBytes));
        int slash = target.Path.LastIndexOf('/');
        string name = target.Path[(slash + 1)..];
        string folder = slash < 0 ? "" : "/" + EscapePath(target.Path[..slash]);
        string UrlOf(string action) =>
            proxyFolder.Replace(ProxyApi, $"/api/2.0/mlflow-artifacts/mpu/{action}/", StringComparison.Ordinal).TrimEnd('/') + folder;

        CreateUploadAnswer upload;
        try
        {
            var create = new CreateUpload(name, count);
            upload = await _transport
                .CallAtAsync(UrlOf("create"), Endpoints.CreateUpload, create, target.RunId, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (MlflowException exception) when (IsNotOffered(exception))
        {
            return false;
        }

        try
        {
            List<UploadedPart> parts =
                await PutPartsAsync(upload, target.RunId, content, progress, cancellationToken).ConfigureAwait(false);
            var complete = new CompleteUpload(name, upload.UploadId, parts);
            await _transport
                .CallAtAsync(UrlOf("complete"), Endpoints.CompleteUpload, complete, target.RunId, cancellationToken)
                .ConfigureAwait(false);
            return true;
        }
        catch
        {
            // The parts sent so far cost storage until the upload is aborted; the first problem is the one to report.
            using var limit = new CancellationTokenSource(AbortLimit);
            var abort = new AbortUpload(name, upload.UploadId);
            Task aborted = _transport.CallAtAsync(UrlOf("abort"), Endpoints.AbortUpload, abort, target.RunId, limit.Token);
            await aborted.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private async Task<List<UploadedPart>> PutPartsAsync(
        CreateUploadAnswer upload, string? runId, Stream content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var parts = new List<UploadedPart>();
        long size = content.Length - content.Position;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Options.MultipartPartBytes);
        try
        {
            long sent = 0;
            foreach (UploadPart part in (upload.Credentials ?? []).OrderBy(part => part.PartNumber))
            {
                int length = (int)Math.Min(Options.MultipartPartBytes, size - sent);
                await content.ReadExactlyAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
                string etag = await _transport.RetryAsync(
                    async (_, token) =>
                    {
                        using var body = new ByteArrayContent(buffer, 0, length);
                        AddHeaders(body, part.Headers);
                        var request = new RestRequest(HttpMethod.Put, part.Url, "mpu/part")
                        {
                            Content = body,
                            RunId = runId,
                            IsForeign = true,
                        };
                        HttpResponseHeaders headers = await _transport.SendContentOnceAsync(request, token).ConfigureAwait(false);
                        return headers.ETag?.Tag ?? "";
                    },
                    cancellationToken).ConfigureAwait(false);
                parts.Add(new UploadedPart(part.PartNumber, etag, part.Url));
                sent += length;
                progress?.Report(sent);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return parts;
    }

    private async Task SendStreamAsync(
        RestRequest request,
        Stream content,
        IProgress<long>? progress,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string>? headers = null)
    {
        long start = content.Position;
        await _transport.RetryAsync(
            async (_, token) =>
            {
                content.Position = start;
                using var body = new ProgressContent(content, content.Length - start, progress);
                AddHeaders(body, headers);
                return await _transport.SendContentOnceAsync(request with { Content = body }, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static void AddHeaders(HttpContent content, IReadOnlyDictionary<string, string>? headers)
    {
        foreach ((string name, string value) in headers ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            content.Headers.Remove(name);
            content.Headers.TryAddWithoutValidation(name, value);
        }
    }

    // The URI of an artifact location may hold credentials.
    private static string HideUser(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed)
            ? parsed.GetComponents(UriComponents.Scheme | UriComponents.Host | UriComponents.Path, UriFormat.UriEscaped)
            : uri;

    private static async Task<FileStream> SpoolAsync(Stream content, CancellationToken cancellationToken)
    {
        const int bufferBytes = 1 << 16;
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        const FileOptions options = FileOptions.DeleteOnClose | FileOptions.Asynchronous;
        var copy = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferBytes, options);
        await content.CopyToAsync(copy, cancellationToken).ConfigureAwait(false);
        copy.Position = 0;
        return copy;
    }
}
