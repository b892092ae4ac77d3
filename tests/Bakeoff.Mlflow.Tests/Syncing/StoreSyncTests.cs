using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Mlflow.Syncing;
using Bakeoff.Mlflow.Tests.Server;

namespace Bakeoff.Mlflow.Tests.Syncing;

/// <summary>A local folder copied to a server.</summary>
public sealed class StoreSyncTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task SyncTo_LocalStore_CopiesEverythingOnce()
    {
        await using StrictServer server = await StrictServer.StartAsync();
        server.Reset(new StrictState { IsFileBacked = true, PageSize = 1000 });
        await using IMlflowStore target = MlflowStore.Open(server.Address, new MlflowStoreOptions { MaxRetries = 0 });
        await using IMlflowStore source = MlflowStore.Open(_folder.Combine("mlruns"));
        string child = await FillAsync(source);

        SyncReport first = await source.SyncToAsync(target);
        SyncReport second = await source.SyncToAsync(target);

        first.ShouldBe(new SyncReport(2, 0, 2, 1));
        second.ShouldBe(new SyncReport(0, 2, 0, 0));
        server.Violations.ShouldBeEmpty();
        Run original = await source.GetRunAsync(child);
        StrictRun copy = server.State.Runs.Values.Single(r => r.Name == "fold 1");
        copy.Tags[MlflowTags.ParentRunId].ShouldBe(server.State.Runs.Values.Single(r => r.Name == "folds").RunId);
        copy.Tags[MlflowTags.CopiedFrom].ShouldBe(child);
        copy.Metrics.Select(m => (m.Key, m.Step, m.Value, m.TimestampMs))
            .ShouldBe(
                (await source.GetMetricHistoryAsync(child, "loss").ToListAsync()).Select(m => (m.Key, m.Step, m.Value, m.TimestampMs)));
        copy.Parameters["lr"].ShouldBe("0.1");
        copy.Status.ShouldBe("FINISHED");
        copy.EndTime.ShouldBe(original.Info.EndTime!.Value.ToUnixTimeMilliseconds());
        copy.StartTime.ShouldBe(original.Info.StartTime.ToUnixTimeMilliseconds());
        copy.Inputs.Count.ShouldBe(1);
        server.State.Artifacts.Keys.ShouldContain(key =>
            key.EndsWith($"{copy.RunId}/artifacts/model/weights.bin", StringComparison.Ordinal));
        ModelVersion version = (await target.FindAliasAsync("ser", "candidate"))!;
        version.RunId.ShouldBe(copy.RunId);
        version.Source.ShouldBe($"{copy.ArtifactUri}/model");
    }

    [Fact]
    public async Task SyncTo_ServerFailsInBetween_NextTimeCompletes()
    {
        await using StrictServer server = await StrictServer.StartAsync();
        await using IMlflowStore target = MlflowStore.Open(server.Address, new MlflowStoreOptions { MaxRetries = 0 });
        await using IMlflowStore source = MlflowStore.Open(_folder.Combine("mlruns"));
        await FillAsync(source);
        int calls = 100;
        for (int at = 0; at < calls; at++)
        {
            server.Reset(new StrictState { IsFileBacked = true, PageSize = 1000 });
            int broken = at;
            server.Faults = (number, _) => number == broken ? Fault.HalfDone : Fault.None;
            try
            {
                await source.SyncToAsync(target);
                calls = server.Calls.Count;
            }
            catch (MlflowException)
            {
                await source.SyncToAsync(target);
            }

            server.State.Runs.Count.ShouldBe(2);
            server
                .State.Runs.Values.Single(r => r.Name == "fold 1")
                .Metrics.Select(m => m.Step)
                .Order()
                .ToArray()
                .ShouldBe([1L, 2L, 3L], $"half of call {at} was done: {server.Calls.ElementAtOrDefault(at)}");
            server.State.Artifacts.Count.ShouldBe(2);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> FillAsync(IMlflowStore store)
    {
        string childId = "";
        await store.RunAsync(
            new RunOptions
            {
                ExperimentName = "folds",
                RunName = "folds",
                EndOnSignals = false,
            },
            async parent =>
            {
                await store.RunAsync(
                    new RunOptions
                    {
                        ExperimentName = "folds",
                        RunName = "fold 1",
                        ParentRunId = parent.RunId,
                        EndOnSignals = false,
                    },
                    async run =>
                    {
                        childId = run.RunId!;
                        run.LogParameter("lr", "0.1");
                        for (int step = 1; step <= 3; step++)
                        {
                            run.LogMetric("loss", 1.0 / step, step);
                        }

                        run.LogInput(
                            new Dataset
                            {
                                Name = "tess",
                                Digest = "d",
                                SourceType = "local",
                                Source = "{}",
                            });
                        await run.LogTextAsync("abc", "model/weights.bin");
                        await run.LogTextAsync("", "empty.txt");
                    });
            });
        Run child = await store.GetRunAsync(childId);
        await store.CreateRegisteredModelAsync("ser");
        await store.CreateModelVersionAsync(
            new NewModelVersion
            {
                Name = "ser",
                Source = child.Info.ArtifactUri + "/model",
                RunId = childId,
            });
        await store.SetAliasAsync("ser", "candidate", 1);
        return childId;
    }
}
