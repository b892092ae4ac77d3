using Bakeoff.Cli.Tests.Running;
using Bakeoff.Reports.Pages;
using Bakeoff.Testing;

namespace Bakeoff.Cli.Tests.Sweeps;

/// <summary>Submits to a real Slurm of one node, which a script starts for this test and ends after it.</summary>
public sealed class SlurmTests : IDisposable
{
    /// <summary>The exit code of the script where no Slurm can be started.</summary>
    private const int Unavailable = 77;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string Script = Path.Combine(Fixture.RepositoryRoot, "tests", "fixtures", "slurm", "slurm.sh");

    private readonly Project _project = new();
    private readonly string _cluster = Directory.CreateTempSubdirectory("bakeoff-slurm-").FullName;

    private IReadOnlyList<KeyValuePair<string, string>> Environment => [new("SLURM_CONF", Path.Combine(_cluster, "slurm.conf"))];

    public void Dispose()
    {
        ForeignProgram.Run(_project.Root, [], "bash", Script, "stop", _cluster);
        _project.Dispose();
        Directory.Delete(_cluster, recursive: true);
    }

    [Fact]
    public async Task Sweep_RealSlurm_RunsGathersAndResumes()
    {
        var started = ForeignProgram.Run(_project.Root, [], "bash", Script, "start", _cluster);
        if (started is not { ExitCode: not Unavailable })
        {
            Assert.Skip($"No Slurm can be started here: {started?.Output.Trim() ?? "there is no bash."}");
        }

        started.Value.ExitCode.ShouldBe(0, started.Value.Output);
        _project.Write("experiments/tiny.yaml", Project.TinyExperiment + "\nseeds: [1, 2]\n");
        _project.Prepare("featurize");

        // One at a time, so that the last one still waits when it is cancelled.
        var array = Submit("2 of 2");
        ForeignProgram.Run(_project.Root, Environment, "scancel", $"{array}_2")!.Value.ExitCode.ShouldBe(0);
        var first = await GatheredTable(logs: 1);
        first.ShouldContain("tiny+seed=2: explore has no result, expected one from an earlier job.");
        first.ShouldContain("\ntiny: 1 of 2 members have results\n");

        Submit("1 of 2");
        (await GatheredTable(logs: 2)).ShouldMatch("\\ntiny +0\\.\\d{3} ± 0\\.\\d{3}");
        File.ReadAllLines(_project.Results("tiny", "sweep.csv")).Count(l => l.Contains(",done,", StringComparison.Ordinal)).ShouldBe(2);
        _project.Succeed("sweep", "tiny", "--executor=slurm").ShouldContain("[2 of 2] tiny+2 (seed=2): UAR");
    }

    /// <returns>Slurm's number of the job array.</returns>
    private string Submit(string members)
    {
        var (exitCode, output, error) = _project.Run(
            Environment.ToDictionary(),
            "sweep",
            "tiny",
            "--executor=slurm",
            "--workers=1",
            "--threads=1");
        exitCode.ShouldBe(0, error);
        output.ShouldMatch($"^Slurm job \\d+: {members} members; job \\d+ gathers them\\.");
        return output.Split(' ')[2].TrimEnd(':');
    }

    /// <summary>Waits until Slurm has nothing left to do, and reads what the latest gathering job said.</summary>
    private async Task<string> GatheredTable(int logs)
    {
        var folder = _project.Results("tiny", "slurm");
        for (var waited = TimeSpan.Zero; waited < Patience; waited += TimeSpan.FromSeconds(1))
        {
            var queue = ForeignProgram.Run(_project.Root, Environment, "squeue", "--noheader")!.Value;
            if (queue.ExitCode == 0 && queue.Output.Trim().Length == 0 && Directory.GetFiles(folder, "gather_*.log").Length == logs)
            {
                return await File.ReadAllTextAsync(
                    Directory.GetFiles(folder, "gather_*.log").OrderBy(File.GetLastWriteTimeUtc).Last(),
                    TestContext.Current.CancellationToken);
            }

            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }

        throw new TimeoutException(
            $"Slurm did not finish within {Patience}; its logs: "
                + $"{string.Join('\n', Directory.GetFiles(folder, "*.log").Select(File.ReadAllText))}");
    }
}
