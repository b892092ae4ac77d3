using System.Diagnostics;
using System.Text;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Runs;

namespace Bakeoff.Mlflow.Tests.FileStores;

/// <summary>The bytes on disk, several writers, and damage.</summary>
public sealed class FileStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Root => _folder.Combine("mlruns");

    [Fact]
    public async Task LogBatch_OneRun_LaysFilesOutAsMlflowReadsThem()
    {
        await using IMlflowStore store = MlflowStore.Open(Root);
        Run run = await StartAsync(store);
        string id = run.Info.RunId;
        await store.LogBatchAsync(
            id,
            new RunBatch
            {
                Metrics =
                [
                    new("train/loss", 0.5, 1700000000001, 1),
                    new("train/loss", 1e-5, 1700000000002, 2),
                    new("train/loss", double.NaN, 1700000000003, 3),
                ],
                Parameters = [new("features.n_mfcc", "40")],
                Tags = [new("note", "two\nlines ü")],
            });
        await store.UpdateRunAsync(
            id,
            new RunUpdate { Status = RunStatus.Finished, EndTime = DateTimeOffset.FromUnixTimeMilliseconds(1700000000009) });

        string folder = Path.Combine(Root, run.Info.ExperimentId, id);
        (await File.ReadAllBytesAsync(Path.Combine(folder, "metrics", "train", "loss"))).ShouldBe(
            Encoding.UTF8.GetBytes("1700000000001 0.5 1\n1700000000002 1E-05 2\n1700000000003 NaN 3\n"));
        (await File.ReadAllBytesAsync(Path.Combine(folder, "params", "features.n_mfcc"))).ShouldBe("40"u8.ToArray());
        (await File.ReadAllBytesAsync(Path.Combine(folder, "tags", "note"))).ShouldBe("two\nlines ü"u8.ToArray());
        string[] parts = [.. Directory.GetDirectories(folder).Select(p => Path.GetFileName(p)!).Order(StringComparer.Ordinal)];
        parts.ShouldBe(["artifacts", "metrics", "params", "tags"]);
        string meta = await File.ReadAllTextAsync(Path.Combine(folder, "meta.yaml"));
        meta.ShouldContain($"run_id: \"{id}\"\n");
        meta.ShouldContain($"run_uuid: \"{id}\"\n");
        meta.ShouldContain("status: 3\n");
        meta.ShouldContain("end_time: 1700000000009\n");
        meta.ShouldContain("lifecycle_stage: \"active\"\n");
        Directory.EnumerateFiles(Root, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task GetRun_WrittenByPython_IsRead()
    {
        string run = Path.Combine(Root, "123456789012345678", "0123456789abcdef0123456789abcdef");
        foreach (string part in (string[])["metrics", "params", "tags", "artifacts"])
        {
            Directory.CreateDirectory(Path.Combine(run, part));
        }

        await File.WriteAllTextAsync(
            Path.Combine(Root, "123456789012345678", "meta.yaml"),
            "artifact_location: mlflow-artifacts:/123456789012345678\ncreation_time: 1700000000000\nexperiment_id: '123456789012345678'\n"
                + "last_update_time: 1700000000000\nlifecycle_stage: active\n"
                + "name: 'it''s: a long name that PyYAML folds over two lines because it exceeds\n  eighty characters'\n");
        await File.WriteAllTextAsync(
            Path.Combine(run, "meta.yaml"),
            "artifact_uri: mlflow-artifacts:/123456789012345678/0123456789abcdef0123456789abcdef/artifacts\n"
                + "end_time: 1700000005000\nentry_point_name: ''\nexperiment_id: '123456789012345678'\n"
                + "lifecycle_stage: active\nrun_id: 0123456789abcdef0123456789abcdef\nrun_name: \"tab\\tand \\xFC\"\n"
                + "run_uuid: 0123456789abcdef0123456789abcdef\nsource_name: ''\nsource_type: 4\nsource_version: ''\n"
                + "start_time: 1700000000000\nstatus: 3\ntags: []\nuser_id: eva\n");
        await File.WriteAllTextAsync(
            Path.Combine(run, "metrics", "loss"),
            "1700000000001 0.25 0\n1700000000002 nan 1\n1700000000003 -inf 2\n");

        await using IMlflowStore store = MlflowStore.Open(Root);
        Run read = await store.GetRunAsync("0123456789abcdef0123456789abcdef");

        read.Info.ShouldSatisfyAllConditions(
            i => i.Name.ShouldBe("tab\tand ü"),
            i => i.Status.ShouldBe(RunStatus.Finished),
            i => i.UserId.ShouldBe("eva"),
            i => i.EndTime.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1700000005000)));
        read.Metrics["loss"].Value.ShouldBe(double.NegativeInfinity);
        (
            await store.FindExperimentAsync("it's: a long name that PyYAML folds over two lines because it exceeds eighty characters")).ShouldNotBeNull();
    }

    [Fact]
    public async Task LogBatch_TwoProcessesAtOnce_KeepsEveryPoint()
    {
        await using IMlflowStore store = MlflowStore.Open(Root);
        Run run = await StartAsync(store);
        using Process a = ChildProcess.Start("append", Root, _folder.FullPath, run.Info.RunId, "a");
        using Process b = ChildProcess.Start("append", Root, _folder.FullPath, run.Info.RunId, "b");
        var watch = Stopwatch.StartNew();
        while ((!a.HasExited || !b.HasExited) && watch.Elapsed < TimeSpan.FromSeconds(60))
        {
            // A reader never sees anything half done.
            (await store.GetRunAsync(run.Info.RunId)).Info.Status.ShouldBe(RunStatus.Running);
        }

        (a.ExitCode, b.ExitCode).ShouldBe((0, 0));
        (await store.GetMetricHistoryAsync(run.Info.RunId, "a").ToListAsync())
            .Select(m => m.Step)
            .ShouldBe(Enumerable.Range(1, 30).Select(i => (long)i));
        (await store.GetMetricHistoryAsync(run.Info.RunId, "shared").ToListAsync())
            .Select(m => m.Step)
            .Order()
            .ShouldBe(Enumerable.Range(1, 30).SelectMany(i => (long[])[i, i]));
    }

    [Fact]
    public async Task GetOrCreateExperiment_TwoProcessesAtOnce_CreatesEachOnce()
    {
        using Process a = ChildProcess.Start("experiments", Root, _folder.FullPath);
        using Process b = ChildProcess.Start("experiments", Root, _folder.FullPath);
        await a.WaitForExitAsync();
        await b.WaitForExitAsync();

        (a.ExitCode, b.ExitCode).ShouldBe((0, 0));
        await using IMlflowStore store = MlflowStore.Open(Root);
        (await store.SearchExperimentsAsync(new ExperimentQuery()).ToListAsync()).Count.ShouldBe(20);
    }

    [Fact]
    public async Task LogBatch_TornLastLine_IsDroppedBeforeAppending()
    {
        await using IMlflowStore store = MlflowStore.Open(Root);
        Run run = await StartAsync(store);
        await store.LogBatchAsync(run.Info.RunId, new RunBatch { Metrics = [new("loss", 1, 1700000000001, 1)] });
        string path = Path.Combine(Root, run.Info.ExperimentId, run.Info.RunId, "metrics", "loss");
        await File.AppendAllTextAsync(path, "17000000");

        await store.LogBatchAsync(run.Info.RunId, new RunBatch { Metrics = [new("loss", 2, 1700000000002, 2)] });

        (await File.ReadAllTextAsync(path)).ShouldBe("1700000000001 1 1\n1700000000002 2 2\n");
    }

    [Fact]
    public async Task LogBatch_LongHistory_IsAppendedToInPlace()
    {
        await using IMlflowStore store = MlflowStore.Open(Root);
        Run run = await StartAsync(store);
        string path = Path.Combine(Root, run.Info.ExperimentId, run.Info.RunId, "metrics", "loss");
        await store.LogBatchAsync(
            run.Info.RunId,
            new RunBatch { Metrics = [.. Enumerable.Range(1, 60_000).Select(i => new Metric("loss", i + 0.5, 1700000000000 + i, i))] });
        new FileInfo(path).Length.ShouldBeGreaterThan(1 << 20);
        await File.AppendAllTextAsync(path, "1700");

        await store.LogBatchAsync(run.Info.RunId, new RunBatch { Metrics = [new("loss", 0.25, 1700000060001, 60_001)] });

        (await File.ReadAllTextAsync(path)).ShouldEndWith("60000\n1700000060001 0.25 60001\n");
        (await store.GetRunAsync(run.Info.RunId)).Metrics["loss"].Step.ShouldBe(60_001);
    }

    [Fact]
    public async Task LogBatch_KeyIsFolderOfAnother_ThrowsInsteadOfBreakingThePages()
    {
        await using IMlflowStore store = MlflowStore.Open(Root);
        Run run = await StartAsync(store);
        await store.LogBatchAsync(run.Info.RunId, new RunBatch { Metrics = [new("train/loss", 1, 1700000000001, 1)] });

        var thrown = await Should.ThrowAsync<MlflowException>(
            store.LogBatchAsync(run.Info.RunId, new RunBatch { Metrics = [new("train", 1, 1700000000001, 1)] }));

        thrown.Message.ShouldEndWith(
            "key 'train' is both a name and the beginning of another name, expected one of both in a file store. Rename one, such as "
                + "'train_value'.");
    }

    [Fact]
    public async Task Open_MovedFolder_FindsArtifactsAtTheirNewPlace()
    {
        string id;
        await using (IMlflowStore before = MlflowStore.Open(Root))
        {
            Run run = await StartAsync(before);
            id = run.Info.RunId;
            await before.WriteArtifactAsync(id, "model/a.txt", new MemoryStream("hi"u8.ToArray()));
            await before.CreateRegisteredModelAsync("m");
            await before.CreateModelVersionAsync(
                new NewModelVersion
                {
                    Name = "m",
                    Source = run.Info.ArtifactUri + "/model",
                    RunId = id,
                });
        }

        string moved = _folder.Combine("elsewhere", "mlruns");
        Directory.CreateDirectory(_folder.Combine("elsewhere"));
        Directory.Move(Root, moved);
        await using IMlflowStore after = MlflowStore.Open(moved);

        (await after.ListArtifactsAsync(id, "model")).ShouldHaveSingleItem();
        Run read = await after.GetRunAsync(id);
        new Uri(read.Info.ArtifactUri).LocalPath.ShouldBe(Path.Combine(moved, read.Info.ExperimentId, id, "artifacts"));
        new Uri((await after.GetModelVersionAsync("m", 1)).Source).LocalPath.ShouldBe(
            Path.Combine(moved, read.Info.ExperimentId, id, "artifacts", "model"));
    }

    [Fact]
    public async Task GetRun_BrokenMetricLine_NamesFileAndLine()
    {
        await using IMlflowStore store = MlflowStore.Open(Root);
        Run run = await StartAsync(store);
        string path = Path.Combine(Root, run.Info.ExperimentId, run.Info.RunId, "metrics", "loss");
        await File.WriteAllTextAsync(path, "1700000000001 0.5 1\n1700000000002 0,5 2\n");

        var thrown = await Should.ThrowAsync<MlflowException>(store.GetRunAsync(run.Info.RunId));

        thrown.Message.ShouldBe(
            $"{path}(2): line is '1700000000002 0,5 2', expected 'milliseconds value step'. Correct or remove the line.");
    }

    [Theory]
    [InlineData("run 12:30")]
    [InlineData("100 %41#1?x=+'ü🎉")]
    public async Task CreateRun_AnyFolderName_IsEscapedAsMlflowDoesAndReadBack(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not take these names.");
        string root = _folder.Combine(name, "mlruns");
        await using IMlflowStore store = MlflowStore.Open(root);
        Run run = await StartAsync(store);
        await store.WriteArtifactAsync(run.Info.RunId, "a b.txt", new MemoryStream("x"u8.ToArray()));

        run.Info.ArtifactUri.ShouldBe(
            $"file://{string.Join('/', root.Split('/').Select(Uri.EscapeDataString))}/{run.Info.ExperimentId}/{run.Info.RunId}/artifacts");
        File.Exists(Path.Combine(root, run.Info.ExperimentId, run.Info.RunId, "artifacts", "a b.txt")).ShouldBeTrue();
    }

    [Fact]
    public async Task SearchExperiments_BrokenNeighbours_AreLeftOutAndNamed()
    {
        await using (IMlflowStore first = MlflowStore.Open(Root))
        {
            _ = await StartAsync(first);
        }

        Write("111/meta.yaml", "");
        Write("112/meta.yaml", "\0\u0001: [");
        Write("113/meta.yaml", "{\"name\":");
        Directory.CreateDirectory(Path.Combine(Root, "114"));
        Write("115", "a file");
        Write("116/meta.yaml", "name: far\ncreation_time: 1e300\n");
        Directory.CreateDirectory(Path.Combine(Root, "117", "meta.yaml"));
        await using IMlflowStore store = MlflowStore.Open(Root);

        (await store.SearchExperimentsAsync(new ExperimentQuery()).Select(e => e.Name).ToListAsync()).ShouldContain("far");
        Run run = await StartAsync(store);
        Write($"{run.Info.ExperimentId}/broken/meta.yaml", "");
        RecoveryReport report = await store.RecoverRunsAsync();
        List<Run> runs = await store.SearchRunsAsync(new RunQuery { ExperimentIds = [run.Info.ExperimentId] }).ToListAsync();

        runs.ShouldContain(found => found.Info.RunId == run.Info.RunId);
        report
            .Skipped.Select(message => message[..message.IndexOf(':', StringComparison.Ordinal)])
            .ShouldBe(
                new[]
                {
                    "111/meta.yaml",
                    "112/meta.yaml",
                    "113/meta.yaml",
                    "114",
                    "115",
                    "117",
                    $"{run.Info.ExperimentId}/broken/meta.yaml",
                }.Select(name => Path.Combine(Root, name)),
                ignoreOrder: true);
        report.Skipped.ShouldContain(
            $"{Path.Combine(Root, "114")}: the folder has no meta.yaml, expected an experiment's folder. "
                + "Restore it or move it out of the store.");
    }

    private void Write(string name, string text)
    {
        string path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<Run> StartAsync(IMlflowStore store)
    {
        Experiment experiment = await store.GetOrCreateExperimentAsync("e");
        return await store.CreateRunAsync(new NewRun { ExperimentId = experiment.ExperimentId });
    }
}
