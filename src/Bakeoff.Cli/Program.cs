using System.CommandLine;
using System.CommandLine.Parsing;
using Bakeoff.Cli.Commands;
using Bakeoff.Cli.Output;

namespace Bakeoff.Cli;

internal static class Program
{
    /// <summary>Long enough to store checkpoints and to tell MLflow that the run was ended.</summary>
    private static readonly TimeSpan TimeToEndWell = TimeSpan.FromSeconds(30);

    private static async Task<int> Main(string[] args)
    {
        // A recording may be called @take1.wav; no argument stands for a file of arguments.
        var parsed = BakeoffCommand.Create(args).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var isAsked = parsed.Action is HelpPrinter || parsed.Tokens is [{ Type: TokenType.Directive }, ..];
        if (!isAsked && ParseErrorPrinter.Print(parsed, Console.Error))
        {
            return ExitCodes.UserError;
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeToEndWell });
        }
        catch (Exception exception)
        {
            return ErrorPrinter.Print(exception, Console.Error);
        }
    }
}
