using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Tests.Configuration;
using Bakeoff.Experiments.Tracking;
using Bakeoff.Mlflow;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Tracking;

/// <summary>Servers that cannot be used: asked once, waited for briefly, and named once with the reason.</summary>
public sealed class ServerStateTests : IDisposable
{
    private readonly SampleFolder _folder = new(("a", SweepExpanderTests.Baseline));
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private int _asked;

    [Theory]
    [InlineData(401, "text/plain", "You are not authenticated.", "answered 401 (You are not authenticated). Give name and password")]
    [InlineData(404, "text/html", "<html>no such page</html>", "answered 404 (a page in HTML). Check the address")]
    [InlineData(200, "text/html", "<html>Sign in</html>", "answered 200 without MLflow's JSON (a page in HTML). Check that the address is")]
    [InlineData(500, "text/plain", "Internal Server Error", "answered 500 (Internal Server Error). See the server's log.")]
    [InlineData(507, "text/plain", "No space left on device", "answered 507 (No space left on device). Free some space")]
    public async Task StartAsync_ServerRefuses_GoesOnAndSaysWhyOnce(int status, string type, string body, string reason)
    {
        var address = Serve(string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status} X\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
        var server = new ServerState();

        await RunThreeStagesAsync(address, server, members: 1);

        var notice = server.TakeNotices().ShouldHaveSingleItem();
        notice.ShouldStartWith($"MLflow {address}, experiments/search: {reason}");
        notice.ShouldEndWith($" The work goes on; what MLflow lacks waits in {Journals}, and 'bakeoff sync' sends it.");
        server.TakeNotices().ShouldBeEmpty();
        TrackingSync.FindWaiting(Journals, besides: null).ShouldBe([new WaitingRuns(address, 1)], "runs are counted, not journals");
        TrackingSync.FindWaiting(Journals, besides: address).ShouldBeEmpty();
    }

    [Fact]
    public async Task StartAsync_ServerHangsInASweep_CostsOneLimitForAllMembers()
    {
        var address = Serve(answer: null);
        var server = new ServerState { BeforeWork = TimeSpan.FromMilliseconds(300) };
        var watch = Stopwatch.StartNew();

        await RunThreeStagesAsync(address, server, members: 4);

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(25), "12 runs with a start and an end each, and no end waits for 30 s");
        server.TakeNotices().ShouldHaveSingleItem().ShouldStartWith($"MLflow {address}: no answer in 0.3 s. Check the address");
        TrackingSync.FindWaiting(Journals, besides: null).ShouldBe([new WaitingRuns(address, 4)]);
    }

    [Fact]
    public async Task RecoverAsync_ServerRefuses_AsksOnceInAll()
    {
        var address = Serve("HTTP/1.1 503 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var store = Open(address);
        var server = new ServerState();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.RecoverAsync(store, CancellationToken.None)));

        _asked.ShouldBe(1);
        server.IsAnswering.ShouldBeFalse();
        server.Apply(new RunOptions()).StartTimeout.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task StartAsync_DeletedExperimentInAFolder_IsRefusedWithTheOptionThatRestoresIt()
    {
        await using var store = MlflowStore.Open(Path.Combine(_folder.Root, "mlruns"));
        var id = (await store.GetOrCreateExperimentAsync("a", cancellationToken: CancellationToken.None)).ExperimentId;
        await store.DeleteExperimentAsync(id, CancellationToken.None);
        var options = new RunOptions { ExperimentName = "a", EndOnSignals = false };

        var refused = await Should.ThrowAsync<MlflowException>(
            Context(store, new ServerState()).StartAsync(Key(0), options, CancellationToken.None));
        refused.Message.ShouldEndWith(
            "experiment 'a' is deleted, expected an active one. Restore it by the same command with --set=tracking.restore=true, or give the "
                + "experiment another name.");

        var run = await Context(store, new ServerState(), "tracking.restore=true").StartAsync(Key(0), options, CancellationToken.None);
        (await run.CompleteAsync()).IsDelivered.ShouldBeTrue();
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _folder.Dispose();
        _end.Dispose();
    }

    private string Journals => Path.Combine(_folder.Root, "journals");

    private static string Key(int member) => new((char)('a' + member), 64);

    private IMlflowStore Open(string address) => MlflowStore.Open(address, new MlflowStoreOptions { JournalFolder = Journals });

    private TrackingContext Context(IMlflowStore store, ServerState server, params string[] sets) =>
        new(
            store,
            ExperimentReader.Read(_folder.Root, "a", sets),
            RunMemory.Of(new Workspace(_folder.Root)),
            new Lazy<Task<GitState?>>(static () => Task.FromResult<GitState?>(null)))
        {
            Server = server,
        };

    /// <summary>Does for each member what training, evaluation and report do: one run, and two additions to it.</summary>
    private async Task RunThreeStagesAsync(string address, ServerState server, int members)
    {
        await using var store = Open(address);
        await Parallel.ForAsync(0, members, async (member, token) =>
        {
            var tracking = Context(store, server);
            var options = new RunOptions { ExperimentName = "a", EndOnSignals = false };
            await server.RecoverAsync(store, token);
            server.Learn(store, await (await tracking.StartTrainingAsync(Key(member), options, token)).CompleteAsync());
            for (var stage = 0; stage < 2; stage++)
            {
                server.Learn(store, await (await tracking.TryAddAsync(Key(member), token))!.CompleteAsync());
            }
        });
    }

    /// <summary>Gives every request the same answer, or none.</summary>
    private string Serve(string? answer)
    {
        _listener.Start();
        _ = Task.Run(async () =>
        {
            var open = new List<TcpClient>();
            try
            {
                while (true)
                {
                    var client = await _listener.AcceptTcpClientAsync(_end.Token);
                    open.Add(client);
                    Interlocked.Increment(ref _asked);
                    if (answer is not null)
                    {
                        var stream = client.GetStream();
                        _ = await stream.ReadAsync(new byte[65536], _end.Token);
                        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), _end.Token);
                        client.Close();
                    }
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
            {
                open.ForEach(static client => client.Dispose());
            }
        });
        return $"http://{_listener.LocalEndpoint}";
    }
}
