using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Bakeoff.Mlflow.Rest;

/// <summary>
/// Sends requests to one server: credentials, time limits, retries, errors, traces. Content-Length is always set, because MLflow 3 reads
/// chunked content as empty.
/// </summary>
internal sealed partial class RestTransport : IDisposable
{
    private const string Api = "/api/2.0/mlflow/";

    /// <summary>Content gets time for at least this rate on top of the request's limit.</summary>
    private const int SlowestBytesPerSecond = 100_000;

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
        _retries = BuildRetries(options);
    }

    /// <summary>Address without credentials and without slash at the end.</summary>
    internal string Server { get; }

    /// <summary>
    /// Runs an operation, and again after transient errors. It gets the number of the attempt, from 0, so that it can look before it
    /// repeats.
    /// </summary>
    internal async Task<T> RetryAsync<T>(Func<int, CancellationToken, Task<T>> operation, CancellationToken cancellationToken)
    {
        int attempt = 0;
        return await _retries
            .ExecuteAsync(async token => await operation(attempt++, token).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Sends a request that may be repeated as it is.</summary>
    internal Task<TAnswer> CallAsync<TBody, TAnswer>(
        Endpoint<TBody, TAnswer> endpoint, TBody body, string? runId, CancellationToken cancellationToken) =>
        RetryAsync((_, token) => CallOnceAsync(endpoint, body, runId, token), cancellationToken);

    internal Task<TAnswer> CallOnceAsync<TBody, TAnswer>(
        Endpoint<TBody, TAnswer> endpoint, TBody body, string? runId, CancellationToken cancellationToken) =>
        PostOnceAsync(Server + Api + endpoint.Path, endpoint, body, runId, cancellationToken);

    /// <summary>Sends a request to an address outside the tracking API, such as an artifact server's.</summary>
    internal Task<TAnswer> CallAtAsync<TBody, TAnswer>(
        string url, Endpoint<TBody, TAnswer> endpoint, TBody body, string? runId, CancellationToken cancellationToken) =>
        RetryAsync((_, token) => PostOnceAsync(url, endpoint, body, runId, token), cancellationToken);

    internal Task<TAnswer> GetAsync<TAnswer>(
        Query<TAnswer> query, IReadOnlyList<(string Name, string? Value)> parameters, string? runId, CancellationToken cancellationToken) =>
        RetryAsync((_, token) => GetOnceAsync(query, parameters, runId, token), cancellationToken);

    /// <summary>Reads a short text, such as the server's version. Not repeated.</summary>
    internal async Task<string> GetTextAsync(string path, CancellationToken cancellationToken)
    {
        var request = new RestRequest(HttpMethod.Get, Server + path, path);
        using CancellationTokenSource limit = LimitTime(request, cancellationToken);
        using HttpResponseMessage response = await SendAsync(request, limit.Token, cancellationToken).ConfigureAwait(false);
        return (await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)).Trim();
    }

    /// <summary>Opens the content of an answer; the stream owns the answer.</summary>
    internal Task<Stream> OpenAsync(string url, string endpoint, string? runId, CancellationToken cancellationToken) =>
        RetryAsync(
            async (_, token) =>
            {
                var request = new RestRequest(HttpMethod.Get, url, endpoint)
                {
                    RunId = runId,
                    Completion = HttpCompletionOption.ResponseHeadersRead,
                };
                using CancellationTokenSource limit = LimitTime(request, token);
                HttpResponseMessage response = await SendAsync(request, limit.Token, token).ConfigureAwait(false);
                return await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
            },
            cancellationToken);

    /// <summary>Sends content once. The answer's headers are returned; its content is read and dropped.</summary>
    internal async Task<HttpResponseHeaders> SendContentOnceAsync(RestRequest request, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = LimitTime(request, cancellationToken);
        using HttpResponseMessage response = await SendAsync(request, limit.Token, cancellationToken).ConfigureAwait(false);
        return response.Headers;
    }

    public void Dispose() => _client.Dispose();

    internal static string QueryString(IReadOnlyList<(string Name, string? Value)> parameters)
    {
        string joined = string.Join(
            '&',
            parameters.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));
        return joined.Length == 0 ? "" : "?" + joined;
    }

    internal async Task<TAnswer> GetOnceAsync<TAnswer>(
        Query<TAnswer> query, IReadOnlyList<(string Name, string? Value)> parameters, string? runId, CancellationToken cancellationToken)
    {
        var request = new RestRequest(HttpMethod.Get, Server + Api + query.Path + QueryString(parameters), query.Path) { RunId = runId };
        return await SendAndParseAsync(request, query.AnswerType, cancellationToken).ConfigureAwait(false);
    }

    private async Task<TAnswer> PostOnceAsync<TBody, TAnswer>(
        string url, Endpoint<TBody, TAnswer> endpoint, TBody body, string? runId, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, endpoint.BodyType));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new RestRequest(endpoint.Method, url, endpoint.Path) { Content = content, RunId = runId };
        return await SendAndParseAsync(request, endpoint.AnswerType, cancellationToken).ConfigureAwait(false);
    }

    private async Task<TAnswer> SendAndParseAsync<TAnswer>(
        RestRequest request, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = LimitTime(request, cancellationToken);
        using HttpResponseMessage response = await SendAsync(request, limit.Token, cancellationToken).ConfigureAwait(false);
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(body, answerType) ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException exception)
        {
            throw RestErrors.Unreadable(Server, request, response, Encoding.UTF8.GetString(body), exception);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(RestRequest request, CancellationToken limited, CancellationToken callers)
    {
        using Activity? activity = Activities.StartActivity($"MLflow {request.Endpoint}", ActivityKind.Client);
        activity?.SetTag("http.request.method", request.Method.Method);
        activity?.SetTag("server.address", Server);
        activity?.SetTag("mlflow.run_id", request.RunId);
        using var message = new HttpRequestMessage(request.Method, request.Url) { Content = request.Content };
        if (!request.IsForeign)
        {
            // A presigned address elsewhere carries its own permission, and must not see ours.
            _options.Credentials?.ApplyTo(message);
        }

        HttpResponseMessage? response = null;
        try
        {
            response = await _client.SendAsync(message, request.Completion, limited).ConfigureAwait(false);
            activity?.SetTag("http.response.status_code", (int)response.StatusCode);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            string body = await response.Content.ReadAsStringAsync(limited).ConfigureAwait(false);
            MlflowException error = RestErrors.FromAnswer(Server, request, response, body, _options.TimeProvider.GetUtcNow());
            activity?.SetStatus(ActivityStatusCode.Error, error.ErrorCode);
            response.Dispose();
            throw error;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            || (exception is OperationCanceledException && !callers.IsCancellationRequested))
        {
            response?.Dispose();
            MlflowException error = RestErrors.Unreachable(Server, request, _options.RequestTimeout, exception);
            activity?.SetStatus(ActivityStatusCode.Error, error.ErrorCode);
            throw error;
        }
    }

    private CancellationTokenSource LimitTime(RestRequest request, CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        long bytes = request.Content?.Headers.ContentLength ?? 0;
        limit.CancelAfter(_options.RequestTimeout + TimeSpan.FromSeconds(bytes / SlowestBytesPerSecond));
        return limit;
    }

    private ResiliencePipeline BuildRetries(MlflowStoreOptions options)
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
                DelayGenerator = arguments =>
                    ValueTask.FromResult<TimeSpan?>(Pause(options, arguments.AttemptNumber, arguments.Outcome.Exception)),
                OnRetry = arguments =>
                {
                    LogRetry(
                        _logger,
                        arguments.Outcome.Exception?.Message ?? "",
                        arguments.AttemptNumber + 1,
                        options.MaxRetries,
                        arguments.RetryDelay.TotalSeconds);
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
