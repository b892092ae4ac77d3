using System.CommandLine;
using System.Globalization;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Tracking;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff sync</c>: brings what the tracking server lacks to it.</summary>
internal static class SyncCommand
{
    public static Command Create()
    {
        var command = new Command(
            "sync",
            "Sends the tracking server what it lacks: what was logged while it did not answer, and the runs of mlruns/. Repeating "
                + "it changes nothing.");
        var to = new Option<string?>("--to")
        {
            Description = "Address of the MLflow server; MLFLOW_TRACKING_URI when left out.",
            HelpName = "uri",
        };
        command.Options.Add(to);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if ((parsed.GetValue(to) ?? Environment.GetEnvironmentVariable("MLFLOW_TRACKING_URI")) is not { Length: > 0 } address)
                {
                    Console.Error.WriteLine(
                        "sync: there is no server to send to, expected --to=URI or the variable MLFLOW_TRACKING_URI. Give one, "
                            + "such as --to=http://localhost:5000.");
                    return ExitCodes.UserError;
                }

                var workspace = Workspace.Find(Environment.CurrentDirectory);
                var result = await TrackingSync.RunAsync(
                    workspace,
                    address,
                    new Progress<string>(Console.Out.WriteLine),
                    cancellationToken);
                var recovered = result.Recovered;
                Console.Out.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{result.Address}: {recovered.DeliveredRuns} runs completed, {recovered.PendingRuns} still waiting, "
                            + $"{recovered.ClosedRuns} of dead processes closed"));
                foreach (var rejection in recovered.Rejections)
                {
                    Console.Out.WriteLine(rejection);
                }

                if (result.Copied is { } copied)
                {
                    Console.Out.WriteLine(
                        FormattableString.Invariant(
                            $"{copied.NewRuns} runs copied, {copied.KnownRuns} were there already, {copied.Artifacts} files sent"));
                }

                return recovered.PendingRuns == 0 ? ExitCodes.Done : ExitCodes.CheckFailed;
            });
        return command;
    }
}
