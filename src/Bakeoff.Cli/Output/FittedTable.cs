namespace Bakeoff.Cli.Output;

/// <summary>Importance of a column where a terminal has no room for all.</summary>
internal enum ColumnUse
{
    /// <summary>The name of the row: always there, cut in the middle where it has to be. One a table.</summary>
    Name,

    /// <summary>Always there.</summary>
    Needed,

    /// <summary>There if names can be cut to make room.</summary>
    Wanted,

    /// <summary>There if no name has to be cut for it.</summary>
    Extra,
}

/// <summary>A column of a table.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Cells">A cell a row.</param>
/// <param name="Use">Importance.</param>
/// <param name="IsText">True for words, flush left; false for numbers, flush right.</param>
internal sealed record FittedColumn(string Title, IReadOnlyList<string> Cells, ColumnUse Use = ColumnUse.Needed, bool IsText = false)
{
    /// <summary>Columns of the terminal that the widest cell takes.</summary>
    public int Width { get; } = Cells.Append(Title).Max(Terminal.WidthOf);
}

/// <summary>A table without lines whose rows take one line each, on a terminal of any width.</summary>
internal static class FittedTable
{
    /// <summary>Names are cut to this before a wanted column is left out.</summary>
    private const int ShortName = 16;
    private const int Gap = 2;

    /// <summary>Writes the table.</summary>
    /// <param name="output">Receives the lines, without blanks at their ends.</param>
    /// <param name="columns">The columns, at least one, with equally many cells.</param>
    /// <param name="width">Columns of a line; null for no limit.</param>
    /// <returns>Titles of the columns that are left out, and true if names are cut.</returns>
    public static (IReadOnlyList<string> LeftOut, bool IsCut) Write(TextWriter output, IReadOnlyList<FittedColumn> columns, int? width)
    {
        var kept = columns.Where(column => column.Use is ColumnUse.Name or ColumnUse.Needed).ToHashSet();
        foreach (var use in new[] { ColumnUse.Wanted, ColumnUse.Extra })
        {
            foreach (var column in columns.Where(column => column.Use == use))
            {
                if (width is null || WidthOf([.. kept, column], use == ColumnUse.Wanted ? ShortName : int.MaxValue) <= width)
                {
                    kept.Add(column);
                }
            }
        }

        List<FittedColumn> shown = [.. columns.Where(kept.Contains)];
        var longestName = width is null ? int.MaxValue : Math.Max(1, width.Value - WidthOf(shown, longestName: 0));
        output.Write(Line(shown, static column => column.Title, longestName));
        for (var row = 0; row < columns[0].Cells.Count; row++)
        {
            output.Write(Line(shown, column => column.Cells[row], longestName));
        }

        return (
            [.. columns.Where(column => !kept.Contains(column)).Select(static column => column.Title)],
            shown.Exists(column => column.Use == ColumnUse.Name && column.Width > longestName));
    }

    /// <summary>True if the table fits with nothing cut or left out.</summary>
    public static bool Fits(IReadOnlyList<FittedColumn> columns, int? width) => width is null || WidthOf(columns, int.MaxValue) <= width;

    private static int WidthOf(IReadOnlyCollection<FittedColumn> columns, int longestName) =>
        columns.Sum(column => Width(column, longestName)) + (Gap * (columns.Count - 1));

    private static int Width(FittedColumn column, int longestName) =>
        column.Use == ColumnUse.Name ? Math.Min(column.Width, longestName) : column.Width;

    private static string Line(IEnumerable<FittedColumn> columns, Func<FittedColumn, string> cellOf, int longestName)
    {
        var cells = columns.Select(column =>
        {
            var width = Width(column, longestName);
            var cell = Terminal.Cut(cellOf(column), width);
            var blanks = new string(' ', width - Terminal.WidthOf(cell));
            return column.IsText || column.Use == ColumnUse.Name ? cell + blanks : blanks + cell;
        });
        return string.Join(new string(' ', Gap), cells).TrimEnd() + "\n";
    }
}
