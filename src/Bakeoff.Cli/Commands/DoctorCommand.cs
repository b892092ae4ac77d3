using System.CommandLine;
using Bakeoff.Cli.Checks;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff doctor</c>: looks at everything that an experiment needs on this machine, and names what to do.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command(
            "doctor",
            "Checks this machine: SDK, tools, recordings, disk, MLflow, engines, decoders; says what to do. Exit code 1 when something "
                + "must be done.");
        command.SetAction(
            async (_, cancellationToken) =>
            {
                var needsWork = false;
                foreach (var check in MachineCheck.All)
                {
                    var finding = await check(cancellationToken);
                    Console.Out.WriteLine($"{Word(finding.State)} {finding.Subject}: {finding.Fact}");
                    if (finding.NextStep is { } next)
                    {
                        Output.Wrapped.Write(next, 5, Console.Out);
                    }

                    needsWork |= finding.State == CheckState.Broken;
                }

                return needsWork ? ExitCodes.CheckFailed : ExitCodes.Done;
            });
        return command;
    }

    private static string Word(CheckState state) =>
        state switch
        {
            CheckState.Fine => "ok  ",
            CheckState.Missing => "-   ",
            _ => "FIX ",
        };
}
