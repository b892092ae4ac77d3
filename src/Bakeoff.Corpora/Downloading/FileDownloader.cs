using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Bakeoff.Corpora.Acquisition;
using Bakeoff.Options;
using Polly;
using Polly.Retry;

namespace Bakeoff.Corpora.Downloading;

/// <summary>Fetches one file, resuming where an earlier try or an earlier run stopped, and verifies it before it gets its name.</summary>
internal sealed class FileDownloader
{
    private readonly HttpGateway _gateway;
    private readonly DownloadOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<string, long> _freeBytes;
    private readonly ResiliencePipeline _retries;

    /// <summary>Creates a downloader.</summary>
    public FileDownloader(HttpGateway gateway, DownloadOptions options, TimeProvider time, Func<string, long> freeBytes)
    {
        _gateway = gateway;
        _options = options;
        _time = time;
        _freeBytes = freeBytes;
        _retries = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions
                {
                    ShouldHandle = new PredicateBuilder().Handle<TransientDownloadException>(),
                    MaxRetryAttempts = Math.Max(1, options.Attempts - 1),
                    DelayGenerator = arguments =>
                        ValueTask.FromResult<TimeSpan?>(
                            (arguments.Outcome.Exception as TransientDownloadException)?.RetryAfter
                                ?? options.FirstDelay * (1L << arguments.AttemptNumber)),
                })
            .Build();
    }

    /// <summary>Fetches a file unless a verified copy is there already.</summary>
    /// <param name="file">Address and what is known of the file.</param>
    /// <param name="target">Path of the finished file.</param>
    /// <param name="progress">Receives the bytes so far and the length of the whole, if known.</param>
    /// <param name="cancellationToken">Stops; the bytes so far are kept for the next run.</param>
    /// <exception cref="DatasetException">The file cannot be had, or is not what it should be.</exception>
    public async Task DownloadAsync(RemoteFile file, string target, Action<long, long?> progress, CancellationToken cancellationToken)
    {
        if (await IsVerifiedAsync(file, target, cancellationToken))
        {
            progress(new FileInfo(target).Length, file.Bytes);
            return;
        }

        var partial = new PartialFile(target);
        while (true)
        {
            var before = partial.Length;
            try
            {
                await _retries.ExecuteAsync(async token => await TryAsync(file, partial, progress, token), cancellationToken);
                return;
            }
            catch (TransientDownloadException) when (partial.Length > before)
            {
                // A server that cuts off again and again still gets there as long as each round of tries brings something.
            }
            catch (TransientDownloadException exception)
            {
                throw new DatasetException(
                    DatasetProblem.Network,
                    new ErrorDetails(
                        string.Create(CultureInfo.InvariantCulture, $"{exception.Message}, {_options.Attempts} times in a row"))
                    {
                        Where = file.Address.ToString(),
                        NextStep = string.Create(
                            CultureInfo.InvariantCulture,
                            $"What has come ({partial.Length} bytes) is kept; run again to go on."),
                    },
                    exception);
            }
        }
    }

    // Without a digest only a length can vouch for an older copy; without that it is fetched anew.
    private static async Task<bool> IsVerifiedAsync(RemoteFile file, string target, CancellationToken cancellationToken) =>
        File.Exists(target)
        && (file.Bytes is null || new FileInfo(target).Length == file.Bytes)
        && (
            file.Digest is not null
                ? file.Digest.Matches(await file.Digest.MeasureAsync(target, cancellationToken))
                : file.Bytes is not null);

    private async Task TryAsync(RemoteFile file, PartialFile partial, Action<long, long?> progress, CancellationToken cancellationToken)
    {
        var identity = Resumable(file, partial);
        var resumedFrom = identity is null ? 0 : partial.Length;
        using var response = await _gateway.SendAsync(file, request => Condition(request, identity, resumedFrom), cancellationToken);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            if (response.Content.Headers.ContentRange?.Length != resumedFrom)
            {
                partial.Discard();
                throw new TransientDownloadException("its content changed while it was fetched");
            }
        }
        else
        {
            await RejectPageAsync(file, response, cancellationToken);
            identity = Continue(file, partial, response, identity, resumedFrom);
            RequireSpace(file, partial, identity);
            await CopyAsync(file, partial, response, identity, progress, cancellationToken);
        }

        await VerifyAsync(file, partial, identity!, resumedFrom, cancellationToken);
        partial.Complete();
    }

    // Resuming needs something that tells whether the rest is of the same content: a validator for the server, or a digest for us.
    private static ContentIdentity? Resumable(RemoteFile file, PartialFile partial)
    {
        var identity = partial.Identity();
        var canBeChecked = (identity?.ETag ?? identity?.LastModified ?? file.Digest?.Digits) is not null;
        return canBeChecked && identity?.Address == file.Address.ToString() ? identity : null;
    }

    private static void Condition(HttpRequestMessage request, ContentIdentity? identity, long from)
    {
        request.Headers.AcceptEncoding.ParseAdd("identity");
        if (identity is null)
        {
            return;
        }

        request.Headers.Range = new RangeHeaderValue(from, null);
        if ((identity.ETag ?? identity.LastModified) is { } validator)
        {
            request.Headers.TryAddWithoutValidation("If-Range", validator);
        }
    }

    private static async Task RejectPageAsync(RemoteFile file, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml")
        {
            throw HttpGateway.Final(
                file,
                new ErrorDetails("answered with a web page ({value})")
                {
                    Value = $"'{await HttpGateway.PreviewAsync(response, cancellationToken)}'",
                    Rule = "a file",
                    NextStep = "It may want a login or a consent; fetch the archive by hand and name it with --set=dataset.source=PATH.",
                });
        }
    }

    private static ContentIdentity Continue(
        RemoteFile file,
        PartialFile partial,
        HttpResponseMessage response,
        ContentIdentity? identity,
        long resumedFrom)
    {
        var tag = response.Headers.ETag is { IsWeak: false } strong ? strong.Tag : null;
        var modified = response.Content.Headers.TryGetValues("Last-Modified", out var values) ? values.First() : null;
        if (response.StatusCode == HttpStatusCode.OK)
        {
            var fresh = new ContentIdentity(file.Address.ToString(), tag, modified, response.Content.Headers.ContentLength);
            partial.Begin(fresh);
            return fresh;
        }

        var range = response.Content.Headers.ContentRange;
        var fits =
            identity is not null
            && range?.From == resumedFrom
            && (identity.Bytes is null || range.Length is null || range.Length == identity.Bytes)
            && (tag is null || identity.ETag is null || tag == identity.ETag);
        if (!fits)
        {
            partial.Discard();
            throw new TransientDownloadException("its content changed while it was fetched");
        }

        return identity!;
    }

    private void RequireSpace(RemoteFile file, PartialFile partial, ContentIdentity identity)
    {
        if ((identity.Bytes ?? file.Bytes) is { } total)
        {
            DiskSpace.Require(file.Address.ToString(), Path.GetDirectoryName(partial.BytesPath)!, total - partial.Length, _freeBytes);
        }
    }

    private async Task CopyAsync(
        RemoteFile file,
        PartialFile partial,
        HttpResponseMessage response,
        ContentIdentity identity,
        Action<long, long?> progress,
        CancellationToken cancellationToken)
    {
        var target = new FileStream(
            partial.BytesPath,
            FileMode.Append,
            FileAccess.Write,
            FileShare.None,
            bufferSize: 0,
            FileOptions.Asynchronous);
        await using (target)
        {
            var length = target.Length;
            var limit = file.Bytes ?? identity.Bytes ?? long.MaxValue;
            var source = await response.Content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[1 << 17];
            int read;
            while ((read = await ReadAsync(source, buffer, length, cancellationToken)) > 0)
            {
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                length += read;
                progress(length, limit == long.MaxValue ? null : limit);
                if (length > limit)
                {
                    break;
                }
            }
        }
    }

    private async Task<int> ReadAsync(Stream source, byte[] buffer, long length, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_options.StallTimeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await source.ReadAsync(buffer, both.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            var seconds = _options.StallTimeout.TotalSeconds;
            var message = string.Create(CultureInfo.InvariantCulture, $"it sent nothing for {seconds:0.#} s after {length} bytes");
            throw new TransientDownloadException(message, null, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            var message = string.Create(CultureInfo.InvariantCulture, $"the connection broke after {length} bytes");
            throw new TransientDownloadException(message, null, exception);
        }
    }

    private static async Task VerifyAsync(
        RemoteFile file,
        PartialFile partial,
        ContentIdentity identity,
        long resumedFrom,
        CancellationToken cancellationToken)
    {
        var length = partial.Length;
        if (identity.Bytes > length)
        {
            throw new TransientDownloadException(
                string.Create(CultureInfo.InvariantCulture, $"the connection broke after {length} of {identity.Bytes} bytes"));
        }

        var difference = DifferenceInLength(file, length) ?? await DifferenceInDigestAsync(file, partial, cancellationToken);
        if (difference is null)
        {
            return;
        }

        partial.Discard();
        if (resumedFrom > 0)
        {
            // Two halves of different content give neither: worth one more try from the start.
            throw new TransientDownloadException("its content changed while it was fetched");
        }

        throw new DatasetException(
            DatasetProblem.Digest,
            difference with
            {
                Where = file.Address.ToString(),
                NextStep =
                    "It is not the file that the description means; use another source, or correct the description after looking at it.",
            });
    }

    private static ErrorDetails? DifferenceInLength(RemoteFile file, long length) =>
        file.Bytes is { } stated && length != stated
            ? new ErrorDetails("file has {value} bytes")
            {
                Value = string.Create(CultureInfo.InvariantCulture, $"{length}{(length > stated ? " or more" : "")}"),
                Rule = stated.ToString(CultureInfo.InvariantCulture),
            }
            : null;

    private static async Task<ErrorDetails?> DifferenceInDigestAsync(
        RemoteFile file,
        PartialFile partial,
        CancellationToken cancellationToken)
    {
        if (file.Digest is not { } digest)
        {
            return null;
        }

        var measured = await digest.MeasureAsync(partial.BytesPath, cancellationToken);
        return digest.Matches(measured)
            ? null
            : new ErrorDetails($"file has {digest.Algorithm.Name} {{value}}") { Value = measured, Rule = digest.Digits };
    }
}
