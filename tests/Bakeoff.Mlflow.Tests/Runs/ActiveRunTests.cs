using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Runs;

namespace Bakeoff.Mlflow.Tests.Runs;

/// <summary>A run on a file store: what is logged arrives, and the end state tells how it ended.</summary>
public sealed class ActiveRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task RunAsync_WorkReturns_IsFinishedWithEverythingLogged()
    {
        await using IMlflowStore store = Open();
        string? runId = null;

        RunEnd end = await store.RunAsync(
            new RunOptions
            {
                ExperimentName = "ser",
                RunName = "first",
                Note = "Why?",
            },
            async run =>
            {
                runId = run.RunId;
                run.LogParameters([new("features.n_mfcc", "40"), new("seed", "2010")]);
                for (int epoch = 1; epoch <= 3; epoch++)
                {
                    run.LogMetrics([new("train_loss", 1.0 / epoch), new("validation_uar", double.NaN)], epoch);
                }

                run.SetTag("team", "blau");
                run.LogInput(
                    new Dataset
                    {
                        Name = "tess",
                        Digest = "abc",
                        SourceType = "local",
                        Source = "{}",
                    },
                    "training");
                await run.LogTextAsync("# hi", "notes/a.md");
                (await run.FlushAsync()).ShouldBeTrue();
            });

        end.ShouldSatisfyAllConditions(
            e => e.IsDelivered.ShouldBeTrue(),
            e => e.JournalPath.ShouldBeNull(),
            e => e.Rejections.ShouldBeEmpty());
        Run stored = await store.GetRunAsync(runId!);
        stored.Info.Status.ShouldBe(RunStatus.Finished);
        stored.Info.EndTime.ShouldNotBeNull();
        stored.Info.Name.ShouldBe("first");
        stored.Parameters.ShouldBe(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["features.n_mfcc"] = "40", ["seed"] = "2010" },
            ignoreOrder: true);
        stored.Metrics["train_loss"].ShouldSatisfyAllConditions(m => m.Step.ShouldBe(3), m => m.Value.ShouldBe(1.0 / 3));
        stored.Metrics["validation_uar"].Value.ShouldBe(double.NaN);
        stored.Tags["team"].ShouldBe("blau");
        stored.Tags[MlflowTags.Note].ShouldBe("Why?");
        stored.Inputs.ShouldHaveSingleItem().Tags[MlflowTags.DatasetContext].ShouldBe("training");
        (await store.ListArtifactsAsync(runId!, "notes"))
            .ShouldHaveSingleItem()
            .ShouldBe(new ArtifactEntry("notes/a.md", IsFolder: false, 4));
        Directory.EnumerateFiles(_folder.FullPath, "journal*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_WorkThrows_IsFailedWithErrorInTagAndNote()
    {
        await using IMlflowStore store = Open();
        string? runId = null;

        var thrown = await Should.ThrowAsync<InvalidDataException>(store.RunAsync(new RunOptions { Note = "Why?" }, run =>
            {
                runId = run.RunId;
                throw new InvalidDataException("loss is NaN at step 7");
            }));

        thrown.Message.ShouldBe("loss is NaN at step 7");
        Run stored = await store.GetRunAsync(runId!);
        stored.Info.Status.ShouldBe(RunStatus.Failed);
        stored.Tags[MlflowTags.ErrorType].ShouldBe("System.IO.InvalidDataException");
        stored.Tags[MlflowTags.ErrorMessage].ShouldBe("loss is NaN at step 7");
        stored.Tags[MlflowTags.Note].ShouldBe("Why?\n\n**Failed:** loss is NaN at step 7");
    }

    [Fact]
    public async Task RunAsync_WorkIsCancelled_IsKilled()
    {
        await using IMlflowStore store = Open();
        string? runId = null;

        await Should.ThrowAsync<OperationCanceledException>(store.RunAsync(new RunOptions(), run =>
            {
                runId = run.RunId;
                throw new OperationCanceledException();
            }));

        (await store.GetRunAsync(runId!)).Info.Status.ShouldBe(RunStatus.Killed);
    }

    [Fact]
    public async Task DisposeAsync_NobodyEndedIt_IsFailed()
    {
        await using IMlflowStore store = Open();
        ActiveRun run = await store.StartRunAsync(new RunOptions());

        await run.DisposeAsync();

        (await store.GetRunAsync(run.RunId!)).Info.Status.ShouldBe(RunStatus.Failed);
        Should
            .Throw<InvalidOperationException>(() => run.LogMetric("loss", 1, 1))
            .Message.ShouldContain("the run has ended, expected an active one.");
    }

    [Fact]
    public async Task StartRunAsync_ResumeRunId_ContinuesTheRun()
    {
        await using IMlflowStore store = Open();
        ActiveRun first = await store.StartRunAsync(new RunOptions());
        first.LogMetric("loss", 2, 1);
        await first.KillAsync("Power cut.");

        ActiveRun second = await store.StartRunAsync(new RunOptions { ResumeRunId = first.RunId });
        second.RunId.ShouldBe(first.RunId);
        second.LogMetric("loss", 1, 2);
        (await second.FlushAsync()).ShouldBeTrue();
        (await store.GetRunAsync(first.RunId!)).Info.Status.ShouldBe(RunStatus.Running);
        await second.CompleteAsync();

        (await store.GetMetricHistoryAsync(first.RunId!, "loss").ToListAsync()).Select(m => m.Step).ShouldBe([1, 2]);
        (await store.GetRunAsync(first.RunId!)).Info.Status.ShouldBe(RunStatus.Finished);
    }

    [Fact]
    public async Task LogParameter_AnotherValue_ThrowsAndKeepsTheFirst()
    {
        await using IMlflowStore store = Open();
        await using ActiveRun run = await store.StartRunAsync(new RunOptions());
        run.LogParameter("lr", "0.1");
        run.LogParameter("lr", "0.1");

        Should
            .Throw<ArgumentException>(() => run.LogParameter("lr", "0.2"))
            .Message.ShouldStartWith(
                "parameter 'lr' is '0.2', expected '0.1', as logged before. Parameters never change; start a new run.");

        await run.CompleteAsync();
        (await store.GetRunAsync(run.RunId!)).Parameters["lr"].ShouldBe("0.1");
    }

    public void Dispose() => _folder.Dispose();

    private IMlflowStore Open() => MlflowStore.Open(_folder.Combine("mlruns"));
}
