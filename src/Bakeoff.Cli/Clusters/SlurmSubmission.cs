using System.ComponentModel;
using System.Globalization;
using System.Text;
using Bakeoff.Experiments.Sweeps;
using Bakeoff.Options;
using Bakeoff.Options.Files;
using CliWrap;
using CliWrap.Buffered;

namespace Bakeoff.Cli.Clusters;

/// <summary>
/// Hands a sweep to Slurm: one job array with a task for each member that is not done, and a job after it that gathers the results.
/// </summary>
/// <remarks>
/// All nodes see the project's folder. Partition, time and memory are given by <c>SBATCH_PARTITION</c> and the like, which sbatch reads
/// itself.
/// </remarks>
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

    // Slurm replaces what follows a percent sign; two of them stand for one.
    private string Logs => Folder.Replace("%", "%%", StringComparison.Ordinal);

    /// <summary>Finds out whether jobs can be submitted from here, before anything is recorded.</summary>
    /// <exception cref="SlurmException">There is no <c>sbatch</c>, or it does not work.</exception>
    public Task EnsureAvailableAsync(CancellationToken cancellationToken) => SubmitAsync(["--version"], cancellationToken);

    /// <summary>Submits both jobs.</summary>
    /// <param name="missing">Numbers of the members to run, from 1; at least one.</param>
    /// <param name="workers">Tasks at once.</param>
    /// <param name="cancellationToken">Stops the submission.</param>
    /// <returns>Identifiers of the array and of the gathering job.</returns>
    /// <exception cref="SlurmException">There is no <c>sbatch</c>, or it refused.</exception>
    public async Task<(string Array, string Gather)> SubmitAsync(
        IReadOnlyList<int> missing,
        int workers,
        CancellationToken cancellationToken)
    {
        var member = Script(
            "member.sh",
            "--member=\"$SLURM_ARRAY_TASK_ID\" " + string.Create(CultureInfo.InvariantCulture, $"--threads={_threads}"));
        var gather = _sweep.IsSearch
            ? Script("gather.sh", "--gather", FormattableString.Invariant($"--executor=slurm --workers={workers} --threads={_threads}"))
            : Script("gather.sh", "--gather");
        var numbers = string.Join(',', missing.Select(n => n.ToString(CultureInfo.InvariantCulture)));
        string[] members =
        [
            $"--job-name={_sweep.Name}",
            string.Create(CultureInfo.InvariantCulture, $"--array={numbers}%{workers}"),
            string.Create(CultureInfo.InvariantCulture, $"--cpus-per-task={_threads}"),
            $"--output={Path.Combine(Logs, "%A_%a.log")}",
            member,
        ];
        var array = await SubmitAsync(members, cancellationToken);

        // After any end: what failed is part of the table.
        string[] gathering =
        [
            $"--job-name={_sweep.Name}-gather",
            $"--dependency=afterany:{array}",
            $"--output={Path.Combine(Logs, "gather_%j.log")}",
            gather,
        ];
        return (array, await SubmitAsync(gathering, cancellationToken));
    }

    // What is gathered of a search's round decides the next one, which the same job submits.
    private string Script(string name, params IReadOnlyList<string> endings)
    {
        string[] words = [.. Program(), "sweep", _sweep.Name, .. _sets.Select(s => $"--set={s}")];
        var command = string.Join(' ', words.Select(Quote));
        var path = Path.Combine(Folder, name);
        var before = string.Concat(endings.SkipLast(1).Select(ending => $"{command} {ending} || exit\n"));
        AtomicFile.Write(
            path,
            Encoding.UTF8.GetBytes($"#!/bin/sh\ncd {Quote(_root)} || exit 2\n{before}exec {command} {endings[^1]}\n"));
        return path;
    }

    /// <summary>This command as it was started: by dotnet, or by its own executable.</summary>
    private static string[] Program() =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) != "dotnet"
            ? [path]
            : [Environment.ProcessPath ?? "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "bakeoff.dll")];

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private async Task<string> SubmitAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            var sbatch = await CliWrap
                .Cli.Wrap("sbatch")
                .WithArguments(["--parsable", $"--chdir={_root}", .. arguments])
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(cancellationToken);
            var output = sbatch.StandardOutput.Trim();

            // On a federation the identifier is followed by the cluster's name.
            return sbatch.ExitCode == 0 && output.Length > 0 ? output.Split(';')[0] : throw Refused(sbatch);
        }
        catch (Win32Exception exception)
        {
            throw new SlurmException(
                new ErrorDetails("there is no such command")
                {
                    Where = "sbatch",
                    Rule = "Slurm's on the path",
                    NextStep = "Submit from a login node of the cluster, or leave --executor out to run here.",
                },
                exception);
        }
    }

    private static SlurmException Refused(BufferedCommandResult sbatch) =>
        new(
            new ErrorDetails("ended with exit code {value}")
            {
                Where = "sbatch",
                Value = sbatch.ExitCode.ToString(CultureInfo.InvariantCulture),
                Rule = $"0: {sbatch.StandardError.Trim()}",
                NextStep = "Give what it asks for in SBATCH_PARTITION, SBATCH_TIMELIMIT and the like, and submit again.",
            });
}
