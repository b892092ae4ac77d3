using System.CommandLine;
using Bakeoff.Cli.Checks;
using Bakeoff.Cli.Output;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff doctor</c>: looks at everything that an experiment needs on this machine, and names what to do.</summary>
internal static class DoctorCommand
{
    private const int WordWidth = 5;

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
                    Wrapped.WriteFact(Word(finding.State), $"{finding.Subject}: {finding.Fact}", WordWidth, Console.Out);
                    if (finding.NextStep is { } next)
                    {
                        Wrapped.Write(next, WordWidth, Console.Out);
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
            CheckState.Fine => "ok",
            CheckState.Missing => "-",
            _ => "FIX",
        };
}
