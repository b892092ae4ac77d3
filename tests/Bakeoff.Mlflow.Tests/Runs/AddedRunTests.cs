using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Mlflow.Tests.Server;

namespace Bakeoff.Mlflow.Tests.Runs;

/// <summary>Runs that are taken up again after their end, runs of deleted experiments, and runs whose server is known to be away.</summary>
public sealed class AddedRunTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private StrictServer _server = null!;

    private static RunOptions Patient =>
        new()
        {
            ExperimentName = "ser",
            EndOnSignals = false,
            StartTimeout = TimeSpan.FromMinutes(1),
            EndTimeout = TimeSpan.FromMinutes(1),
            RetryDelay = TimeSpan.FromMilliseconds(1),
        };

    private static RunOptions Away => Patient with { StartTimeout = TimeSpan.Zero };

    public async ValueTask InitializeAsync() => _server = await StrictServer.StartAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CompleteAsync_ResumedAfterAnError_LosesTheErrorInTagsAndNote(bool isServer)
    {
        await using IMlflowStore store = Open(isServer);
        ActiveRun first = await store.StartRunAsync(Patient with { Note = "the question" });
        await first.FailAsync(new InvalidOperationException("no more memory"));
        Run failed = await store.GetRunAsync(first.RunId!);
        failed.Tags[MlflowTags.ErrorMessage].ShouldBe("no more memory");
        failed.Tags[MlflowTags.Note].ShouldBe("the question\n\n**Failed:** no more memory");

        ActiveRun second = await store.StartRunAsync(Patient with { ResumeRunId = first.RunId, ContinueClientKey = first.ClientKey });
        (await second.FlushAsync()).ShouldBeTrue();
        (await store.GetRunAsync(first.RunId!)).Info.Status.ShouldBe(RunStatus.Running);
        await second.CompleteAsync();

        Run finished = await store.GetRunAsync(first.RunId!);
        finished.Info.Status.ShouldBe(RunStatus.Finished);
        finished.Tags.Keys.ShouldNotContain(MlflowTags.ErrorMessage);
        finished.Tags.Keys.ShouldNotContain(MlflowTags.ErrorType);
        finished.Tags[MlflowTags.Note].ShouldBe("the question");
        _server.Violations.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StartRunAsync_Addition_LeavesStateAndEndOfTheRun(bool isServer)
    {
        var clock = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        await using IMlflowStore early = Open(isServer, new FixedTime(clock));
        ActiveRun training = await early.StartRunAsync(Patient with { Note = "note" });
        await training.CompleteAsync();
        await using IMlflowStore late = Open(isServer, new FixedTime(clock.AddHours(3)));
        RunOptions addition = Patient with { ResumeRunId = training.RunId, ContinueClientKey = training.ClientKey, IsAddition = true };

        ActiveRun failing = await late.StartRunAsync(addition);
        failing.LogMetric("test/UAR", 0.5, 0);
        (await failing.FlushAsync()).ShouldBeTrue();
        (await late.GetRunAsync(training.RunId!)).Info.Status.ShouldBe(RunStatus.Finished, "it is not RUNNING meanwhile");
        await failing.FailAsync(new InvalidOperationException("no clips"));
        Run failed = await late.GetRunAsync(training.RunId!);
        failed.Info.Status.ShouldBe(RunStatus.Failed);
        failed.Info.EndTime.ShouldBe(clock);
        failed.Tags[MlflowTags.ErrorMessage].ShouldBe("no clips");
        failed.Tags[MlflowTags.Note].ShouldBe("note");

        ActiveRun later = await late.StartRunAsync(addition);
        await later.CompleteAsync();
        Run finished = await late.GetRunAsync(training.RunId!);
        finished.Info.Status.ShouldBe(RunStatus.Finished);
        finished.Info.EndTime.ShouldBe(clock);
        finished.Tags.Keys.ShouldNotContain(MlflowTags.ErrorMessage);
        finished.Metrics["test/UAR"].Value.ShouldBe(0.5);
        _server.Violations.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StartRunAsync_DeletedExperiment_IsRefusedUnlessItMayBeRestored(bool isServer)
    {
        await using IMlflowStore store = Open(isServer);
        Experiment experiment = await store.GetOrCreateExperimentAsync("ser");
        await store.DeleteExperimentAsync(experiment.ExperimentId);

        (await Should.ThrowAsync<MlflowException>(store.StartRunAsync(Patient))).ShouldSatisfyAllConditions(
            thrown => thrown.ErrorCode.ShouldBe(MlflowErrorCodes.InvalidState),
            thrown => thrown.Message.ShouldContain("experiment 'ser' is deleted, expected an active one."));
        (await store.GetExperimentAsync(experiment.ExperimentId)).LifecycleStage.ShouldBe(LifecycleStage.Deleted);

        ActiveRun run = await store.StartRunAsync(Patient with { RestoreExperiment = true });
        await run.CompleteAsync();
        (await store.GetExperimentAsync(experiment.ExperimentId)).LifecycleStage.ShouldBe(LifecycleStage.Active);
        (await store.GetRunAsync(run.RunId!)).Info.Status.ShouldBe(RunStatus.Finished);
    }

    [Fact]
    public async Task RecoverRunsAsync_ExperimentWasDeletedMeanwhile_WaitsAndSaysWhyUntilItMayBeRestored()
    {
        await using IMlflowStore store = Open(isServer: true);
        Experiment experiment = await store.GetOrCreateExperimentAsync("ser");
        _server.Faults = (_, _) => Fault.UnavailableBefore;
        ActiveRun run = await store.StartRunAsync(Away);
        (await run.CompleteAsync()).IsDelivered.ShouldBeFalse();
        _server.Faults = (_, _) => Fault.None;
        await store.DeleteExperimentAsync(experiment.ExperimentId);

        (await store.RecoverRunsAsync()).ShouldSatisfyAllConditions(
            report => report.PendingRuns.ShouldBe(1),
            report => report.Problems.ShouldHaveSingleItem().ShouldContain("experiment 'ser' is deleted"));
        (await store.RecoverRunsAsync(new RecoveryOptions { RestoreExperiments = true })).ShouldSatisfyAllConditions(
            report => report.DeliveredRuns.ShouldBe(1),
            report => report.Problems.ShouldBeEmpty());
    }

    [Fact]
    public async Task StartRunAsync_ServerIsKnownToRefuse_WaitsForNothingAndSaysWhyAtTheEnd()
    {
        _server.Authorization = "Bearer t0ken";
        await using IMlflowStore store = Open(isServer: true);
        ActiveRun run = await store.StartRunAsync(Away);
        run.LogMetric("loss", 1, 1);
        (await run.FlushAsync()).ShouldBeFalse();

        RunEnd end = await run.CompleteAsync();

        end.IsDelivered.ShouldBeFalse();
        end.PendingCount.ShouldBeGreaterThan(1);
        RunRecovery.FindJournals(store.Options.JournalFolder).ShouldHaveSingleItem().ClientKey.ShouldBe(run.ClientKey);
        _server.Authorization = null;
        (await store.RecoverRunsAsync()).DeliveredRuns.ShouldBe(1);
    }

    [Fact]
    public async Task CompleteAsync_ServerStoppedAnswering_NamesTheLatestReason()
    {
        await using IMlflowStore store = Open(isServer: true);
        ActiveRun run = await store.StartRunAsync(Patient with { StartTimeout = TimeSpan.FromSeconds(5) });
        _server.Faults = (_, _) => Fault.InternalErrorBefore;
        run.LogMetric("loss", 1, 1);
        (await run.FlushAsync()).ShouldBeFalse();
        await using IMlflowStore other = Open(isServer: true);

        RunEnd end = await (await other.StartRunAsync(Away with { ContinueClientKey = run.ClientKey })).CompleteAsync();

        end.Problem!.ErrorCode.ShouldBeOneOf(MlflowErrorCodes.InternalError, MlflowErrorCodes.Unreachable);
        _server.Faults = (_, _) => Fault.None;
        (await run.CompleteAsync()).ShouldSatisfyAllConditions(
            done => done.IsDelivered.ShouldBeTrue(),
            done => done.Problem.ShouldBeNull());
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private IMlflowStore Open(bool isServer, TimeProvider? time = null) =>
        MlflowStore.Open(
            isServer ? _server.Address : _folder.Combine("mlruns"),
            new MlflowStoreOptions
            {
                JournalFolder = _folder.Combine("journal"),
                MaxRetries = 0,
                TimeProvider = time ?? TimeProvider.System,
            });

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
