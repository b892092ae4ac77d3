using System.Buffers;
using System.Net;

namespace Bakeoff.Mlflow.Rest;

internal sealed partial class RestStore
{
    /// <summary>Sends a large file in parts straight to the storage behind the server.</summary>
    /// <returns>False if the server does not offer that; nothing was sent then.</returns>
    private async Task<bool> TryPutPartsAsync(string proxyFolder, string? runId, string path, Stream content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        string folder = proxyFolder.Replace(ProxyApi, "/api/2.0/mlflow-artifacts/mpu/{0}/", StringComparison.Ordinal).TrimEnd('/');
        long start = content.Position;
        long size = content.Length - start;
        int count = checked((int)((size + Options.MultipartPartBytes - 1) / Options.MultipartPartBytes));
        int slash = path.LastIndexOf('/');
        string place = slash < 0 ? folder : folder + "/" + EscapePath(path[..slash]);
        CreateUploadAnswer upload;
        try
        {
            upload = await _transport.PostAbsoluteAsync(place.Replace("{0}", "create", StringComparison.Ordinal), "mpu/create", new CreateUpload(path[(slash + 1)..], count), RestJson.Default.CreateUpload, RestJson.Default.CreateUploadAnswer, runId, cancellationToken);
        }
        catch (MlflowException exception) when (exception.StatusCode is HttpStatusCode.NotImplemented or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
        {
            return false;
        }

        try
        {
            List<UploadedPart> parts = await PutPartsAsync(upload, runId, content, start, size, progress, cancellationToken);
            await _transport.PostAbsoluteAsync(place.Replace("{0}", "complete", StringComparison.Ordinal), "mpu/complete", new CompleteUpload(path[(slash + 1)..], upload.UploadId, parts), RestJson.Default.CompleteUpload, RestJson.Default.Nothing, runId, cancellationToken);
            return true;
        }
        catch
        {
            // What was sent so far costs storage until it is dropped; the first problem is the one to report.
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await Task.WhenAny(_transport.PostAbsoluteAsync(place.Replace("{0}", "abort", StringComparison.Ordinal), "mpu/abort", new AbortUpload(path[(slash + 1)..], upload.UploadId), RestJson.Default.AbortUpload, RestJson.Default.Nothing, runId, limit.Token));
            throw;
        }
    }

    private async Task<List<UploadedPart>> PutPartsAsync(CreateUploadAnswer upload, string? runId, Stream content, long start, long size, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var parts = new List<UploadedPart>();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Options.MultipartPartBytes);
        try
        {
            content.Position = start;
            long sent = 0;
            foreach (UploadPart part in (upload.Credentials ?? []).OrderBy(part => part.PartNumber))
            {
                int length = (int)Math.Min(Options.MultipartPartBytes, size - sent);
                await content.ReadExactlyAsync(buffer.AsMemory(0, length), cancellationToken);
                string etag = await _transport.RetryAsync(
                    async (_, token) =>
                    {
                        using var body = new ByteArrayContent(buffer, 0, length);
                        foreach ((string name, string value) in part.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal))
                        {
                            body.Headers.TryAddWithoutValidation(name, value);
                        }

                        var headers = await _transport.PutOnceAsync(HttpMethod.Put, part.Url, "mpu/part", body, runId, token, isForeign: true);
                        return headers.ETag?.Tag ?? "";
                    },
                    cancellationToken);
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
}
