using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Mlflow.Tests.Server;

namespace Bakeoff.Mlflow.Tests.Runs;

/// <summary>
/// Runs that several journals add to, and children, while the server is away: everything ends up in one run, under the right parent.
/// </summary>
public sealed class ContinuedRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static RunOptions Quick =>
        new()
        {
            ExperimentName = "ser",
            EndOnSignals = false,
            RetryDelay = TimeSpan.FromMilliseconds(1),
            StartTimeout = TimeSpan.FromMilliseconds(30),
            EndTimeout = TimeSpan.FromMilliseconds(30),
        };

    private static RunOptions Patient => Quick with { StartTimeout = TimeSpan.FromMinutes(1), EndTimeout = TimeSpan.FromMinutes(1) };

    [Fact]
    public async Task Recover_ParentChildAndContinuationFromAnOutage_MakesTwoRuns()
    {
        await using StrictServer server = await StrictServer.StartAsync();
        server.Faults = (_, _) => Fault.UnavailableBefore;
        await using IMlflowStore store = Open(server);
        ActiveRun parent = await store.StartRunAsync(
            Quick with
            {
                RunName = "training",
                ExperimentTags = [new(MlflowTags.PrimaryMetric, "uar")],
            });
        ActiveRun child = await store.StartRunAsync(Quick with { RunName = "fold 1", ParentClientKey = parent.ClientKey });
        child.LogMetric("loss", 1, 1);
        (await child.CompleteAsync()).IsDelivered.ShouldBeFalse();
        (await parent.CompleteAsync()).IsDelivered.ShouldBeFalse();
        ActiveRun later = await store.StartRunAsync(Quick with { ContinueClientKey = parent.ClientKey });
        later.LogMetric("uar", 0.5, 0);
        (await later.CompleteAsync()).IsDelivered.ShouldBeFalse();

        server.Faults = (_, _) => Fault.None;
        (await store.RecoverRunsAsync()).ShouldSatisfyAllConditions(
            r => r.DeliveredRuns.ShouldBe(2),
            r => r.PendingRuns.ShouldBe(0),
            r => r.Rejections.ShouldBeEmpty());

        server.Violations.ShouldBeEmpty();
        server.State.Runs.Count.ShouldBe(2);
        Experiment experiment = (await store.FindExperimentAsync("ser"))!;
        experiment.Tags[MlflowTags.PrimaryMetric].ShouldBe("uar");
        Dictionary<string, Run> runs = await store
            .SearchRunsAsync(new RunQuery { ExperimentIds = [experiment.ExperimentId] })
            .ToDictionaryAsync(r => r.Info.Name, StringComparer.Ordinal);
        runs["training"].Metrics["uar"].Value.ShouldBe(0.5);
        runs["training"].Info.Status.ShouldBe(RunStatus.Finished);
        runs["fold 1"].Tags[MlflowTags.ParentRunId].ShouldBe(runs["training"].Info.RunId);
        Directory.EnumerateFileSystemEntries(_folder.Combine("journal")).ShouldBeEmpty();
    }

    [Fact]
    public async Task StartRunAsync_ContinuedRunWasDeletedForGood_ThrowsNotExisting()
    {
        await using StrictServer server = await StrictServer.StartAsync();
        await using IMlflowStore store = Open(server);

        var fault = await Should.ThrowAsync<MlflowException>(store.StartRunAsync(Patient with { ContinueClientKey = "0123" }));

        fault.ErrorCode.ShouldBe(MlflowErrorCodes.ResourceDoesNotExist);
        fault.Message.ShouldContain("experiment 'ser' has no run with the key 0123, expected one to continue.");
        server.State.Runs.ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(_folder.Combine("journal")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Recover_ContinuedRunWasDeletedMeanwhile_SettlesTheJournal()
    {
        await using StrictServer server = await StrictServer.StartAsync();
        server.Faults = (_, _) => Fault.UnavailableBefore;
        await using IMlflowStore store = Open(server);
        ActiveRun run = await store.StartRunAsync(Quick with { ContinueClientKey = "0123" });
        await run.CompleteAsync();

        server.Faults = (_, _) => Fault.None;
        (await store.RecoverRunsAsync()).ShouldSatisfyAllConditions(
            r => r.PendingRuns.ShouldBe(0),
            r => r.Rejections.ShouldHaveSingleItem().ShouldContain("has no run with the key 0123"));
        Directory.EnumerateFileSystemEntries(_folder.Combine("journal")).ShouldBeEmpty();
    }

    [Fact]
    public async Task RecoverRuns_SilentServerAndManyJournals_WaitsForOneOnly()
    {
        await using StrictServer server = await StrictServer.StartAsync();
        server.Faults = (_, _) => Fault.UnavailableBefore;
        await using IMlflowStore store = Open(server);
        for (int i = 0; i < 20; i++)
        {
            ActiveRun run = await store.StartRunAsync(Quick with { StartTimeout = TimeSpan.Zero });
            await run.CompleteAsync();
        }

        server.Calls.Clear();
        RecoveryReport report = await store.RecoverRunsAsync(new RecoveryOptions { JournalTimeout = TimeSpan.FromMilliseconds(200) });

        report.ShouldSatisfyAllConditions(r => r.DeliveredRuns.ShouldBe(0), r => r.PendingRuns.ShouldBe(20));
        server.Calls.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task StartRunAsync_FolderWithAJournalLeft_DeliversItBeforeGoingOn()
    {
        await using IMlflowStore store = MlflowStore.Open(_folder.Combine("mlruns"));
        ActiveRun first = await store.StartRunAsync(Quick);
        first.LogMetric("loss", 2, 1);
        await first.FlushAsync();
        string journal = Directory.EnumerateFiles(_folder.FullPath, "journal.jsonl", SearchOption.AllDirectories).Single();
        byte[] left = await File.ReadAllBytesAsync(journal);
        string acknowledged = await File.ReadAllTextAsync(Path.ChangeExtension(journal, ".ack"));
        await first.CompleteAsync();

        // What a killed process leaves: one more point in the journal than in the store.
        await File.WriteAllBytesAsync(journal, [.. left, .. "{\"kind\":\"m\",\"k\":\"loss\",\"v\":1,\"ms\":1700000000000,\"s\":2}\n"u8]);
        await File.WriteAllTextAsync(Path.ChangeExtension(journal, ".ack"), acknowledged);
        ActiveRun second = await store.StartRunAsync(Patient with { ResumeRunId = first.RunId });
        second.LogMetric("loss", 0.5, 3);
        await second.CompleteAsync();

        (await store.GetMetricHistoryAsync(first.RunId!, "loss").ToListAsync()).Select(m => m.Step).Order().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task StartRunAsync_ContinueClientKeyInAFolder_GoesOnInTheRun()
    {
        await using IMlflowStore store = MlflowStore.Open(_folder.Combine("mlruns"));
        ActiveRun parent = await store.StartRunAsync(Patient with { RunName = "training" });
        ActiveRun child = await store.StartRunAsync(Patient with { ParentClientKey = parent.ClientKey });
        await child.CompleteAsync();
        await parent.CompleteAsync();

        ActiveRun later = await store.StartRunAsync(Patient with { ContinueClientKey = parent.ClientKey });

        later.RunId.ShouldBe(parent.RunId);
        await later.CompleteAsync();
        (await store.GetRunAsync(child.RunId!)).Tags[MlflowTags.ParentRunId].ShouldBe(parent.RunId);
        (await Should.ThrowAsync<MlflowException>(store.StartRunAsync(Patient with { ContinueClientKey = "0123" }))).ErrorCode.ShouldBe(
            MlflowErrorCodes.ResourceDoesNotExist);
    }

    public void Dispose() => _folder.Dispose();

    private IMlflowStore Open(StrictServer server) =>
        MlflowStore.Open(server.Address, new MlflowStoreOptions { JournalFolder = _folder.Combine("journal"), MaxRetries = 0 });
}
