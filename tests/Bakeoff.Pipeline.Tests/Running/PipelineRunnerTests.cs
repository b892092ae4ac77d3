using Bakeoff.Options;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Tests.Samples;

namespace Bakeoff.Pipeline.Tests.Running;

public sealed class PipelineRunnerTests : IDisposable
{
    private readonly Bench _bench = new();
    private readonly TextStage _index = new("index") { Values = { ["dataset"] = "tess" } };
    private readonly TextStage _split = new("split", "index") { Values = { ["seed"] = "1" } };
    private readonly TextStage _train = new("train", "split") { Values = { ["training.batch_size"] = "64" } };

    private IStage[] All => [_index, _split, _train];

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task RunAsync_FirstTime_RunsInputsFirst()
    {
        await _bench.RunAsync("train", All);
        _bench.Observer.Lines.ShouldBe([
            "start index: not run yet",
            "finish index",
            "start split: not run yet",
            "finish split",
            "start train: not run yet",
            "finish train",
        ]);
    }

    [Fact]
    public async Task RunAsync_SecondTime_RunsNothing()
    {
        await _bench.RunAsync("train", All);
        await _bench.RunAsync("train", All);
        _bench.Observer.Lines.ShouldBe(["up to date index", "up to date split", "up to date train"]);
        _train.Runs.ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_OneParameterChanged_RunsThatStageAndSaysWhy()
    {
        await _bench.RunAsync("train", All);
        _train.Values["training.batch_size"] = "32";
        await _bench.RunAsync("train", All);
        _bench.Observer.Lines.ShouldBe([
            "up to date index",
            "up to date split",
            "start train: training.batch_size: 64 -> 32",
            "finish train",
        ]);
    }

    [Fact]
    public async Task RunAsync_BackToEarlierParameter_FindsEarlierResult()
    {
        var first = await _bench.RunAsync("train", All);
        _train.Values["training.batch_size"] = "32";
        await _bench.RunAsync("train", All);
        _train.Values["training.batch_size"] = "64";
        var third = await _bench.RunAsync("train", All);
        third[^1].Folder.ShouldBe(first[^1].Folder);
        _train.Runs.ShouldBe(2);
    }

    [Fact]
    public async Task RunAsync_InputRunsAgainWithEqualOutput_StopsThere()
    {
        await _bench.RunAsync("train", All);
        _index.ExternalInputs = [new ExternalInput("tess.zip", "aa", new Dictionary<string, string>())];
        await _bench.RunAsync("train", All);
        _bench.Observer.Lines.ShouldBe(["start index: input tess.zip is new", "finish index", "up to date split", "up to date train"]);
    }

    [Fact]
    public async Task RunAsync_SourceThatFollowsFromAnInput_CountsOnceTheInputIsThere()
    {
        var version = "1";
        _split.SourceGiven = inputs =>
            new ExternalInput($"decoder {version}", inputs["index"].Record.Files.Count + version, new Dictionary<string, string>());
        await _bench.RunAsync("split", All);
        await _bench.RunAsync("split", All);
        _split.Runs.ShouldBe(1);

        _index.Values["more"] = "1";
        Reasons().ShouldBe(["needs index, which has to run"], "what the decoder will be is not known yet, and is no reason");
        _index.Values.Remove("more");
        version = "2";
        Reasons().ShouldBe(["input decoder 2 changed"]);
        await _bench.RunAsync("split", All);
        _split.Runs.ShouldBe(2);

        IReadOnlyList<string> Reasons() =>
            RerunReasonText.Describe(_bench.Runner.Status(new StageGraph(All), "split", _bench.Record)[1].Reasons);
    }

    [Fact]
    public async Task RunAsync_InputChanged_NamesTheFile()
    {
        await _bench.RunAsync("train", All);
        _split.Values["seed"] = "2";
        await _bench.RunAsync("train", All);
        _bench.Observer.Lines.ShouldContain("start train: input split.txt changed");
    }

    [Fact]
    public async Task RunAsync_StageThrows_LeavesNothingThatCounts()
    {
        _train.Behaviour = (context, _) =>
        {
            File.WriteAllText(context.OutputPath("half.txt"), "half");
            throw new StageFailedException("train", new ErrorDetails("no space left"));
        };
        await Should.ThrowAsync<StageFailedException>(() => _bench.RunAsync("train", All));
        _bench.Store.Entries().Select(e => e.Record.Content.Stage).ShouldBe(["index", "split"]);
        Directory.EnumerateFileSystemEntries(Path.Combine(_bench.Store.Root, ".pending")).ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_OutputOfOtherLength_IsSetAsideAndMadeAgain()
    {
        var entries = await _bench.RunAsync("train", All);
        await File.AppendAllTextAsync(Path.Combine(entries[^1].Folder, "train.txt"), "x", TestContext.Current.CancellationToken);
        await _bench.RunAsync("train", All);
        _bench.Observer.Lines.ShouldContain("damaged train: train.txt has 43 bytes, recorded are 42");
        _bench.Observer.Lines.ShouldContain("finish train");
        Directory.EnumerateDirectories(Path.Combine(_bench.Store.Root, ".damaged")).Count().ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_InputWithFlippedByte_IsSetAsideAndMadeAgainFirst()
    {
        var entries = await _bench.RunAsync("split", All);
        var sound = await FlipFirstByte(Path.Combine(entries[^1].Folder, "split.txt"));
        await FlipFirstByte(Path.Combine(entries[0].Folder, "index.txt"));
        var again = await _bench.RunAsync("train", All);
        _bench.Observer.Lines.ShouldBe([
            "up to date index",
            "up to date split",
            "damaged split: split.txt differs from its recorded SHA-256",
            "damaged index: index.txt differs from its recorded SHA-256",
            "start index: its stored result is gone",
            "finish index",
            "start split: its stored result is gone",
            "finish split",
            "start train: not run yet",
            "finish train",
        ]);
        (await File.ReadAllTextAsync(Path.Combine(again[1].Folder, "split.txt"), TestContext.Current.CancellationToken)).ShouldBe(sound);
        Directory.EnumerateDirectories(Path.Combine(_bench.Store.Root, ".damaged")).Count().ShouldBe(2);

        static async Task<string> FlipFirstByte(string file)
        {
            var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(file, 'X' + text[1..], TestContext.Current.CancellationToken);
            return text;
        }
    }

    [Fact]
    public async Task Status_FileOfASourceChanged_NamesIt()
    {
        _index.ExternalInputs = [Source("a", "b")];
        _index.Behaviour = (context, _) =>
        {
            foreach (var (name, digest) in _index.ExternalInputs[0].Items)
            {
                context.AddExternalItem("recordings/" + name, digest);
            }

            return Task.CompletedTask;
        };
        await _bench.RunAsync("index", All);
        _index.ExternalInputs = [Source("a", "c")];
        ReasonsOfIndex().ShouldBe(["input YAF_back_sad.wav changed"]);
        _index.ExternalInputs = [new ExternalInput("tess.zip", "zz", new Dictionary<string, string>())];
        ReasonsOfIndex().ShouldBe(["input tess.zip changed"], "an archive is one piece until it is unpacked");

        static ExternalInput Source(string first, string second) =>
            new(
                "tess",
                first + second,
                new Dictionary<string, string> { ["OAF_back_sad.wav"] = first, ["YAF_back_sad.wav"] = second },
                "recordings");

        IReadOnlyList<string> ReasonsOfIndex() =>
            RerunReasonText.Describe(_bench.Runner.Status(new StageGraph(All), "index", _bench.Record)[0].Reasons);
    }

    [Fact]
    public async Task RunAsync_TwoAtOnce_OneComputesTheOtherWaits()
    {
        var started = new TaskCompletionSource();
        var proceed = new TaskCompletionSource();
        _index.Behaviour = async (_, _) =>
        {
            started.SetResult();
            await proceed.Task;
        };
        var other = new RecordingObserver();
        var second = new PipelineRunner(
            _bench.Store,
            new CodeFingerprint(AppContext.BaseDirectory, ["Bakeoff.Pipeline.Tests"], apart: [], cachePath: null),
            other);

        var one = _bench.RunAsync("index", All);
        await started.Task;
        var two = second.RunAsync(
            new StageGraph(All),
            "index",
            ExperimentRecord.Empty,
            force: false,
            TestContext.Current.CancellationToken);
        while (!other.Lines.Contains("wait index"))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        proceed.SetResult();
        (await two)[0].Folder.ShouldBe((await one)[0].Folder);
        other.Lines.ShouldBe(["wait index", "up to date index"]);
        _index.Runs.ShouldBe(1);
    }

    [Fact]
    public async Task Status_ParameterOfFirstStageChanged_ExplainsAllThatFollow()
    {
        await _bench.RunAsync("train", All);
        _index.Values["dataset"] = "emodb";
        _train.Values["training.batch_size"] = "8";
        var statuses = _bench.Runner.Status(new StageGraph(All), "train", _bench.Record);
        statuses
            .Select(s => $"{s.Stage.Name} {s.State}: {RerunReasonText.Join(s.Reasons)}")
            .ShouldBe([
                "index Stale: dataset: tess -> emodb",
                "split Stale: needs index, which has to run",
                "train Stale: training.batch_size: 64 -> 8; needs split, which has to run",
            ]);
    }

    [Fact]
    public async Task RunAsync_EntryOfNewerVersion_SaysWhatToDo()
    {
        var entries = await _bench.RunAsync("index", All);
        var record = Path.Combine(entries[0].Folder, "record.json");
        await File.WriteAllTextAsync(
            record,
            (await File.ReadAllTextAsync(record, TestContext.Current.CancellationToken)).Replace("\"version\": 1", "\"version\": 2"),
            TestContext.Current.CancellationToken);
        var fault = await Should.ThrowAsync<Bakeoff.Pipeline.Store.StoreException>(() => _bench.RunAsync("index", All));
        fault.Message.ShouldEndWith(
            "version is 2, expected at most 1. A newer Bakeoff wrote this store; use that version, or another folder.");
    }

    [Fact]
    public async Task RunAsync_Cancelled_KeepsNothing()
    {
        using var source = new CancellationTokenSource();
        _index.Behaviour = (_, _) =>
        {
            source.Cancel();
            return Task.CompletedTask;
        };
        await Should.ThrowAsync<OperationCanceledException>(() =>
            _bench.Runner.RunAsync(new StageGraph(All), "index", ExperimentRecord.Empty, force: false, source.Token));
        _bench.Store.Entries().ShouldBeEmpty();
    }
}
