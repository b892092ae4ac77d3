using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Bakeoff.Experiments.Sweeps;
using Bakeoff.Neural.Storage;
using Bakeoff.Options.Files;

namespace Bakeoff.Cli.Clusters;

/// <summary>Hands a sweep to Slurm: one job array with a task for each member that is not done, and a job after it that gathers the results.</summary>
/// <remarks>All nodes see the project's folder. Partition, time and memory are given by <c>SBATCH_PARTITION</c> and the like, which sbatch reads itself.</remarks>
internal sealed class SlurmSubmission
{
    private readonly SweepSession _sweep;
    private readonly string _root;
    private readonly IReadOnlyList<string> _sets;
    private readonly int _threads;

    /// <param name="sweep">The sweep.</param>
    /// <param name="root">Full path of the project on every node.</param>
    /// <param name="sets">Overrides for all members.</param>
    /// <param name="threads">Threads of each task, asked of Slurm as its processors; 0 means one.</param>
    public SlurmSubmission(SweepSession sweep, string root, IReadOnlyList<string> sets, int threads)
    {
        _sweep = sweep;
        _root = root;
        _sets = sets;
        _threads = Math.Max(1, threads);
    }

    private string Folder => Path.Combine(Path.GetDirectoryName(_sweep.TablePath)!, "slurm");

    /// <summary>Finds out whether jobs can be submitted from here, before anything is recorded.</summary>
    /// <exception cref="SlurmException">There is no <c>sbatch</c>, or it does not work.</exception>
    public void EnsureAvailable() => Sbatch("--version");

    /// <summary>Submits both jobs.</summary>
    /// <param name="missing">Numbers of the members to run, from 1; at least one.</param>
    /// <param name="workers">Tasks at once.</param>
    /// <returns>Identifiers of the array and of the gathering job.</returns>
    /// <exception cref="SlurmException">There is no <c>sbatch</c>, or it refused.</exception>
    public (string Array, string Gather) Submit(IReadOnlyList<int> missing, int workers)
    {
        var member = Script("member.sh", "--member=\"$SLURM_ARRAY_TASK_ID\" " + string.Create(CultureInfo.InvariantCulture, $"--threads={_threads}"));
        var gather = Script("gather.sh", "--gather");
        var numbers = string.Join(',', missing.Select(n => n.ToString(CultureInfo.InvariantCulture)));
        var array = Sbatch(
            $"--job-name={_sweep.Name}",
            string.Create(CultureInfo.InvariantCulture, $"--array={numbers}%{workers}"),
            string.Create(CultureInfo.InvariantCulture, $"--cpus-per-task={_threads}"),
            $"--output={Path.Combine(Folder, "%A_%a.log")}",
            member);

        // After any end: what failed is part of the table.
        return (array, Sbatch($"--job-name={_sweep.Name}-gather", $"--dependency=afterany:{array}", $"--output={Path.Combine(Folder, "gather_%j.log")}", gather));
    }

    private string Script(string name, string ending)
    {
        string[] words = [.. Program(), "sweep", _sweep.Name, .. _sets.Select(s => $"--set={s}")];
        var path = Path.Combine(Folder, name);
        AtomicFile.Write(path, Encoding.UTF8.GetBytes($"#!/bin/sh\ncd {Quote(_root)} || exit 2\nexec {string.Join(' ', words.Select(Quote))} {ending}\n"));
        return path;
    }

    /// <summary>This command as it was started: by dotnet, or by its own executable.</summary>
    private static string[] Program() => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) != "dotnet"
        ? [path]
        : [Environment.ProcessPath ?? "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "bakeoff.dll")];

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private string Sbatch(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("sbatch", ["--parsable", $"--chdir={_root}", .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();

            // On a federation the identifier is followed by the cluster's name.
            return process.ExitCode == 0 && output.Length > 0
                ? output.Split(';')[0]
                : throw new SlurmException(string.Create(CultureInfo.InvariantCulture, $"sbatch ended with exit code {process.ExitCode}, expected 0: {errors.GetAwaiter().GetResult().Trim()}. Give what it asks for in SBATCH_PARTITION, SBATCH_TIMELIMIT and the like, and submit again."));
        }
        catch (Win32Exception exception)
        {
            throw new SlurmException("sbatch: there is no such command, expected Slurm's on the path. Submit from a login node of the cluster, or leave --executor out to run here.", exception);
        }
    }
}
