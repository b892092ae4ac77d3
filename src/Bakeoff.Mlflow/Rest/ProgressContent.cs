using System.Net;

namespace Bakeoff.Mlflow.Rest;

/// <summary>Sends the rest of a stream with its length known, reports progress, and leaves the stream open for another attempt.</summary>
internal sealed class ProgressContent : HttpContent
{
    private readonly Stream _content;
    private readonly long _length;
    private readonly IProgress<long>? _progress;

    internal ProgressContent(Stream content, long length, IProgress<long>? progress)
    {
        _content = content;
        _length = length;
        _progress = progress;
        Headers.ContentType = new("application/octet-stream");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => CopyAsync(stream, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        CopyAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    private async Task CopyAsync(Stream target, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[1 << 16];
        long sent = 0;
        int count;
        while (sent < _length && (count = await ReadAsync(buffer, _length - sent, cancellationToken).ConfigureAwait(false)) > 0)
        {
            await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            sent += count;
            _progress?.Report(sent);
        }
    }

    private ValueTask<int> ReadAsync(byte[] buffer, long left, CancellationToken cancellationToken) =>
        _content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellationToken);
}
