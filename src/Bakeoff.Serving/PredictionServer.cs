using System.Net;
using System.Net.Sockets;
using Bakeoff.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bakeoff.Serving;

/// <summary>Serves a trained model over HTTP: predictions, a page to try it, OpenAPI document, health and metrics.</summary>
/// <remarks>Nothing is read from the environment or from settings files: the options are all there is.</remarks>
public sealed class PredictionServer : IAsyncDisposable
{
    private const string FaultCategory = "Microsoft.AspNetCore.Diagnostics";
    private static readonly TimeSpan TimeToFinish = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TimeForHeaders = TimeSpan.FromSeconds(10);
    private readonly WebApplication _application;

    private PredictionServer(WebApplication application) => _application = application;

    /// <summary>Address of the page, with the port that was chosen.</summary>
    public Uri Address { get; private init; } = null!;

    /// <summary>Starts to listen.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="options">Where to listen and what to take; checked by the caller.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="ServerStartException">The address cannot be listened on.</exception>
    public static async Task<PredictionServer> StartAsync(Predictor predictor, ServerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(options);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options));

        // Faults of our own are told with their stack; what clients and networks do wrong is in the answers and the metrics.
        builder.Logging.SetMinimumLevel(LogLevel.None).AddFilter(FaultCategory, LogLevel.Error).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddSingleton<IHostLifetime, CallersLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeToFinish);
        var routes = new Routes(predictor, options, TimeProvider.System);
        routes.AddServices(builder.Services);
        var application = builder.Build();
        routes.Map(application);
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            await application.DisposeAsync();
            throw new ServerStartException(FormattableString.Invariant($"{options.Host}:{options.Port} cannot be listened on: {fault.Message} Choose another --port (0 for any free one) or --host."), fault);
        }

        return new PredictionServer(application) { Address = new Uri(application.Urls.First()) };
    }

    /// <summary>Stops listening, gives requests that are being worked on five seconds, then ends them.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeToFinish);
        await _application.StopAsync(patience.Token);
        await _application.DisposeAsync();
    }

    private static void Configure(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.RequestHeadersTimeout = TimeForHeaders;

        // The reader of uploads keeps the limit and says so; this one is behind it for everything else, with room for the rest of a form.
        kestrel.Limits.MaxRequestBodySize = options.MaxMegabytes * 1_000_000L + (1 << 20);
        switch (options.Host)
        {
            case "localhost" when options.Port != 0:
                kestrel.ListenLocalhost(options.Port);
                break;
            case "localhost":
                kestrel.Listen(IPAddress.Loopback, options.Port);
                break;
            case "*":
                kestrel.ListenAnyIP(options.Port);
                break;
            default:
                kestrel.Listen(Parse(options.Host), options.Port);
                break;
        }
    }

    private static IPAddress Parse(string host) => IPAddress.TryParse(host, out var address)
        ? address
        : throw new ServerStartException($"--host is '{host}', expected an IP address of this machine, localhost, or * for all addresses.");
}
