using System.Diagnostics;
using System.Globalization;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Mlflow.Tests.Server;

namespace Bakeoff.Mlflow.Tests.Runs;

/// <summary>A server that fails at every possible call, in every way: afterwards everything is there exactly once.</summary>
public sealed class FaultInjectionTests
{
    private const int Epochs = 4;

    // A server on a file store keeps repeated points twice, so it shows more mistakes; the other kind gets a few.
    public static TheoryData<Fault, bool> Faults =>
        [
            .. Enum.GetValues<Fault>().Select(fault => new TheoryDataRow<Fault, bool>(fault, true)),
            new(Fault.ResetAfter, false),
            new(Fault.HalfDone, false),
        ];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task RunAsync_OneFaultAtAnyCall_EverythingIsThereExactlyOnce(Fault fault, bool isFileBacked)
    {
        using var folder = new TemporaryFolder();
        await using StrictServer server = await StrictServer.StartAsync();
        int calls = 1;
        for (int at = 0; at < calls; at++)
        {
            server.Reset(new StrictState { IsFileBacked = isFileBacked, PageSize = 1000 });
            int broken = at;
            server.Faults = (number, _) => number == broken ? fault : Fault.None;
            await using IMlflowStore store = Open(server, folder, retries: 3, fault);

            RunEnd end = await TrainAsync(store);

            string where = string.Create(
                CultureInfo.InvariantCulture,
                $"fault {fault} at call {at} of [{string.Join(", ", server.Calls)}]");
            end.IsDelivered.ShouldBeTrue(where);
            CheckComplete(server, where);
            calls = at == 0 ? server.Calls.Count : Math.Max(calls, server.Calls.Count - 2);
        }

        calls.ShouldBeGreaterThan(6);
    }

    [Theory]
    [InlineData(Fault.ResetAfter)]
    [InlineData(Fault.InternalErrorBefore)]
    [InlineData(Fault.HalfDone)]
    [InlineData(Fault.BadGatewayAfter)]
    public async Task RunAsync_ServerDiesAtAnyCall_RecoveryDeliversTheRestExactlyOnce(Fault fault)
    {
        using var folder = new TemporaryFolder();
        await using StrictServer server = await StrictServer.StartAsync();
        int calls = 1;
        for (int at = 0; at < calls; at++)
        {
            server.Reset(new StrictState { IsFileBacked = true, PageSize = 1000 });
            int broken = at;
            server.Faults = (number, _) => number >= broken ? fault : Fault.None;
            await using IMlflowStore store = Open(server, folder, retries: 0, fault);

            RunEnd end = await TrainAsync(store);

            string where = string.Create(CultureInfo.InvariantCulture, $"server gone with {fault} at call {at}");
            end.IsDelivered.ShouldBeFalse(where);
            File.Exists(end.JournalPath).ShouldBeTrue(where);
            server.Faults = (_, _) => Fault.None;
            RecoveryReport report = await store.RecoverRunsAsync();
            report.DeliveredRuns.ShouldBe(1, where);
            report.PendingRuns.ShouldBe(0, where);
            CheckComplete(server, where);
            (await store.RecoverRunsAsync()).ShouldSatisfyAllConditions(r => r.DeliveredRuns.ShouldBe(0), r => r.ClosedRuns.ShouldBe(0));
            Directory.EnumerateFileSystemEntries(folder.Combine("journal")).ShouldBeEmpty(where);
            calls = calls == 1 ? 9 : calls;
        }
    }

    [Fact]
    public async Task RunAsync_ServerIsDeadFromTheStart_TrainingGoesOnAndIsDeliveredLater()
    {
        using var folder = new TemporaryFolder();
        StrictServer server = await StrictServer.StartAsync();
        string address = server.Address;
        await server.DisposeAsync();
        await using IMlflowStore store = MlflowStore.Open(
            address,
            new MlflowStoreOptions { JournalFolder = folder.Combine("journal"), MaxRetries = 0 });
        var watch = Stopwatch.StartNew();

        RunEnd end = await TrainAsync(store);

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        end.IsDelivered.ShouldBeFalse();
        end.PendingCount.ShouldBeGreaterThan(Epochs * 3);
        await using StrictServer again = await StrictServer.StartAsync(new Uri(address).Port);
        (await store.RecoverRunsAsync()).DeliveredRuns.ShouldBe(1);
        CheckComplete(again, "server started later");
    }

