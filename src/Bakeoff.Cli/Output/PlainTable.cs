using Spectre.Console;

namespace Bakeoff.Cli.Output;

/// <summary>
/// Tables without lines, drawn by Spectre.Console: fitted to the terminal, and neither wrapped nor coloured in files and pipes.
/// </summary>
internal static class PlainTable
{
    /// <summary>Columns of output that goes to a file or another program: nothing is wrapped there.</summary>
    private const int FileWidth = 4096;

    /// <summary>A console that writes to some text: the terminal, or a file.</summary>
    public static IAnsiConsole ConsoleOn(TextWriter output)
    {
        var isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if (!isTerminal)
        {
            console.Profile.Width = FileWidth;
        }

        return console;
    }

    /// <summary>A table with its columns.</summary>
    /// <param name="titles">Titles of the columns, as plain text.</param>
    /// <param name="leftColumns">Positions of the columns that are flush left; the others, numbers, are flush right.</param>
    public static Table Create(IReadOnlyList<string> titles, IReadOnlyCollection<int> leftColumns)
    {
        var table = new Table { Border = TableBorder.None };
        for (var i = 0; i < titles.Count; i++)
        {
            var column = new TableColumn($"[grey]{Markup.Escape(titles[i])}[/]")
            {
                Alignment = leftColumns.Contains(i) ? Justify.Left : Justify.Right,

                // Where a terminal is too narrow for all, words go on in the next line; a number in pieces could not be read.
                NoWrap = !leftColumns.Contains(i),
            };
            table.AddColumn(column.PadLeft(i == 0 ? 0 : 1).PadRight(i == titles.Count - 1 ? 0 : 1));
        }

        return table;
    }

    /// <summary>Writes rows of plain text: one line for each, no blanks at the end of a line.</summary>
    /// <param name="output">Receives the lines.</param>
    /// <param name="rows">The titles, then the rows, all of equal length.</param>
    /// <param name="leftColumns">How many columns are flush left; numbers follow, flush right.</param>
    public static void Write(TextWriter output, IReadOnlyList<IReadOnlyList<string>> rows, int leftColumns)
    {
        var table = Create(rows[0], [.. Enumerable.Range(0, leftColumns)]);
        foreach (var row in rows.Skip(1))
        {
            table.AddRow([.. row.Select(static cell => new Text(cell))]);
        }

        Write(output, table);
    }

    /// <summary>Writes a table: fitted to the terminal; elsewhere with one line a row and no blanks at the end of a line.</summary>
    public static void Write(TextWriter output, Table table)
    {
        if (ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected)
        {
            ConsoleOn(output).Write(table);
            return;
        }

        using var text = new StringWriter();
        ConsoleOn(text).Write(table);
        foreach (var line in text.ToString().TrimEnd().Split('\n'))
        {
            output.Write(line.TrimEnd() + "\n");
        }
    }
}
