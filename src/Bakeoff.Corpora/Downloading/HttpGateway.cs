using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Downloading;

/// <summary>Sends requests and sorts the answers: followed, good, passing failure, final failure.</summary>
/// <remarks>
/// Redirects are followed by hand, because credentials must never reach another host and https must not fall back to http.
/// </remarks>
internal sealed class HttpGateway(HttpMessageInvoker http, DownloadOptions options, TimeProvider time)
{
    private const int PreviewBytes = 200;

    private static readonly HttpStatusCode[] Redirects =
    [
        HttpStatusCode.Moved,
        HttpStatusCode.Found,
        HttpStatusCode.SeeOther,
        HttpStatusCode.TemporaryRedirect,
        HttpStatusCode.PermanentRedirect,
    ];

    /// <summary>Asks for a file; the caller disposes the answer.</summary>
    /// <param name="file">Address and what is known of the file.</param>
    /// <param name="prepare">Adds headers to each request.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="TransientDownloadException">Trying again may help.</exception>
    /// <exception cref="DatasetException">Trying again will not help.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        RemoteFile file,
        Action<HttpRequestMessage> prepare,
        CancellationToken cancellationToken)
    {
        var address = file.Address;
        for (var hop = 0; hop <= options.MaxRedirects; hop++)
        {
            var response = await SendOnceAsync(file, address, prepare, cancellationToken);
            if (!Redirects.Contains(response.StatusCode))
            {
                await RejectAsync(file, response, cancellationToken);
                return response;
            }

            using (response)
            {
                address = Next(file, address, response.Headers.Location);
            }
        }

        throw Final(
            file,
            new ErrorDetails("redirects more than {value} times")
            {
                Value = options.MaxRedirects.ToString(CultureInfo.InvariantCulture),
                Rule = "a file",
                NextStep = "Check the address.",
            });
    }

    private async Task<HttpResponseMessage> SendOnceAsync(
        RemoteFile file,
        Uri address,
        Action<HttpRequestMessage> prepare,
        CancellationToken cancellationToken)
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
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await http.SendAsync(request, both.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            var seconds = options.StallTimeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
            throw new TransientDownloadException($"{file.Address.Host} did not answer within {seconds} s", null, exception);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.NameResolutionError)
        {
            throw new DatasetException(
                DatasetProblem.Network,
                new ErrorDetails($"host {address.Host} cannot be found: there is no network, or the address is wrong")
                {
                    Where = file.Address.ToString(),
                    NextStep = "Connect, or name a local archive with --set=dataset.source=PATH.",
                },
                exception);
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
            null => throw Final(
                file,
                new ErrorDetails("redirects without saying where") { Rule = "a file", NextStep = "Check the address." }),
            { Scheme: "https" or "http" } when next.Scheme == address.Scheme || next.Scheme == "https" => next,
            _ => throw Final(
                file,
                new ErrorDetails($"redirects from {address.Scheme} to {{value}}")
                {
                    Value = next.Scheme,
                    Rule = "https to stay https",
                    NextStep = "Use another source.",
                }),
        };
    }

    private async Task RejectAsync(RemoteFile file, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (status is 200 or 206 or 416)
        {
            return;
        }

        using (response)
        {
            var said = await PreviewAsync(response, cancellationToken);
            var text = string.Create(CultureInfo.InvariantCulture, $"answered {status}{(said.Length > 0 ? $" ('{said}')" : "")}");
            if (status is 408 or 425 or 429 or >= 500)
            {
                throw Transient(file, text, response.Headers.RetryAfter);
            }

            throw Final(
                file,
                status is 401 or 403
                    ? new ErrorDetails($"{text}, it wants credentials or an agreement to its terms")
                    {
                        NextStep = "Fetch the archive by hand and name it with --set=dataset.source=PATH.",
                    }
                    : new ErrorDetails(text) { Rule = "200", NextStep = "Check the address, or use another source." });
        }
    }

    private Exception Transient(RemoteFile file, string text, RetryConditionHeaderValue? retryAfter)
    {
        var wait = retryAfter?.Delta ?? (retryAfter?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait > options.LongestDelay
            ? Final(
                file,
                new ErrorDetails($"{text} and asks to wait {{value}}")
                {
                    Value = string.Create(CultureInfo.InvariantCulture, $"{wait.Value.TotalSeconds:0} s"),
                    Rule = string.Create(CultureInfo.InvariantCulture, $"at most {options.LongestDelay.TotalSeconds:0} s"),
                    NextStep = "Try again later.",
                })
            : new TransientDownloadException($"{file.Address} {text}", wait > TimeSpan.Zero ? wait : null);
    }

    /// <summary>First words of an answer, for messages.</summary>
    public static async Task<string> PreviewAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[PreviewBytes];
            var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            return string.Join(
                ' ',
                System.Text.Encoding.UTF8.GetString(buffer, 0, read).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>A failure that trying again will not mend.</summary>
    public static DatasetException Final(RemoteFile file, ErrorDetails details) =>
        new(DatasetProblem.Network, details with { Where = file.Address.ToString() });
}
