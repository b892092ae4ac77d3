using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Bakeoff.Mlflow;
using CliWrap;

namespace Bakeoff.Cli.Pages;

/// <summary>An MLflow server that this command started, until it or the command ends.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private static readonly TimeSpan TimeToStart = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _end = new();
    private readonly Task<CommandResult> _server;

    private PageServer(Command command, string address)
    {
        _server = command.ExecuteAsync(_end.Token).Task;
        Address = address;
    }

    /// <summary>Address without slash at the end.</summary>
    public string Address { get; }

    /// <summary>Starts MLflow's server on a store.</summary>
    /// <param name="program">Which MLflow.</param>
    /// <param name="folder">Folder to start it in.</param>
    /// <param name="store">Folder of runs, or address of a database.</param>
    /// <param name="port">Port on this computer alone.</param>
    public static PageServer Start(MlflowProgram program, string folder, string store, int port)
    {
        var number = FormattableString.Invariant($"{port}");
        var command = program.Run(folder, "ui", "--backend-store-uri", store, "--host", "127.0.0.1", "--port", number);
        return new PageServer(command, $"http://127.0.0.1:{number}");
    }

    /// <summary>The first free port from a number on.</summary>
    public static int FreePort(int first) => Enumerable.Range(first, 100).First(IsFree);

    /// <summary>True if nothing listens on a port.</summary>
    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Waits until the server answers.</summary>
    /// <returns>False if it ended, or never answered.</returns>
    public async Task<bool> WaitUntilAnsweringAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        for (
            var watch = Stopwatch.StartNew();
            watch.Elapsed < TimeToStart && !_server.IsCompleted;
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken))
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(Address + "/health"), cancellationToken);
                if (answer.IsSuccessStatusCode)
                {
                    return true;
                }
            }
            catch (Exception exception)
                when (exception is HttpRequestException
                    || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // Not yet.
            }
        }

        return false;
    }

    /// <summary>Page with the runs of an experiment on a server; its start page when it has no such experiment.</summary>
    public static async Task<string> PageOfAsync(IMlflowStore server, string? experiment, CancellationToken cancellationToken)
    {
        var found = experiment is null ? null : await server.FindExperimentAsync(experiment, cancellationToken);
        return found is null ? server.TrackingUri + "/" : $"{server.TrackingUri}/#/experiments/{found.ExperimentId}/runs";
    }

    /// <summary>Waits until the server ends by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForEndAsync(CancellationToken cancellationToken) => (await _server.WaitAsync(cancellationToken)).ExitCode;

    /// <summary>Ends the server with the workers that it started.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        try
        {
            await _server.WaitAsync(TimeToEnd);
        }
        catch (OperationCanceledException)
        {
            // Ending it is what was asked for.
        }

        _end.Dispose();
    }
}
