using System.Text.Json;
using Bakeoff.Cli.Tests.Running;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Tests.Sweeps;

public sealed class SweepExecutorTests : IDisposable
{
    /// <summary>Takes what sbatch takes, and runs every task at once instead of queueing it.</summary>
    private const string ImmediateSbatch = """
        #!/bin/sh
        echo "$@" >> "$SBATCH_LOG"
        for a; do
          case "$a" in --version) echo slurm; exit 0;; --array=*) tasks=${a#--array=};; esac
          script=$a
        done
        for n in $(echo "${tasks%\%*}" | tr , ' '); do SLURM_ARRAY_TASK_ID=$n sh "$script" >> "$SBATCH_LOG" 2>&1; done
        if [ -n "$tasks" ]; then echo '41;cluster'; else sh "$script" >> "$SBATCH_LOG" 2>&1; echo 42; fi

        """;

    private readonly Project _project = new();

    public SweepExecutorTests() => _project.Write("experiments/tiny.yaml", Project.TinyExperiment + "\nseeds: [1, 2, 3]\n");

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Sweep_MatrixExecutor_PrintsWhatIsMissingOnOneLine()
    {
        _project.Succeed("sweep", "tiny", "--member=2");
        var output = _project.Succeed("sweep", "tiny", "--executor=matrix");
        output.ShouldBe("""{"include":[{"member":1,"name":"tiny+seed=1"},{"member":3,"name":"tiny+seed=3"}]}""" + "\n");
        using var json = JsonDocument.Parse(output);
        json.RootElement.GetProperty("include").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public void Sweep_SlurmExecutor_SubmitsMissingMembersThenGathersThem()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Slurm and its stand-in are shell scripts.");
            return;
        }

        _project.Prepare("featurize");
        _project.Succeed("sweep", "tiny", "--member=2");
        var environment = StandIn(_project);
        var (exitCode, output, error) = _project.Run(environment, "sweep", "tiny", "--executor=slurm", "--workers=2", "--threads=1");
        exitCode.ShouldBe(0, error);
        output.ShouldBe("Slurm job 41: 2 of 3 members; job 42 gathers them. Then 'bakeoff sweep tiny --gather' prints the table.\n");
        var log = File.ReadAllText(environment["SBATCH_LOG"]);
        log.ShouldContain("--array=1,3%2 --cpus-per-task=1");
        log.ShouldContain("--dependency=afterany:41");
        log.ShouldMatch("\\ntiny +0\\.\\d{3} ± 0\\.\\d{3} .* \\+1 to \\+3\\n");

        var parents = Directory
            .GetFiles(Path.Combine(_project.Root, "mlruns"), "mlflow.parentRunId", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .ToList();
        parents.Count.ShouldBe(3, "the members that Slurm ran and the one that was done are children of the sweep's run");
        parents.Distinct().Count().ShouldBe(1);
    }

    /// <summary>Puts the stand-in for sbatch into a project.</summary>
    /// <returns>The environment in which it is found, and writes its log.</returns>
    internal static Dictionary<string, string> StandIn(Project project)
    {
        var folder = Path.Combine(project.Root, "bin");
        project.Write("bin/sbatch", ImmediateSbatch);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(folder, "sbatch"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return new Dictionary<string, string>
        {
            ["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}",
            ["SBATCH_LOG"] = Path.Combine(project.Root, "sbatch.log"),
        };
    }

    [Fact]
    public void Sweep_SlurmMissing_SaysSo()
    {
        // An empty search path: no command is found, whatever is installed here.
        var (exitCode, _, error) = _project.Run(
            new Dictionary<string, string> { ["PATH"] = _project.Root },
            "sweep",
            "tiny",
            "--executor=slurm");
        exitCode.ShouldBe(2);
        error.ShouldStartWith("sbatch: there is no such command, expected Slurm's on the path.");
        Directory.Exists(Path.Combine(_project.Root, "mlruns")).ShouldBeFalse("nothing is recorded of a sweep that was not submitted");
    }
}
