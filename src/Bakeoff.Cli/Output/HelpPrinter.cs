using System.CommandLine;
using System.CommandLine.Invocation;
using Bakeoff.Experiments.Projects;

namespace Bakeoff.Cli.Output;

/// <summary>
/// Help within 80 columns: the commands by purpose, or one command with an example. Names of experiments are left to <c>bakeoff list</c>.
/// </summary>
internal sealed class HelpPrinter(IReadOnlyList<CommandGroup> groups) : SynchronousCommandLineAction
{
    /// <summary>Widest first column; what is longer has its text below it.</summary>
    private const int MaxNameWidth = 24;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        if (command is RootCommand)
        {
            WriteOverview(command, output);
        }
        else
        {
            WriteCommand(command, output);
        }

        return ExitCodes.Done;
    }

    private void WriteOverview(Command root, TextWriter output)
    {
        Wrapped.Write(root.Description!, 0, output);
        output.WriteLine();
        output.WriteLine($"usage: {CommandName.Typed} COMMAND [NAME] [options]");
        var width = groups.SelectMany(static group => group.Commands).Max(static entry => entry.Name.Length);
        var descriptions = root.Subcommands.ToDictionary(static command => command.Name, static command => command.Description!, StringComparer.Ordinal);
        foreach (var group in groups)
        {
            output.WriteLine();
            output.WriteLine($"{group.Title}:");
            foreach (var entry in group.Commands)
            {
                Wrapped.WriteRow(entry.Name, FirstClause(descriptions[entry.Name]), width, output);
            }
        }

        output.WriteLine();
        Wrapped.Write(
            $"'{CommandName.Typed} COMMAND --help' shows its options and an example, '{CommandName.Typed} list' the experiments, "
                + $"'{CommandName.Typed} explain KEY' a key of the YAML.",
            0,
            output);
    }

    private void WriteCommand(Command command, TextWriter output)
    {
        Wrapped.Write(command.Description!, 0, output);
        output.WriteLine();
        var options = command.Options.Where(static option => !option.Hidden && option.Name != "--help").ToList();
        var names = command.Arguments.Select(static argument =>
            argument.Arity.MinimumNumberOfValues == 0 ? $"[{NameOf(argument)}{More(argument)}]" : NameOf(argument) + More(argument));
        string[] usage =
        [
            $"usage: {CommandName.Typed}",
            PathOf(command),
            .. command.Subcommands.Count > 0 ? ["[COMMAND]"] : Array.Empty<string>(),
            .. names,
            .. options.Count > 0 ? ["[options]"] : Array.Empty<string>(),
        ];
        output.WriteLine(string.Join(' ', usage));
        if (groups.SelectMany(static group => group.Commands).FirstOrDefault(entry => entry.Name == PathOf(command))?.Example is { } example)
        {
            output.WriteLine($"example: {example}");
        }

        WriteRows("commands", [.. command.Subcommands.Select(static inner => (inner.Name, inner.Description!))], output);
        WriteRows("arguments", [.. command.Arguments.Select(static argument => (NameOf(argument), argument.Description!))], output);
        WriteRows("options", [.. options.Select(static option => (NamesOf(option), option.Description!))], output);
    }

    private static void WriteRows(string title, IReadOnlyList<(string Name, string Text)> rows, TextWriter output)
    {
        if (rows.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine($"{title}:");
        var width = Math.Min(MaxNameWidth, rows.Max(static row => row.Name.Length));
        foreach (var (name, text) in rows)
        {
            Wrapped.WriteRow(name, text, width, output);
        }
    }

    /// <summary>The start of a description up to the first stop, colon or semicolon: enough for a list.</summary>
    private static string FirstClause(string text)
    {
        var end = text.AsSpan().IndexOfAny(".:;");
        while (end >= 0 && end + 1 < text.Length && text[end + 1] != ' ')
        {
            var next = text.AsSpan(end + 1).IndexOfAny(".:;");
            end = next < 0 ? -1 : end + 1 + next;
        }

        return end < 0 ? text : text[..end];
    }

    /// <summary>Words that lead to a command, such as <c>datasets add</c>.</summary>
    public static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand
            ? $"{PathOf(parent)} {command.Name}"
            : command.Name;

    private static string NameOf(Argument argument) => (argument.HelpName ?? argument.Name).ToUpperInvariant();

    private static string More(Argument argument) => argument.Arity.MaximumNumberOfValues > 1 ? "..." : "";

    private static string NamesOf(Option option)
    {
        var names = string.Join(", ", option.Aliases.OrderBy(static alias => alias.Length).Append(option.Name));
        return option.HelpName is { } value ? $"{names} {value.ToUpperInvariant()}" : names;
    }
}
