using System.Text;

namespace Bakeoff.Reports.Pages;

/// <summary>A Markdown table with padded cells, which reads well where a page shows the text as it is.</summary>
public static class MarkdownTable
{
    /// <summary>The table, with a line break after each row.</summary>
    /// <param name="rows">The titles of the columns, then the rows, all of equal length.</param>
    /// <param name="leftColumns">How many columns are set to the left; numbers follow, to the right.</param>
    public static string Render(IReadOnlyList<IReadOnlyList<string>> rows, int leftColumns)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var cells = rows.Select(static row => row.Select(Cell).ToArray()).ToList();
        var widths = cells[0].Select((_, i) => Math.Max(3, cells.Max(row => row[i].Length))).ToArray();
        var text = new StringBuilder();
        AppendRow(text, cells[0], widths, leftColumns);
        for (var i = 0; i < widths.Length; i++)
        {
            text.Append('|').Append(i < leftColumns ? ':' : '-').Append('-', widths[i]).Append(i < leftColumns ? '-' : ':');
        }

        text.Append("|\n");
        foreach (var row in cells.Skip(1))
        {
            AppendRow(text, row, widths, leftColumns);
        }

        return text.ToString();
    }

    /// <summary>The text as a cell, which a bar or a line break in it would end.</summary>
    /// <param name="text">Any text, such as the name of a speaker.</param>
    public static string Cell(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
    }

    private static void AppendRow(StringBuilder text, IReadOnlyList<string> cells, IReadOnlyList<int> widths, int leftColumns)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            text.Append("| ").Append(i < leftColumns ? cells[i].PadRight(widths[i]) : cells[i].PadLeft(widths[i])).Append(' ');
        }

        text.Append("|\n");
    }
}
