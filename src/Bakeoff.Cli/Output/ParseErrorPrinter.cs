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
        if ((UnknownCommand(parsed) ?? StrayOption(parsed) ?? parsed.UnmatchedTokens.FirstOrDefault()) is { } word)
        {
            output.WriteLine($"bakeoff{path}: {Refuse(word, command)} {help}");
            return true;
        }

        if (command is RootCommand ? parsed.Tokens.Count == 0 : command.Subcommands.Count > 0 && parsed.Errors.Count > 0)
        {
            var commands = command is RootCommand ? "" : $" of {string.Join(", ", command.Subcommands.Select(static inner => inner.Name))}";
            output.WriteLine($"bakeoff{path}: no command was given, expected one{commands}. {help}");
            return true;
        }

        foreach (var error in parsed.Errors)
        {
            output.WriteLine($"bakeoff{path}: {Explain(error)} {help}");
        }

        return parsed.Errors.Count > 0;
    }

    /// <summary>The sentence for an error: what is missing, in the words of all other messages; validators have said the rest in them.</summary>
    private static string Explain(ParseError error) =>
        error.SymbolResult switch
        {
            ArgumentResult { Tokens.Count: 0, Parent: OptionResult option } => MissingValue(option.Option),
            OptionResult { Tokens.Count: 0, Option.Arity.MinimumNumberOfValues: > 0 } option => MissingValue(option.Option),
            ArgumentResult { Tokens.Count: 0, Argument.Arity.MinimumNumberOfValues: > 0 } missing => $"no {missing.Argument.Name} was given, expected one.",
            _ => error.Message,
        };

    private static string MissingValue(Option option) => $"{option.Name} has no value, expected {option.Name}={option.HelpName ?? "value"}.";

    /// <summary>A word where a command belongs: the options behind it are those of a command that there is not.</summary>
    private static string? UnknownCommand(ParseResult parsed) =>
        parsed.CommandResult.Command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [[not '-', ..] word, ..] ? word : null;

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
            if (command.Options.Any(option => option.Name == name || option.Aliases.Contains(name)))
            {
                return $"{name} stands where the value of the option before it belongs.";
            }

            var options = command.Options.Select(static option => option.Name).ToList();
            return $"there is no option '{name}'. {NearestName.Suggest(name, options, "The options are")}".TrimEnd();
        }

        if (command.Subcommands.Count > 0)
        {
            var commands = command.Subcommands.Select(static inner => inner.Name).ToList();
            // All commands would fill a screen, where the help has them by group.
            return command is RootCommand && NearestName.Find(token, commands) is null
                ? $"there is no command '{token}'."
                : $"there is no command '{token}'. {NearestName.Suggest(token, commands, "There are")}";
        }

        return $"'{token}' is one word too many. Names with blanks belong in quotes.";
    }
}
