using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bakeoff.Mlflow.Tests.Server;

/// <summary>
/// A strict MLflow server in this process: unknown fields, broken limits and everything that real servers silently misread are recorded in
/// <see cref="Violations"/> and answered with 400. Failures can be injected at any call.
/// </summary>
internal sealed class StrictServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _calls;

    private StrictServer(WebApplication app) => _app = app;

    internal string Address { get; private set; } = "";

    internal StrictState State { get; private set; } = new();

    internal ConcurrentQueue<string> Violations { get; } = new();

    /// <summary>Endpoints called, in order.</summary>
    internal ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Decides by the number of the call, from 0, and its endpoint.</summary>
    internal Func<int, string, Fault> Faults { get; set; } = (_, _) => Fault.None;

    /// <summary>Value that the header Authorization must have; null for none.</summary>
    internal string? Authorization { get; set; }

    /// <summary>Starts a server.</summary>
    /// <param name="port">Port; 0 for a free one.</param>
    /// <param name="tls">Settings of https; null for http.</param>
    internal static async Task<StrictServer> StartAsync(int port = 0, Action<HttpsConnectionAdapterOptions>? tls = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                if (tls is not null)
                {
                    listen.UseHttps(tls);
                }
            });
        });
        WebApplication app = builder.Build();
        var server = new StrictServer(app);
        app.Run(server.HandleAsync);
        await app.StartAsync();
        server.Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return server;
    }

    internal void Reset(StrictState? state = null)
    {
        State = state ?? new StrictState();
        Violations.Clear();
        Calls.Clear();
        _calls = 0;
        Faults = (_, _) => Fault.None;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        int number = Interlocked.Increment(ref _calls) - 1;
        string endpoint = StrictState.EndpointOf(context.Request);
        Calls.Enqueue(endpoint);
        Fault fault = Faults(number, endpoint);
        byte[] body = await ReadBodyAsync(context.Request);
        switch (fault)
        {
            case Fault.ResetBefore:
                context.Abort();
                return;
            case Fault.InternalErrorBefore:
            case Fault.HalfDone when endpoint != "runs/log-batch":
                await WriteAsync(
                    context,
                    500,
                    "application/json",
                    """{"error_code":"INTERNAL_ERROR","message":"sqlite3.OperationalError: database is locked"}""");
                return;
            case Fault.UnavailableBefore:
                context.Response.Headers.RetryAfter = "0";
                await WriteAsync(context, 503, "application/json", """{"error_code":"TEMPORARILY_UNAVAILABLE","message":"soon"}""");
                return;
            case Fault.TooManyBefore:
                context.Response.Headers.RetryAfter = "0";
                await WriteAsync(context, 429, "text/plain", "slow down");
                return;
            case Fault.TimeoutBefore:
                await WriteAsync(context, 408, "text/html", "<html>Request Timeout</html>");
                return;
            default:
                break;
        }

        if (Authorization is not null && context.Request.Headers.Authorization != Authorization)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"mlflow\"";
            await WriteAsync(context, 401, "text/plain", "You are not authenticated.");
            return;
        }

        StrictAnswer answer = Answer(context.Request, endpoint, body, fault);
        switch (fault)
        {
            case Fault.ResetAfter:
                context.Abort();
                return;
            case Fault.InternalErrorAfter:
            case Fault.HalfDone:
                await WriteAsync(context, 500, "text/html", "<!doctype html><h1>Internal Server Error</h1>");
                return;
            case Fault.BadGatewayAfter:
                await WriteAsync(context, 502, "text/html", "<html><body>502 Bad Gateway nginx</body></html>");
                return;
            case Fault.GatewayTimeoutAfter:
                await WriteAsync(context, 504, "text/plain", "upstream request timeout");
                return;
            case Fault.TruncatedAfter:
                context.Response.ContentLength = answer.Body.Length + 10;
                await context.Response.Body.WriteAsync(answer.Body.AsMemory(0, answer.Body.Length / 2));
                await context.Response.Body.FlushAsync();
                context.Abort();
                return;
            case Fault.PageAfter:
                await WriteAsync(context, 200, "text/html", "<html><body>Please sign in</body></html>");
                return;
            case Fault.SilenceAfter:
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            default:
                context.Response.StatusCode = answer.Status;
                context.Response.ContentType = answer.ContentType;
                context.Response.ContentLength = answer.Body.Length;
                await context.Response.Body.WriteAsync(answer.Body);
                return;
        }
    }

    private StrictAnswer Answer(HttpRequest request, string endpoint, byte[] body, Fault fault)
    {
        lock (State)
        {
            try
            {
                return State.Answer(request, endpoint, body, fault == Fault.HalfDone);
            }
            catch (StrictViolationException exception)
            {
                Violations.Enqueue($"{request.Method} {endpoint}: {exception.Message}");
                return StrictAnswer.Error(400, "INVALID_PARAMETER_VALUE", exception.Message);
            }
            catch (StrictErrorException exception)
            {
                return StrictAnswer.Error(exception.Status, exception.Code, exception.Message);
            }
        }
    }

    private async Task<byte[]> ReadBodyAsync(HttpRequest request)
    {
        if (request.Method != "GET" && request.ContentLength is null)
        {
            Violations.Enqueue($"{request.Method} {request.Path}: no Content-Length; MLflow 3 reads chunked content as empty");
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    private static async Task WriteAsync(HttpContext context, int status, string type, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(text);
    }
}
