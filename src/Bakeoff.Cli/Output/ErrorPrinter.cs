using Bakeoff.Experiments.Projects;
using Bakeoff.Options;
using Bakeoff.Options.Files;

namespace Bakeoff.Cli.Output;

/// <summary>Prints an error: the message alone where the user can mend it, everything where the program is at fault.</summary>
internal static class ErrorPrinter
{
    /// <summary>Prints an error.</summary>
    /// <returns>The exit code that belongs to it.</returns>
    public static int Print(Exception fault, TextWriter output)
    {
        if (fault is OperationCanceledException)
        {
            output.WriteLine("bakeoff: interrupted. What was finished stays; the same command goes on from there.");
            return ExitCodes.Interrupted;
        }

        // The stages' fingerprints reach the exception, so that its words stay as they are, and only its advice is made here.
        if (fault is ProjectNotFoundException outside)
        {
            outside.NextStep = $"Change to the project's root, or make a project with '{CommandName.Typed} new FOLDER'.";
        }

        if (Explain(Unwrap(fault)) is { } message)
        {
            output.WriteLine(message);
            return ExitCodes.UserError;
        }

        output.WriteLine(
            $"bakeoff: this is a bug in bakeoff {typeof(ErrorPrinter).Assembly.GetName().Version?.ToString(3)}. Please report it with "
                + $"everything below at {WebSite.Problems}");
        output.WriteLine(fault);
        return ExitCodes.Bug;
    }

    /// <summary>Parallel work wraps its first exception.</summary>
    private static Exception Unwrap(Exception fault) =>
        fault is AggregateException { InnerExceptions: [var first, ..] } ? Unwrap(first) : fault;

    /// <returns>The message for the user, or null when the program is at error.</returns>
    private static string? Explain(Exception fault) =>
        fault switch
        {
            BakeoffException => fault.Message,
            IOException when DiskFull.IsCauseOf(fault) =>
                $"The disk is full: {fault.Message.TrimEnd('.')}. Free some space, or delete what "
                    + $"'{CommandName.Typed} clean' names, and run the same command again.",
            UnauthorizedAccessException => $"{fault.Message.TrimEnd('.')}. Let this user read and write it and the folder that it lies in.",
            IOException => $"{fault.Message.TrimEnd('.')}. Check that the file is there and that this user may read and write it.",
            _ => null,
        };
}
