using System.Text;

namespace Bakeoff.Cli.Output;

/// <summary>Lines up rows in columns, the same on a terminal and in a file: nothing is wrapped or cut.</summary>
internal static class TextColumns
{
    /// <summary>One line a row, two spaces between columns, no blanks at the end of a line.</summary>
    /// <param name="rows">Rows of equal length.</param>
    /// <param name="leftColumns">How many columns are flush left; numbers follow, flush right.</param>
    public static string Format(IReadOnlyList<IReadOnlyList<string>> rows, int leftColumns)
    {
        var widths = Enumerable.Range(0, rows.Count == 0 ? 0 : rows[0].Count).Select(c => rows.Max(r => r[c].Length)).ToList();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            var line = string.Join("  ", row.Select((cell, c) => c < leftColumns ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c])));
            text.Append(line.TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
