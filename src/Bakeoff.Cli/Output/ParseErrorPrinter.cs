using System.CommandLine;
using System.CommandLine.Parsing;
using Bakeoff.Experiments.Projects;
using Bakeoff.Options;

namespace Bakeoff.Cli.Output;

/// <summary>Prints what is wrong with a command line, with the name that was probably meant.</summary>
internal static class ParseErrorPrinter
{
    /// <summary>Prints every error of a command line.</summary>
    /// <returns>True if there was one.</returns>
    public static bool Print(ParseResult parsed, TextWriter output)
    {
        var command = parsed.CommandResult.Command;
        var path = command is RootCommand ? "" : $" {HelpPrinter.PathOf(command)}";
        var help = $"See '{CommandName.Typed}{path} --help'.";
        if ((StrayOption(parsed) ?? parsed.UnmatchedTokens.FirstOrDefault()) is { } word)
        {
            output.WriteLine($"bakeoff{path}: {Refuse(word, command)} {help}");
            return true;
        }

        if (command is RootCommand && parsed.Tokens.Count == 0)
        {
            output.WriteLine($"bakeoff: no command was given, expected one. {help}");
            return true;
        }

        foreach (var error in parsed.Errors)
        {
            output.WriteLine($"bakeoff{path}: {error.Message} {help}");
        }

        return parsed.Errors.Count > 0;
    }

    /// <summary>
    /// A word that looks like an option and was taken for an argument: a misspelt option must not run something else. What follows
    /// <c>--</c> is taken as it is, and negative numbers are values.
    /// </summary>
    private static string? StrayOption(ParseResult parsed) =>
        parsed
            .Tokens.TakeWhile(static token => token.Type != TokenType.DoubleDash)
            .FirstOrDefault(static token => token is { Type: TokenType.Argument, Value: ['-', not (>= '0' and <= '9' or '.'), ..] })
            ?.Value;

    private static string Refuse(string token, Command command)
    {
        if (token.StartsWith('-'))
        {
            var name = token.Split('=', ':')[0];
            var options = command.Options.Select(static option => option.Name).ToList();
            return $"there is no option '{name}'. {NearestName.Suggest(name, options, "The options are")}".TrimEnd();
        }

        if (command.Subcommands.Count > 0)
        {
            var commands = command.Subcommands.Select(static inner => inner.Name).ToList();
            var near = NearestName.Find(token, commands);
            return $"there is no command '{token}'.{(near is null ? "" : $" Did you mean '{near}'?")}";
        }

        return $"'{token}' is one word too many. Names with blanks belong in quotes.";
    }
}