    [Fact]
    public async Task StartRunAsync_WrongPassword_ThrowsAtOnceAndShowsNoSecret()
    {
        using var folder = new TemporaryFolder();
        await using StrictServer server = await StrictServer.StartAsync();
        server.Authorization = "Basic b3RoZXI6b3RoZXI=";
        string uri = server.Address.Replace("http://", "http://eva:s3cret-p4ss@", StringComparison.Ordinal) + "/";
        await using IMlflowStore store = MlflowStore.Open(uri, new MlflowStoreOptions { JournalFolder = folder.Combine("journal") });

        var thrown = await Should.ThrowAsync<MlflowException>(store.StartRunAsync(new RunOptions { EndOnSignals = false }));

        thrown.StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
        thrown.ErrorCode.ShouldBe("UNAUTHENTICATED");
        thrown.Message.ShouldContain(
            "experiments/get-by-name: answered 401 (You are not authenticated). Give name and password or a token");
        $"{thrown}{store.Options}{store.TrackingUri}".ShouldNotContain("s3cret");
        server.Calls.Count.ShouldBe(1);
        Directory.EnumerateFileSystemEntries(folder.Combine("journal")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_ParameterIsTakenOnTheServer_IsReportedAndNothingElseIsLost(bool isFileBacked)
    {
        using var folder = new TemporaryFolder();
        await using StrictServer server = await StrictServer.StartAsync();
        server.Reset(new StrictState { IsFileBacked = isFileBacked, PageSize = 1000 });
        await using IMlflowStore store = Open(server, folder, retries: 0, Fault.None);
        await using ActiveRun run = await store.StartRunAsync(Patient);
        await store.LogBatchAsync(run.RunId!, new RunBatch { Parameters = [new("lr", "0.1")] });

        run.LogParameter("lr", "0.2");
        run.LogParameter("seed", "1");
        run.LogMetric("loss", 1, 1);
        RunEnd end = await run.CompleteAsync();

        end.IsDelivered.ShouldBeTrue();
        end.Rejections.ShouldHaveSingleItem()
            .ShouldContain("parameter 'lr' was refused: it is '0.1' in the run already, not '0.2'; parameters never change");
        StrictRun stored = server.State.Runs.Values.ShouldHaveSingleItem();
        stored.Parameters["seed"].ShouldBe("1");
        stored.Metrics.ShouldHaveSingleItem();
        stored.Status.ShouldBe("FINISHED");
    }

    private static RunOptions Quick =>
        new()
        {
            ExperimentName = "faults",
            RunName = "lstm",
            EndOnSignals = false,
            RetryDelay = TimeSpan.FromMilliseconds(1),
            StartTimeout = TimeSpan.FromMilliseconds(60),
            FlushTimeout = TimeSpan.FromMilliseconds(60),
            EndTimeout = TimeSpan.FromMilliseconds(100),
        };

    // For servers that come back: a loaded computer must not be taken for a dead server.
    private static RunOptions Patient =>
        Quick with
        {
            StartTimeout = TimeSpan.FromMinutes(1),
            FlushTimeout = TimeSpan.FromMinutes(1),
            EndTimeout = TimeSpan.FromMinutes(1),
        };

    private static IMlflowStore Open(StrictServer server, TemporaryFolder folder, int retries, Fault fault) =>
        MlflowStore.Open(
            server.Address,
            new MlflowStoreOptions
            {
                JournalFolder = folder.Combine("journal"),
                MaxRetries = retries,
                BackoffFactorSeconds = 0.001,
                BackoffJitterSeconds = 0.001,
                RequestTimeout = TimeSpan.FromSeconds(fault == Fault.SilenceAfter ? 0.25 : 20),
            });

    private static async Task<RunEnd> TrainAsync(IMlflowStore store)
    {
        return await store.RunAsync(store.Options.MaxRetries > 0 ? Patient : Quick, async run =>
        {
            run.LogParameters([new("a", "1"), new("b", "2")]);
            run.LogInput(
                new Dataset
                {
                    Name = "tess",
                    Digest = "d",
                    SourceType = "local",
                    Source = "{}",
                },
                "training");
            for (int epoch = 1; epoch <= Epochs; epoch++)
            {
                double loss = epoch == 2 ? double.NaN : 1.0 / epoch;
                double accuracy = epoch == 3 ? double.PositiveInfinity : epoch;
                run.LogMetrics([new("loss", loss), new("acc", accuracy), new("uar", 0.5)], epoch);
                if (epoch == 2)
                {
                    await run.FlushAsync();
                }
            }

            await run.LogTextAsync("hello", "notes/a.txt");
        });
    }

    private static void CheckComplete(StrictServer server, string where)
    {
        server.Violations.ShouldBeEmpty(where);
        server.State.Experiments.Count.ShouldBe(1, where);
        StrictRun run = server.State.Runs.Values.ShouldHaveSingleItem(where);
        run.Status.ShouldBe("FINISHED", where);
        run.EndTime.ShouldNotBeNull(where);
        run.Parameters.ShouldBe(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "1", ["b"] = "2" },
            ignoreOrder: true,
            where);
        run.Metrics.Select(m => $"{m.Key} {m.Step}")
            .Order(StringComparer.Ordinal)
            .ShouldBe(
                ((string[])["acc", "loss", "uar"]).SelectMany(key => Enumerable.Range(1, Epochs).Select(step => $"{key} {step}")),
                where);
        run.Metrics.First(m => m is { Key: "loss", Step: 2 }).Value.ShouldBe(double.NaN, where);
        run.Inputs.Count.ShouldBe(1, where);
        server.State.Artifacts.ShouldHaveSingleItem(where).Value.ShouldBe("hello"u8.ToArray());
    }
}
