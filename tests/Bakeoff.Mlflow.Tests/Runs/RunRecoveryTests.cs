using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Mlflow.Tests.Server;
using Bakeoff.Testing;

namespace Bakeoff.Mlflow.Tests.Runs;

/// <summary>Processes that get a signal to stop, or are killed.</summary>
public sealed class RunRecoveryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("SIGTERM")]
    [InlineData("SIGINT")]
    public async Task Signal_DuringARun_EndsItAsKilledWithEveryPoint(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send to another process.");
        if (signal == "SIGINT")
        {
            Signals.SkipWithoutInterrupt();
        }

        using Process child = ChildProcess.Start("train", _folder.Combine("mlruns"), _folder.Combine("journal"));
        (string runId, long before) = await ReadUntilAsync(child, 50);

        using (Process kill = Process.Start("kill", ["-s", signal[3..], child.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await ReadUntilAsync(child, long.MaxValue);
        await child.WaitForExitAsync();
        await using IMlflowStore store = MlflowStore.Open(_folder.Combine("mlruns"));
        Run run = await store.GetRunAsync(runId);
        run.Info.Status.ShouldBe(RunStatus.Killed);
        run.Info.EndTime.ShouldNotBeNull();
        run.Tags[MlflowTags.ErrorMessage].ShouldBe($"Stopped by {signal}.");
        run.Metrics["loss"].Step.ShouldBeGreaterThanOrEqualTo(before);
        (await store.GetMetricHistoryAsync(runId, "loss").ToListAsync()).Select(m => m.Step).ShouldBe(Steps(run.Metrics["loss"].Step));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RecoverRuns_ProcessWasKilled_DeliversEveryPointOnceAndClosesTheRun(bool onServer)
    {
        await using StrictServer server = await StrictServer.StartAsync();
        server.Reset(new StrictState { PageSize = 100_000, IsFileBacked = true });
        string uri = onServer ? server.Address : _folder.Combine("mlruns");
        await using IMlflowStore store = MlflowStore.Open(uri, new MlflowStoreOptions { JournalFolder = _folder.Combine("journal") });
        using Process child = ChildProcess.Start("train", uri, _folder.Combine("journal"));
        (string runId, long before) = await ReadUntilAsync(child, 50);

        (await store.RecoverRunsAsync()).ShouldSatisfyAllConditions(r => r.DeliveredRuns.ShouldBe(0), r => r.ClosedRuns.ShouldBe(0));
        (await store.GetRunAsync(runId)).Info.Status.ShouldBe(RunStatus.Running, "the process lives");
        child.Kill();
        (string _, long after) = await ReadUntilAsync(child, long.MaxValue);
        long last = Math.Max(before, after);
        await child.WaitForExitAsync();
        RecoveryReport report = await store.RecoverRunsAsync();

        (report.DeliveredRuns + report.ClosedRuns).ShouldBe(1);
        Run run = await store.GetRunAsync(runId);
        run.Info.Status.ShouldBe(RunStatus.Killed);
        run.Info.EndTime.ShouldNotBeNull();
        run.Tags[MlflowTags.ErrorMessage].ShouldBe("The process ended without closing the run.");
        long[] steps = [.. (await store.GetMetricHistoryAsync(runId, "loss").ToListAsync()).Select(m => m.Step).Order()];

        // The last printed point was certainly logged; one more may have been.
        steps.ShouldBe(Steps(Math.Max(last, steps[^1])));
        steps[^1].ShouldBeLessThanOrEqualTo(last + 1);
        server.Violations.ShouldBeEmpty();
        (await store.RecoverRunsAsync()).ShouldSatisfyAllConditions(r => r.DeliveredRuns.ShouldBe(0), r => r.ClosedRuns.ShouldBe(0));
    }

    [Fact]
    public async Task RecoverRuns_RunsOfOthers_AreLeftAlone()
    {
        await using IMlflowStore store = MlflowStore.Open(_folder.Combine("mlruns"));
        Experiment experiment = await store.GetOrCreateExperimentAsync("e");
        KeyValuePair<string, string>[] mine = [.. ProcessIdentity.Current().ToTags()];
        string foreign = await CreateAsync([new(MlflowTags.ClientHost, "another-host"), new(MlflowTags.ClientProcess, "1"), mine[2]]);
        string unknown = await CreateAsync([]);
        string living = await CreateAsync(mine);
        string recycled = await CreateAsync([mine[0], mine[1], new(MlflowTags.ClientProcessStart, "2001-01-01T00:00:00.0000000Z")]);

        (await store.RecoverRunsAsync()).ClosedRuns.ShouldBe(1);

        foreach (string id in (string[])[foreign, unknown, living])
        {
            (await store.GetRunAsync(id)).Info.Status.ShouldBe(RunStatus.Running);
        }

        (await store.GetRunAsync(recycled)).Info.Status.ShouldBe(RunStatus.Killed);

        async Task<string> CreateAsync(KeyValuePair<string, string>[] tags) =>
            (await store.CreateRunAsync(new NewRun { ExperimentId = experiment.ExperimentId, Tags = tags })).Info.RunId;
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<long> Steps(long last) => Enumerable.Range(1, (int)last).Select(i => (long)i);

    private static async Task<(string RunId, long Step)> ReadUntilAsync(Process child, long step)
    {
        string runId = "";
        long last = 0;
        while (last < step && await child.StandardOutput.ReadLineAsync() is { } line)
        {
            string[] words = line.Split(' ');
            if (words.Length == 2 && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out long read))
            {
                (runId, last) = (words[0], read);
            }
        }

        return (runId, last);
    }
}
