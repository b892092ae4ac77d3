using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Bakeoff.Mlflow.Rest;

/// <summary>Sends requests to one server: credentials, time limits, retries, errors, traces. Content-Length is always set, as MLflow 3 reads chunked content as empty.</summary>
internal sealed partial class RestTransport : IDisposable
{
    private const string Api = "/api/2.0/mlflow/";
    private static readonly ActivitySource Activities = new("Bakeoff.Mlflow");
    private readonly MlflowStoreOptions _options;
    private readonly HttpClient _client;
    private readonly ResiliencePipeline _retries;
    private readonly ILogger _logger;

    internal RestTransport(string server, MlflowStoreOptions options)
    {
        Server = server;
        _options = options;
        _client = new HttpClient(RestHandlers.Create(options), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
        string version = typeof(RestTransport).Assembly.GetName().Version?.ToString(3) ?? "0";
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("mlflow-dotnet-client", version));
        if (options.Workspace is { } workspace)
        {
            _client.DefaultRequestHeaders.Add("X-MLFLOW-WORKSPACE", workspace);
        }

        _logger = options.LoggerFactory.CreateLogger("Bakeoff.Mlflow.Rest");
        _retries = Retries(options);
    }

    /// <summary>Address without credentials and without slash at the end.</summary>
    internal string Server { get; }

    /// <summary>Runs an operation, again after passing faults. The operation learns which attempt it is, from 0, to look before it repeats.</summary>
    internal async Task<T> RetryAsync<T>(Func<int, CancellationToken, Task<T>> operation, CancellationToken cancellationToken)
    {
        int attempt = 0;
        return await _retries.ExecuteAsync(async token => await operation(attempt++, token), cancellationToken);
    }

    /// <summary>Sends a request that may be repeated as it is.</summary>
    internal Task<TAnswer> CallAsync<TBody, TAnswer>(HttpMethod method, string endpoint, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answerType, string? runId, CancellationToken cancellationToken) =>
        RetryAsync((_, token) => CallOnceAsync(method, endpoint, body, bodyType, answerType, runId, token), cancellationToken);

