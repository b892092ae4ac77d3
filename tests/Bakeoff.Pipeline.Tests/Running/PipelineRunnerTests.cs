using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Tests.Samples;

namespace Bakeoff.Pipeline.Tests.Running;

public sealed class PipelineRunnerTests : IDisposable
{
    private readonly Bench bench = new();
    private readonly TextStage index = new("index") { Values = { ["dataset"] = "tess" } };
    private readonly TextStage split = new("split", "index") { Values = { ["seed"] = "1" } };
    private readonly TextStage train = new("train", "split") { Values = { ["training.batch_size"] = "64" } };

    private IStage[] All => [index, split, train];

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task RunAsync_FirstTime_RunsInputsFirst()
    {
        await bench.RunAsync("train", All);
        bench.Observer.Lines.ShouldBe(
        [
            "start index: not run yet", "finish index", "start split: not run yet", "finish split", "start train: not run yet", "finish train",
        ]);
    }

    [Fact]
    public async Task RunAsync_SecondTime_RunsNothing()
    {
        await bench.RunAsync("train", All);
        await bench.RunAsync("train", All);
        bench.Observer.Lines.ShouldBe(["up to date index", "up to date split", "up to date train"]);
        train.Runs.ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_OneParameterChanged_RunsThatStageAndSaysWhy()
    {
        await bench.RunAsync("train", All);
        train.Values["training.batch_size"] = "32";
        await bench.RunAsync("train", All);
        bench.Observer.Lines.ShouldBe(["up to date index", "up to date split", "start train: training.batch_size: 64 -> 32", "finish train"]);
    }

    [Fact]
    public async Task RunAsync_BackToEarlierParameter_FindsEarlierResult()
    {
        var first = await bench.RunAsync("train", All);
        train.Values["training.batch_size"] = "32";
        await bench.RunAsync("train", All);
        train.Values["training.batch_size"] = "64";
        var third = await bench.RunAsync("train", All);
        third[^1].Folder.ShouldBe(first[^1].Folder);
        train.Runs.ShouldBe(2);
    }

    [Fact]
    public async Task RunAsync_InputRunsAgainWithEqualOutput_StopsThere()
    {
        await bench.RunAsync("train", All);
        index.ExternalInputs = [new ExternalInput("tess.zip", "aa", new Dictionary<string, string>())];
        await bench.RunAsync("train", All);
        bench.Observer.Lines.ShouldBe(["start index: input source 1 is new", "finish index", "up to date split", "up to date train"]);
    }

    [Fact]
    public async Task RunAsync_InputChanged_NamesTheFile()
    {
        await bench.RunAsync("train", All);
        split.Values["seed"] = "2";
        await bench.RunAsync("train", All);
        bench.Observer.Lines.ShouldContain("start train: input split.txt changed");
    }

    [Fact]
    public async Task RunAsync_StageThrows_LeavesNothingThatCounts()
    {
        train.Behaviour = (context, _) =>
        {
            File.WriteAllText(context.OutputPath("half.txt"), "half");
            throw new StageFailedException("train", "no space left");
        };
        await Should.ThrowAsync<StageFailedException>(() => bench.RunAsync("train", All));
        bench.Store.Entries().Select(e => e.Record.Content.Stage).ShouldBe(["index", "split"]);
        Directory.EnumerateFileSystemEntries(Path.Combine(bench.Store.Root, ".pending")).ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_OutputOfOtherLength_IsSetAsideAndMadeAgain()
    {
        var entries = await bench.RunAsync("train", All);
        await File.AppendAllTextAsync(Path.Combine(entries[^1].Folder, "train.txt"), "x", TestContext.Current.CancellationToken);
        await bench.RunAsync("train", All);
        bench.Observer.Lines.ShouldContain("damaged train: train.txt has 43 bytes, recorded are 42");
        bench.Observer.Lines.ShouldContain("finish train");
        Directory.EnumerateDirectories(Path.Combine(bench.Store.Root, ".damaged")).Count().ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_InputWithFlippedByte_IsNotComputedFrom()
    {
        var entries = await bench.RunAsync("split", All);
        var file = Path.Combine(entries[^1].Folder, "split.txt");
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, 'X' + text[1..], TestContext.Current.CancellationToken);
        var fault = await Should.ThrowAsync<StageFailedException>(() => bench.RunAsync("train", All));
        fault.Message.ShouldStartWith("store entry split: split.txt differs from its recorded SHA-256.");
        await bench.RunAsync("train", All);
        split.Runs.ShouldBe(2);
    }

    [Fact]
    public async Task RunAsync_TwoAtOnce_OneComputesTheOtherWaits()
    {
        var started = new TaskCompletionSource();
        var proceed = new TaskCompletionSource();
        index.Behaviour = async (_, _) =>
        {
            started.SetResult();
            await proceed.Task;
        };
        var other = new RecordingObserver();
        var second = new PipelineRunner(bench.Store, new CodeFingerprint(AppContext.BaseDirectory, ["Bakeoff.Pipeline.Tests"], cachePath: null), other);

        var one = bench.RunAsync("index", All);
        await started.Task;
        var two = second.RunAsync(new StageGraph(All), "index", ExperimentRecord.Empty, force: false, TestContext.Current.CancellationToken);
        while (!other.Lines.Contains("wait index"))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        proceed.SetResult();
        (await two)[0].Folder.ShouldBe((await one)[0].Folder);
        other.Lines.ShouldBe(["wait index", "up to date index"]);
        index.Runs.ShouldBe(1);
    }

    [Fact]
    public async Task Status_ParameterOfFirstStageChanged_ExplainsAllThatFollow()
    {
        await bench.RunAsync("train", All);
        index.Values["dataset"] = "emodb";
        train.Values["training.batch_size"] = "8";
        var statuses = bench.Runner.Status(new StageGraph(All), "train", bench.Record);
        statuses.Select(s => $"{s.Stage.Name} {s.State}: {string.Join("; ", s.Reasons)}").ShouldBe(
        [
            "index Stale: dataset: tess -> emodb",
            "split Stale: needs index, which has to run",
            "train Stale: training.batch_size: 64 -> 8; needs split, which has to run",
        ]);
    }

    [Fact]
    public async Task RunAsync_EntryOfNewerVersion_SaysWhatToDo()
    {
        var entries = await bench.RunAsync("index", All);
        var record = Path.Combine(entries[0].Folder, "record.json");
        await File.WriteAllTextAsync(record, (await File.ReadAllTextAsync(record, TestContext.Current.CancellationToken)).Replace("\"version\": 1", "\"version\": 2"), TestContext.Current.CancellationToken);
        var fault = await Should.ThrowAsync<Bakeoff.Pipeline.Store.StoreException>(() => bench.RunAsync("index", All));
        fault.Message.ShouldEndWith("version is 2, expected at most 1. A newer Bakeoff wrote this store; use that version, or another folder.");
    }

    [Fact]
    public async Task RunAsync_Cancelled_KeepsNothing()
    {
        using var source = new CancellationTokenSource();
        index.Behaviour = (_, _) =>
        {
            source.Cancel();
            return Task.CompletedTask;
        };
        await Should.ThrowAsync<OperationCanceledException>(() => bench.Runner.RunAsync(new StageGraph(All), "index", ExperimentRecord.Empty, force: false, source.Token));
        bench.Store.Entries().ShouldBeEmpty();
    }
}
