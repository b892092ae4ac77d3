using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Bakeoff.Corpora.Downloading;

/// <summary>Sends requests and sorts the answers: followed, good, passing failure, final failure.</summary>
/// <remarks>Redirects are followed by hand, because credentials must never reach another host and https must not fall back to http.</remarks>
internal sealed class HttpGateway(HttpMessageInvoker http, DownloadOptions options, TimeProvider time)
{
    private const int PreviewBytes = 200;

    /// <summary>Asks for a file; the caller disposes the answer.</summary>
    /// <param name="file">What to fetch.</param>
    /// <param name="prepare">Adds headers to each request.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="TransientDownloadException">Trying again may help.</exception>
    /// <exception cref="DatasetException">Trying again will not help.</exception>
    public async Task<HttpResponseMessage> SendAsync(RemoteFile file, Action<HttpRequestMessage> prepare, CancellationToken cancellation)
    {
        var address = file.Address;
        for (var hop = 0; hop <= options.MaxRedirects; hop++)
        {
            var response = await SendOnceAsync(file, address, prepare, cancellation);
            if (response.StatusCode is not (HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
            {
                await RejectAsync(file, response, cancellation);
                return response;
            }

            using (response)
            {
                address = Next(file, address, response.Headers.Location);
            }
        }

        throw Final(file, string.Create(CultureInfo.InvariantCulture, $"redirects more than {options.MaxRedirects} times, expected a file. Check the address."));
    }

    private async Task<HttpResponseMessage> SendOnceAsync(RemoteFile file, Uri address, Action<HttpRequestMessage> prepare, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.ParseAdd("Bakeoff");
        prepare(request);
        if (Uri.Compare(address, file.Address, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0)
        {
            request.Headers.Authorization = file.Authorization;
            foreach (var (name, value) in file.Headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var patience = new CancellationTokenSource(options.StallTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            return await http.SendAsync(request, both.Token);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new TransientDownloadException($"{file.Address.Host} did not answer within {options.StallTimeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s", null, exception);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.NameResolutionError)
        {
            throw new DatasetException(DatasetProblem.Network, file.Address.ToString(), $"{file.Address}: host {address.Host} cannot be found: there is no network, or the address is wrong. Connect, or name a local archive with --set=dataset.source=PATH.", exception);
        }
        catch (HttpRequestException exception)
        {
            throw new TransientDownloadException($"{address.Host} cannot be reached: {exception.Message.TrimEnd('.')}", null, exception);
        }
    }

    private static Uri Next(RemoteFile file, Uri address, Uri? location)
    {
        var next = location is null ? null : new Uri(address, location);
        return next switch
        {
            null => throw Final(file, "redirects without saying where, expected a file. Check the address."),
            { Scheme: "https" or "http" } when next.Scheme == address.Scheme || next.Scheme == "https" => next,
            _ => throw Final(file, $"redirects from {address.Scheme} to {next.Scheme}, expected https to stay https. Use another source."),
        };
    }

    private async Task RejectAsync(RemoteFile file, HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        if (status is 200 or 206 or 416)
        {
            return;
        }

        using (response)
        {
            var said = await PreviewAsync(response, cancellation);
            var text = string.Create(CultureInfo.InvariantCulture, $"answered {status}{(said.Length > 0 ? $" ('{said}')" : "")}");
            if (status is 408 or 425 or 429 or >= 500)
            {
                throw Transient(file, text, response.Headers.RetryAfter);
            }

            throw Final(file, status is 401 or 403 ? text + ", it wants credentials or an agreement to its terms. Fetch the archive by hand and name it with --set=dataset.source=PATH." : text + ", expected 200. Check the address, or use another source.");
        }
    }

    private Exception Transient(RemoteFile file, string text, RetryConditionHeaderValue? retryAfter)
    {
        var wait = retryAfter?.Delta ?? (retryAfter?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait > options.LongestDelay
            ? Final(file, string.Create(CultureInfo.InvariantCulture, $"{text} and asks to wait {wait.Value.TotalSeconds:0} s, expected at most {options.LongestDelay.TotalSeconds:0} s. Try again later."))
            : new TransientDownloadException($"{file.Address} {text}", wait > TimeSpan.Zero ? wait : null);
    }

    /// <summary>First words of an answer, for messages.</summary>
    public static async Task<string> PreviewAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellation);
            var buffer = new byte[PreviewBytes];
            var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
            return string.Join(' ', System.Text.Encoding.UTF8.GetString(buffer, 0, read).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>A failure that trying again will not mend.</summary>
    public static DatasetException Final(RemoteFile file, string what) => new(DatasetProblem.Network, file.Address.ToString(), $"{file.Address}: {what}");
}
