using System.Diagnostics;
using System.Globalization;
using Bakeoff.Experiments.Stages;
using Bakeoff.Numerics;
using Bakeoff.Pipeline.Store;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Tests.Running;

/// <summary>Kills the command at random moments, several processes at once, and expects the results of an undisturbed run.</summary>
public sealed class KillTests
{
    /// <summary>Set it to 200 for the long form of this test.</summary>
    private const string CountVariable = "BAKEOFF_TEST_KILLS";
    private const int DefaultCount = 10;
    private const int ProcessesAtOnce = 2;
    private const int LongestDelayMilliseconds = 3000;

    private static readonly string[] Compared =
    [
        "model/weights.safetensors",
        "model/model.json",
        "metrics.json",
        "predictions.csv",
        "confusion.csv",
        "history.csv",
        "split.csv",
        "index.csv",
        "experiment.yaml",
    ];

    [Fact]
    public void Evaluate_KilledAgainAndAgain_EndsWithTheBytesOfAnUndisturbedRun()
    {
        using var undisturbed = new Project();
        using var disturbed = new Project();
        var clock = Stopwatch.StartNew();
        undisturbed.Succeed("evaluate", "-e", "tiny");

        // Kills fall anywhere from the start of a process to a little after its usual end; a busy machine's first run says little about the
        // usual.
        var longest = Math.Min((int)(clock.ElapsedMilliseconds * 1.2), LongestDelayMilliseconds);
        var count = int.Parse(
            Environment.GetEnvironmentVariable(CountVariable) ?? DefaultCount.ToString(CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture);
        var random = new SeededRandom(2010, "kills");
        var store = new ArtifactStore(Path.Combine(disturbed.Root, "artifacts", "store"), TimeProvider.System);
        int killed = 0,
            ended = 0,
            restarts = 0;
        while (killed < count)
        {
            var processes = Enumerable.Range(0, ProcessesAtOnce).Select(_ => Launch(disturbed)).ToList();
            foreach (var process in processes)
            {
                process.WaitForExit(random.NextInt32(longest));
                if (process.HasExited)
                {
                    process.ExitCode.ShouldBe(0);
                    ended++;
                }
                else
                {
                    process.Kill();
                    killed++;
                }

                process.WaitForExit();
            }

            processes.ForEach(p => p.Dispose());
            var entries = store.Entries().ToList();
            entries.Select(e => e.FindDamageDeep()).ShouldAllBe(fault => fault == null);
            if (entries.Any(e => e.Record.Content.Stage == StageNames.Evaluate))
            {
                // Everything is done and nothing would run any more: begin again with an empty store.
                Directory.Delete(store.Root, recursive: true);
                restarts++;
            }
        }

        disturbed.Succeed("evaluate", "-e", "tiny");
        foreach (var file in Compared)
        {
            File.ReadAllBytes(disturbed.Results("tiny", file)).ShouldBe(File.ReadAllBytes(undisturbed.Results("tiny", file)), file);
        }

        disturbed.Succeed("clean", "--yes").ShouldNotContain("stays");
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{killed} kills, {ended} processes ended before theirs, {restarts} times begun anew, no damaged result, "
                    + $"{clock.Elapsed.TotalSeconds:0} s"));
    }

    [Fact]
    public void Evaluate_StoreIsReadOnly_SaysSoAndGoesOnOnceItIsWritable()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Takes away a folder's write permission, which on Windows does not keep its owner from adding files.");
        }

        if (Environment.IsPrivilegedProcess)
        {
            Assert.Skip("Runs as root, whom read-only folders do not stop.");
        }

        using var project = new Project();
        project.Prepare("index");
        var store = Path.Combine(project.Root, "artifacts", "store");
        Permit(store, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        try
        {
            project.Refuse("split", "-e", "tiny").ShouldContain("the store cannot be written");
            project.Succeed("index", "-e", "tiny").ShouldContain("index: nothing changed\n");
        }
        finally
        {
            Permit(store, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        project.Succeed("split", "-e", "tiny").ShouldContain("split: done");
    }

    private static void Permit(string store, UnixFileMode mode)
    {
        foreach (var folder in Directory.GetDirectories(store).Append(store))
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(folder, mode);
            }
        }
    }

    private static Process Launch(Project project)
    {
        var process = project.Start(environment: null, "evaluate", "-e", "tiny");

        // Read and dropped, lest a full pipe stops the process.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
