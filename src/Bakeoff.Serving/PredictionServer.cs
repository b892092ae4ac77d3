using System.Net;
using System.Net.Sockets;
using Bakeoff.Models;
using Bakeoff.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bakeoff.Serving;

/// <summary>Serves a trained model over HTTP: predictions, a page to try it, OpenAPI document, health and metrics.</summary>
/// <remarks>The options are the only settings: neither the environment nor settings files are read.</remarks>
public sealed class PredictionServer : IAsyncDisposable
{
    private const string ExceptionCategory = "Microsoft.AspNetCore.Diagnostics";
    private static readonly TimeSpan TimeToFinish = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TimeForHeaders = TimeSpan.FromSeconds(10);
    private readonly WebApplication _application;

    private PredictionServer(WebApplication application) => _application = application;

    /// <summary>Address of the page, with the port that was chosen.</summary>
    public Uri Address { get; private init; } = null!;

    /// <summary>Starts to listen.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">Address and limits; validated by the caller.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="ServerStartException">The address cannot be listened on.</exception>
    public static async Task<PredictionServer> StartAsync(
        EmotionModel model, ServerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options));

        // Only unexpected exceptions are logged, with their stack; errors of clients are in the answers and the metrics.
        builder.Logging
            .SetMinimumLevel(LogLevel.None)
            .AddFilter(ExceptionCategory, LogLevel.Error)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddSingleton<IHostLifetime, CallersLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeToFinish);
        Routes.AddServices(builder.Services);
        var application = builder.Build();
        Routes.Map(application, model, options);
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            await application.DisposeAsync();
            var details = new ErrorDetails($"cannot be listened on: {exception.Message}")
            {
                Where = FormattableString.Invariant($"{options.Host}:{options.Port}"),
                NextStep = "Choose another --port (0 for any free one) or --host.",
            };
            throw new ServerStartException(details, exception);
        }

        return new PredictionServer(application) { Address = new Uri(application.Urls.First()) };
    }

    /// <summary>Stops listening; requests in progress have five seconds to finish.</summary>
    public async ValueTask DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(TimeToFinish);
        await _application.StopAsync(timeout.Token);
        await _application.DisposeAsync();
    }

    private static void Configure(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.RequestHeadersTimeout = TimeForHeaders;
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
        : throw new ServerStartException(new ErrorDetails("--host")
        {
            Value = $"'{host}'",
            Rule = "an IP address of this machine, localhost, or * for all addresses",
        });
}
