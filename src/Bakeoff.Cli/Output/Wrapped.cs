namespace Bakeoff.Cli.Output;

/// <summary>Text within 80 columns, or fewer where the terminal is narrower.</summary>
internal static class Wrapped
{
    private const int MaxWidth = 80;
    private const int Indent = 2;

    /// <summary>Writes a paragraph.</summary>
    /// <param name="text">Words with one blank between them.</param>
    /// <param name="indent">Blanks before each line.</param>
    /// <param name="output">Receives the lines.</param>
    public static void Write(string text, int indent, TextWriter output) => Write(text, 0, indent, output);

    /// <summary>Writes an item of a list: its further lines begin below its text.</summary>
    /// <param name="text">Words with one blank between them.</param>
    /// <param name="output">Receives the lines.</param>
    public static void WriteItem(string text, TextWriter output)
    {
        output.Write(new string(' ', Indent));
        Write(text, 2 * Indent, 2 * Indent, output);
    }

    /// <summary>Writes a name and, from the column after the widest name, its text.</summary>
    /// <param name="name">A longer name than <paramref name="width"/> has its text below it.</param>
    /// <param name="text">Words with one blank between them.</param>
    /// <param name="width">Columns for the names.</param>
    /// <param name="output">Receives the lines.</param>
    public static void WriteRow(string name, string text, int width, TextWriter output)
    {
        output.Write(new string(' ', Indent) + name.PadRight(width));
        if (name.Length > width)
        {
            output.WriteLine();
        }

        Write(text, name.Length > width ? 0 : Indent + width, Indent + width + 2, output);
    }

    /// <summary>Writes a name at the margin and its text in a column of its own.</summary>
    /// <param name="name">Shorter than <paramref name="width"/>.</param>
    /// <param name="text">Words with one blank between them.</param>
    /// <param name="width">Column of the text.</param>
    /// <param name="output">Receives the lines.</param>
    public static void WriteFact(string name, string text, int width, TextWriter output)
    {
        output.Write(name.PadRight(width));
        Write(text, width, width, output);
    }

    private static void Write(string text, int start, int indent, TextWriter output)
    {
        var width = Math.Min(Terminal.Columns ?? MaxWidth, MaxWidth);
        var column = start;
        foreach (var word in text.Split(' '))
        {
            if (column > indent && column + 1 + word.Length > width)
            {
                output.WriteLine();
                column = 0;
            }

            var gap = column < indent ? indent - column : column == indent ? 0 : 1;
            output.Write(new string(' ', gap) + word);
            column += gap + word.Length;
        }

        output.WriteLine();
    }
}
