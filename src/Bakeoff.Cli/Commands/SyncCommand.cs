using System.CommandLine;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Tracking;
using Bakeoff.Options;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff sync</c>: brings what the tracking server lacks to it.</summary>
internal static class SyncCommand
{
    public static Command Create()
    {
        var command = new Command(
            "sync",
            "Sends the tracking server what it lacks: what was logged while it could not be used, and the runs of mlruns/. Repeating "
                + "it changes nothing.");
        var to = new Option<string?>("--to")
        {
            Description = "Address of the MLflow server; MLFLOW_TRACKING_URI when left out.",
            HelpName = "uri",
        };
        var from = new Option<string[]>("--from")
        {
            Description = "Address that the server had before: send the runs that wait for it too. May be given again.",
            HelpName = "uri",
        };
        var restore = new Option<bool>("--restore")
        {
            Description = "Restore experiments that were deleted on the server. Without it their runs are left out.",
        };
        command.Options.Add(to);
        command.Options.Add(from);
        command.Options.Add(restore);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = Workspace.Find(Environment.CurrentDirectory);
                if ((parsed.GetValue(to) ?? Environment.GetEnvironmentVariable("MLFLOW_TRACKING_URI")) is not { Length: > 0 } address)
                {
                    var waiting = await TrackingSync.FindWaitingAsync(workspace);
                    Console.Error.WriteLine(
                        "sync: there is no server to send to, expected --to=URI or the variable MLFLOW_TRACKING_URI. Give one, "
                            + $"such as --to={(waiting.Count > 0 ? waiting[0].Address : "http://localhost:5000")}.");
                    Print(waiting, Console.Error);
                    return ExitCodes.UserError;
                }

                var options = new TrackingSyncOptions(address)
                {
                    FormerAddresses = parsed.GetValue(from) ?? [],
                    RestoresExperiments = parsed.GetValue(restore),
                };
                var result = await TrackingSync.RunAsync(workspace, options, new Progress<string>(Console.Out.WriteLine), cancellationToken);
                Print(result, Console.Out);
                return result.Recovered.PendingRuns == 0 ? ExitCodes.Done : ExitCodes.CheckFailed;
            });
        return command;
    }

    private static void Print(TrackingSyncResult result, TextWriter output)
    {
        var recovered = result.Recovered;
        output.WriteLine(
            $"{result.Address}: {Quantity.Of(recovered.DeliveredRuns, "run")} completed, "
                + $"{recovered.PendingRuns} still waiting, {recovered.ClosedRuns} of dead processes closed");
        foreach (var line in recovered.Problems.Concat(recovered.Rejections))
        {
            output.WriteLine(line);
        }

        if (result.Copied is { } copied)
        {
            output.WriteLine(
                FormattableString.Invariant(
                    $"{Quantity.Of(copied.NewRuns, "run")} copied, {copied.KnownRuns} were there already, {copied.Artifacts} files sent"));
        }

        Print(result.Elsewhere, output);
        if (result.Elsewhere is { Count: > 0 } elsewhere)
        {
            var former = string.Join(' ', elsewhere.Select(static runs => $"--from={runs.Address}"));
            output.WriteLine($"If that is the same server, this sends them too: {CommandName.Typed} sync --to={result.Address} {former}");
        }
    }

    private static void Print(IReadOnlyList<WaitingRuns> waiting, TextWriter output)
    {
        foreach (var runs in waiting)
        {
            output.WriteLine($"{Quantity.Of(runs.Count, "run")} waiting for {runs.Address}");
        }
    }
}
