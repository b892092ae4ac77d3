using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Runs;

namespace Bakeoff.Mlflow.Tests.Runs;

/// <summary>Clocks that are wrong: before 1970, or set back while a run goes on or between two parts of it.</summary>
public sealed class ClockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_ClockBefore1970_IsRecorded()
    {
        Run run = await RecordAsync(new SteppingClock(new(1961, 4, 12, 6, 7, 0, TimeSpan.Zero), TimeSpan.FromSeconds(1)));

        run.Info.Status.ShouldBe(RunStatus.Finished);
        run.Info.StartTime.ToUnixTimeMilliseconds().ShouldBe(1);
        run.Info.EndTime.ShouldBe(run.Info.StartTime);
    }

    [Fact]
    public async Task Run_ClockRunsBackwards_HasNoNegativeTimes()
    {
        Run run = await RecordAsync(new SteppingClock(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromDays(-1)));

        run.Info.EndTime.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(run.Info.StartTime);
        run.Metrics["loss"].TimestampMs.ShouldBeGreaterThanOrEqualTo(run.Info.StartTime.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Run_WhatItRecordsBeganEarlier_StartsThen()
    {
        DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        Run run = await RecordAsync(new SteppingClock(now, TimeSpan.FromSeconds(1)), began: now.AddMinutes(-5));

        run.Info.StartTime.ShouldBe(now.AddMinutes(-5));
        run.Info.EndTime.ShouldNotBeNull().ShouldBeGreaterThan(now);
    }

    [Fact]
    public async Task Resume_ClockSetBackInBetween_DoesNotEndBeforeTheStart()
    {
        Run first = await RecordAsync(new SteppingClock(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromSeconds(1)));
        Run second = await RecordAsync(
            new SteppingClock(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromSeconds(1)), first.Info.RunId);

        second.Info.StartTime.ShouldBe(first.Info.StartTime);
        second.Info.EndTime.ShouldBe(first.Info.StartTime);
    }

    private async Task<Run> RecordAsync(TimeProvider clock, string? resumed = null, DateTimeOffset? began = null)
    {
        await using IMlflowStore store = MlflowStore.Open(_folder.Combine("mlruns"), new MlflowStoreOptions { TimeProvider = clock });
        var options = new RunOptions { ExperimentName = "clock", ResumeRunId = resumed, StartTime = began, EndOnSignals = false };
        await using ActiveRun run = await store.StartRunAsync(options, TestContext.Current.CancellationToken);
        run.LogMetric("loss", 1, step: 1);
        run.LogMetric("loss", 0.5, step: 2);
        (await run.CompleteAsync()).IsDelivered.ShouldBeTrue();
        return await store.GetRunAsync(run.RunId!, TestContext.Current.CancellationToken);
    }

    /// <summary>A clock that moves by one step whenever it is read.</summary>
    private sealed class SteppingClock(DateTimeOffset start, TimeSpan step) : TimeProvider
    {
        private int _reads;

        public override DateTimeOffset GetUtcNow() => start + (step * Interlocked.Increment(ref _reads));
    }
}
