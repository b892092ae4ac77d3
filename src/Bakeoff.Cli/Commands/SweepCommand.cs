using System.CommandLine;
using System.Globalization;
using Bakeoff.Cli.Clusters;
using Bakeoff.Cli.Inputs;
using Bakeoff.Cli.Output;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Sweeps;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff sweep NAME</c>: runs every member of an experiment's sweep that is not done, several at once.</summary>
internal static class SweepCommand
{
    public static Command Create()
    {
        var command = new Command(
            "sweep",
            "Runs every member of a sweep, and every seed. Goes on when one fails, and ends with mean and standard deviation over the "
                + "seeds. Run again, it does only what is missing.");
        var choice = new ExperimentChoice(command);
        var workers = AddWorkers(command);
        var member = new Option<int?>("--member")
        {
            Description = "Run only the member with this number, from 1, as a job of its own.",
            HelpName = "number",
        };
        member.TakesNumber();
        var gather = new Option<bool>("--gather")
        {
            Description = "Run nothing: read the results of members that ran as jobs of their own, and print the table.",
        };
        command.Options.Add(member);
        command.Options.Add(gather);
        var executor = new Option<SweepExecutor>("--executor")
        {
            Description =
                "Who runs the members: local, this process; matrix, which prints the members that are not done as a GitHub Actions "
                + "matrix; slurm, which submits them as a job array.",
            HelpName = "local|matrix|slurm",
        };
        executor.TakesOneOf("local", "matrix", "slurm");
        command.Options.Add(executor);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = Workspace.Find(Environment.CurrentDirectory);
                var sweep = SweepSession.Open(workspace, choice.Name(parsed), choice.Sets(parsed));
                var observer = new SweepObserver(Console.Out, sweep.MemberCount);
                if (parsed.GetValue(gather))
                {
                    var gathered = await sweep.GatherAsync(observer, cancellationToken);
                    return SweepPrinter.Print(workspace, gathered, sweep.TablePath, Console.Out, Console.Error);
                }

                if (parsed.GetValue(member) is { } number)
                {
                    return await RunMemberAsync(sweep, number, choice.Threads(parsed), cancellationToken);
                }

                if (parsed.GetValue(executor) == SweepExecutor.Matrix)
                {
                    MatrixPrinter.Print(sweep, await sweep.MissingAsync(), Console.Out);
                    return ExitCodes.Done;
                }

                if (parsed.GetValue(executor) == SweepExecutor.Slurm && await sweep.MissingAsync() is { Count: > 0 } missing)
                {
                    var submission = new SlurmSubmission(sweep, workspace.Root, choice.Sets(parsed), choice.Threads(parsed));
                    await submission.EnsureAvailableAsync(cancellationToken);
                    await sweep.AnnounceAsync(observer, cancellationToken);
                    var jobs = await submission.SubmitAsync(missing, parsed.GetValue(workers), cancellationToken);
                    PrintJobs(sweep, missing.Count, jobs);
                    return ExitCodes.Done;
                }

                var result = await sweep.RunAsync(parsed.GetValue(workers), choice.Threads(parsed), observer, cancellationToken);
                return SweepPrinter.Print(workspace, result, sweep.TablePath, Console.Out, Console.Error);
            });
        return command;
    }

    /// <summary>Adds <c>--workers</c> to a command.</summary>
    public static Option<int> AddWorkers(Command command)
    {
        var workers = new Option<int>("--workers")
        {
            Description = "Members to run at once; they share the threads. Never changes a result. Default: half the processors.",
            DefaultValueFactory = _ => Math.Max(1, Environment.ProcessorCount / 2),
            HelpName = "count",
        };
        workers.TakesNumber(1, 1024);
        command.Options.Add(workers);
        return workers;
    }

    private static async Task<int> RunMemberAsync(SweepSession sweep, int number, int threads, CancellationToken cancellationToken)
    {
        if (number < 1 || number > sweep.Members.Count)
        {
            await Console.Error.WriteLineAsync(
                FormattableString.Invariant(
                    $"bakeoff sweep: --member is {number}, expected 1 to {sweep.Members.Count}, the members of {sweep.Name}."));
            return ExitCodes.UserError;
        }

        var ended = await sweep.RunOneAsync(number, threads, new SweepObserver(Console.Out, memberCount: 1), cancellationToken);
        return ended.Fault is { } fault ? ErrorPrinter.Print(fault, Console.Error) : ExitCodes.Done;
    }

    private static void PrintJobs(SweepSession sweep, int count, (string Array, string Gather) jobs) =>
        Console.Out.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Slurm job {jobs.Array}: {count} of {sweep.MemberCount} members; job {jobs.Gather} gathers them"
                    + $"{(sweep.IsSearch ? " and submits the next round" : "")}. "
                    + $"Then {CommandName.Hint("sweep", sweep.Name, "--gather")} prints the table."));
}