    internal Task<TAnswer> CallOnceAsync<TBody, TAnswer>(HttpMethod method, string endpoint, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answerType, string? runId, CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, bodyType));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return SendAsync(method, Server + Api + endpoint, endpoint, content, answerType, runId, cancellationToken);
    }

    /// <summary>Posts to an address outside the tracking API, such as an artifact server's.</summary>
    internal Task<TAnswer> PostAbsoluteAsync<TBody, TAnswer>(string url, string endpoint, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answerType, string? runId, CancellationToken cancellationToken) =>
        RetryAsync(
            (_, token) =>
            {
                var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, bodyType));
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                return SendAsync(HttpMethod.Post, url, endpoint, content, answerType, runId, token);
            },
            cancellationToken);

    internal Task<TAnswer> GetAsync<TAnswer>(string endpoint, IReadOnlyList<(string Name, string? Value)> query, JsonTypeInfo<TAnswer> answerType, string? runId, CancellationToken cancellationToken) =>
        RetryAsync((_, token) => SendAsync(HttpMethod.Get, Server + Api + endpoint + Query(query), endpoint, content: null, answerType, runId, token), cancellationToken);

    /// <summary>Reads a short text, such as the server's version.</summary>
    internal Task<string> GetTextAsync(string path, CancellationToken cancellationToken) =>
        RetryAsync(
            async (_, token) =>
            {
                using var limit = Limit(null, token);
                using HttpResponseMessage response = await SendRawAsync(HttpMethod.Get, Server + path, path, content: null, runId: null, HttpCompletionOption.ResponseContentRead, limit.Token, token);
                return (await response.Content.ReadAsStringAsync(token)).Trim();
            },
            cancellationToken);

    /// <summary>Opens the content of an answer; the stream owns the answer.</summary>
    internal Task<Stream> OpenAsync(string url, string endpoint, string? runId, CancellationToken cancellationToken) =>
        RetryAsync(
            async (_, token) =>
            {
                using var limit = Limit(null, token);
                HttpResponseMessage response = await SendRawAsync(HttpMethod.Get, url, endpoint, content: null, runId, HttpCompletionOption.ResponseHeadersRead, limit.Token, token);
                return await response.Content.ReadAsStreamAsync(token);
            },
            cancellationToken);

    /// <summary>Sends content once. The answer's headers are returned, its content is read and dropped.</summary>
    internal async Task<HttpResponseHeaders> PutOnceAsync(HttpMethod method, string url, string endpoint, HttpContent content, string? runId, CancellationToken cancellationToken, bool isForeign = false)
    {
        using var limit = Limit(content.Headers.ContentLength, cancellationToken);
        using HttpResponseMessage response = await SendRawAsync(method, url, endpoint, content, runId, HttpCompletionOption.ResponseContentRead, limit.Token, cancellationToken, isForeign);
        return response.Headers;
    }

    public void Dispose() => _client.Dispose();

    internal static string Query(IReadOnlyList<(string Name, string? Value)> parts)
    {
        string joined = string.Join('&', parts.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));
        return joined.Length == 0 ? "" : "?" + joined;
    }

    private async Task<TAnswer> SendAsync<TAnswer>(HttpMethod method, string url, string endpoint, HttpContent? content, JsonTypeInfo<TAnswer> answerType, string? runId, CancellationToken cancellationToken)
    {
        using var limit = Limit(content?.Headers.ContentLength, cancellationToken);
        using HttpResponseMessage response = await SendRawAsync(method, url, endpoint, content, runId, HttpCompletionOption.ResponseContentRead, limit.Token, cancellationToken);
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(body, answerType) ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException exception)
        {
            throw RestErrors.Unreadable(Server, endpoint, runId, response, System.Text.Encoding.UTF8.GetString(body), exception);
        }
    }

    private async Task<HttpResponseMessage> SendRawAsync(
        HttpMethod method, string url, string endpoint, HttpContent? content, string? runId, HttpCompletionOption completion, CancellationToken limited, CancellationToken callers, bool isForeign = false)
    {
        using Activity? activity = Activities.StartActivity($"MLflow {endpoint}", ActivityKind.Client);
        activity?.SetTag("http.request.method", method.Method);
        activity?.SetTag("server.address", Server);
        activity?.SetTag("mlflow.run_id", runId);
        using var request = new HttpRequestMessage(method, url) { Content = content };
        if (!isForeign)
        {
            // A presigned address elsewhere carries its own permission, and must not see ours.
            _options.Credentials?.ApplyTo(request);
        }

        HttpResponseMessage? response = null;
        try
        {
            response = await _client.SendAsync(request, completion, limited);
            activity?.SetTag("http.response.status_code", (int)response.StatusCode);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            string body = await response.Content.ReadAsStringAsync(limited);
            MlflowException error = RestErrors.FromAnswer(Server, endpoint, runId, response, body);
            activity?.SetStatus(ActivityStatusCode.Error, error.ErrorCode);
            response.Dispose();
            throw error;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !callers.IsCancellationRequested))
        {
            response?.Dispose();
            activity?.SetStatus(ActivityStatusCode.Error, MlflowErrorCodes.Unreachable);
            throw RestErrors.Unreachable(Server, endpoint, runId, exception);
        }
    }

    // Content gets time for at least 100 kB a second on top.
    private CancellationTokenSource Limit(long? contentBytes, CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.RequestTimeout + TimeSpan.FromSeconds((contentBytes ?? 0) / 100_000));
        return limit;
    }

    private ResiliencePipeline Retries(MlflowStoreOptions options)
    {
        if (options.MaxRetries == 0)
        {
            return ResiliencePipeline.Empty;
        }

        return new ResiliencePipelineBuilder()
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxRetries,
                ShouldHandle = new PredicateBuilder().Handle<MlflowException>(exception => exception.IsTransient),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(Pause(options, arguments.AttemptNumber, arguments.Outcome.Exception)),
                OnRetry = arguments =>
                {
                    LogRetry(_logger, arguments.Outcome.Exception?.Message ?? "", arguments.AttemptNumber + 1, options.MaxRetries, arguments.RetryDelay.TotalSeconds);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    private static TimeSpan Pause(MlflowStoreOptions options, int attempt, Exception? cause)
    {
        if (cause is MlflowException { RetryAfter: { } asked })
        {
            return asked;
        }

        double jitter = options.BackoffJitterSeconds * RandomNumberGenerator.GetInt32(1000) / 1000;
        double seconds = attempt == 0 ? 0 : options.BackoffFactorSeconds * (1 << Math.Min(attempt - 1, 16));
        return TimeSpan.FromSeconds(Math.Min(seconds + jitter, 120));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Problem} Attempt {Attempt} of {Attempts} follows in {Seconds:0.0} s.")]
    private static partial void LogRetry(ILogger logger, string problem, int attempt, int attempts, double seconds);
}
