using System.Diagnostics;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Tests.Running;

/// <summary>A store among several processes, on a disk that is full or read-only, damaged, or from a newer version.</summary>
public sealed class StoreFaultTests : IDisposable
{
    private const string Long = "--set=training.epochs=100000";
    private readonly Project _project = new();
    private readonly List<Process> _processes = [];

    private string Store => Path.Combine(_project.Root, "artifacts", "store");

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        ForeignProgram.Run("/", [], "umount", Store);
        _project.Dispose();
    }

    [Fact]
    public void Train_ThreeAtOnce_TheKilledAreReplacedAndTheLastFindsTheResult()
    {
        _project.Prepare("featurize");
        var first = Launch("train: 2 of");
        var second = Launch("waiting for its result");
        var third = Launch("waiting for its result");

        // One that waits is killed: nobody notices.
        Kill(second);

        // The one that computes is killed: the one that waits takes over.
        Kill(first);
        ReadUntil(third, " of 100,000 epochs");
        Directory.GetDirectories(Path.Combine(Store, ".pending")).Length.ShouldBe(1, "what the killed process left is removed by the next");
        Kill(third);
        Directory.Exists(Path.Combine(Store, "train")).ShouldBeFalse();
    }

    [Fact]
    public void Train_TwoAtOnce_BothEndWellAndOneHasComputed()
    {
        _project.Prepare("featurize");
        var outputs = Enumerable
            .Range(0, 2)
            .Select(_ => _project.Start(environment: null, "train", "-e", "tiny", "--set=training.epochs=200"))
            .ToList()
            .Select(p => (Process: p, Output: p.StandardOutput.ReadToEndAsync()))
            .ToList()
            .Select(p =>
            {
                p.Process.WaitForExit();
                p.Process.ExitCode.ShouldBe(0);
                return p.Output.GetAwaiter().GetResult();
            })
            .ToList();
        outputs.Count(o => o.Contains("train: done in", StringComparison.Ordinal)).ShouldBe(1);
        outputs.Count(o => o.Contains("train: nothing changed", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void Verify_FlippedByte_IsNamedSetAsideAndMadeAgain()
    {
        _project.Prepare("evaluate");
        var original = File.ReadAllBytes(_project.Results("tiny", "metrics.json"));
        var weights = Directory
            .GetFiles(Path.Combine(Store, "train"), "weights.safetensors", SearchOption.AllDirectories)
            .ShouldHaveSingleItem();
        var bytes = File.ReadAllBytes(weights);
        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);

        _project
            .Succeed("verify")
            .ShouldBe(FormattableString.Invariant($"{Results()} results checked, 0 damaged\n"), "lengths alone do not show it");
        var (exitCode, output, _) = _project.Run("verify", "--deep");
        exitCode.ShouldBe(1);
        output.ShouldMatch(@"train/[0-9a-f]{32}: model/weights\.safetensors differs from its recorded SHA-256; moved to .*\.damaged");
        _project.Succeed("verify", "--deep").ShouldContain(" 0 damaged\n");
        var (stale, status, _) = _project.Run("status", "tiny", "--until=train");
        stale.ShouldBe(1);
        status.ShouldContain("train      stale  its stored result is gone\n");
        _project.Succeed("evaluate", "-e", "tiny").ShouldContain("train: done in");
        File.ReadAllBytes(_project.Results("tiny", "metrics.json")).ShouldBe(original);
    }

    [Fact]
    public void Evaluate_InputWithFlippedByte_IsMadeAgainInTheSameRun()
    {
        _project.Prepare("train");
        var index = Directory.GetFiles(Path.Combine(Store, "index"), "index.csv", SearchOption.AllDirectories).ShouldHaveSingleItem();
        var bytes = File.ReadAllBytes(index);
        bytes[^5] ^= 1;
        File.WriteAllBytes(index, bytes);
        var output = _project.Succeed("evaluate", "-e", "tiny");
        output.ShouldContain("index: its stored result is damaged (index.csv differs from its recorded SHA-256); moved to ");
        output.ShouldContain("index: done in");
        output.ShouldContain("evaluate: done in");
        output.ShouldNotContain("train: done in");
    }

    [Fact]
    public void Report_StoreOfNewerVersion_IsRefused()
    {
        _project.Prepare("split");
        var record = Directory.GetFiles(Path.Combine(Store, "split"), "record.json", SearchOption.AllDirectories).ShouldHaveSingleItem();
        File.WriteAllText(record, File.ReadAllText(record).Replace("\"version\": 1,", "\"version\": 2,", StringComparison.Ordinal));
        const string expected = "version is 2, expected at most 1. A newer Bakeoff wrote this store; use that version, or another folder.";
        _project.Refuse("train", "-e", "tiny").ShouldEndWith(expected);
        _project.Refuse("status", "tiny").ShouldEndWith(expected);
        _project.Refuse("verify").ShouldEndWith(expected);
        _project.Refuse("clean", "--yes", "--keep=none").ShouldEndWith(expected);
        File.Exists(record).ShouldBeTrue("nothing of it is touched");
    }

    [Fact]
    public void Evaluate_DiskIsFullThenReadOnly_SaysSoAndGoesOnOnceThereIsRoom()
    {
        Directory.CreateDirectory(Store);
        if (ForeignProgram.Run("/", [], "mount", "-t", "tmpfs", "-o", "size=16m", "bakeoff-test", Store) is not { ExitCode: 0 })
        {
            Assert.Skip("A small disk is made by mounting a tmpfs, which takes root on Linux.");
        }

        _project.Succeed("split", "-e", "tiny").ShouldContain("split: done in");
        var filler = Path.Combine(Store, "filler");
        Fill(filler);
        var message = _project.Refuse("featurize", "-e", "tiny");
        message.ShouldContain("No space left on device");
        message.ShouldMatch("[Ff]ree (some )?space");
        Directory.GetFileSystemEntries(Path.Combine(Store, ".pending")).ShouldBeEmpty();
        File.Delete(filler);

        Mounted("remount,ro");
        _project.Refuse("train", "-e", "tiny").ShouldContain("the store cannot be written (");
        _project.Succeed("split", "-e", "tiny").ShouldContain("split: nothing changed\n");
        Mounted("remount,rw");
        _project.Succeed("evaluate", "-e", "tiny").ShouldContain("evaluate: done in");
    }

    /// <summary>Writes until nothing fits any more, save for one small file.</summary>
    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            file.SetLength(file.Length - block.Length);
        }
    }

    private void Mounted(string options) => ForeignProgram.Run("/", [], "mount", "-o", options, Store)!.Value.ExitCode.ShouldBe(0);

    private int Results() => Directory.GetFiles(Store, "record.json", SearchOption.AllDirectories).Length;

    private Process Launch(string until)
    {
        var process = _project.Start(environment: null, "train", "-e", "tiny", Long);
        _processes.Add(process);
        ReadUntil(process, until);
        return process;
    }

    private static void ReadUntil(Process process, string text)
    {
        using var patience = new Timer(_ => process.Kill(), null, TimeSpan.FromMinutes(2), Timeout.InfiniteTimeSpan);
        string? line;
        do
        {
            line = process.StandardOutput.ReadLine();
        } while (line is not null && !line.Contains(text, StringComparison.Ordinal));

        line.ShouldNotBeNull(
            $"the process ended before it said '{text}': {(process.HasExited ? process.StandardError.ReadToEnd() : string.Empty)}");
    }

    private void Kill(Process process)
    {
        process.Kill();
        process.WaitForExit();
        _processes.Remove(process);
        process.Dispose();
    }
}
