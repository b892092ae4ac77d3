using System.Text;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Tracking;

/// <summary>A Markdown table with padded cells, which reads well where a page shows the text as it is.</summary>
[OutsideFingerprint("records what happens; cannot change a result")]
internal static class MarkdownTable
{
    /// <summary>The table, with a line break after each row.</summary>
    /// <param name="header">Titles of the columns; the first column is set to the left, the others to the right.</param>
    /// <param name="rows">Rows with as many cells.</param>
    public static string Render(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = header.Select((title, i) => Math.Max(3, rows.Select(row => row[i].Length).Append(title.Length).Max())).ToArray();
        var text = new StringBuilder();
        AppendRow(text, header, widths);
        text.Append('|');
        for (var i = 0; i < widths.Length; i++)
        {
            text.Append(i == 0 ? ":" : "-").Append('-', widths[i]).Append(i == 0 ? "-|" : ":|");
        }

        text.Append('\n');
        foreach (var row in rows)
        {
            AppendRow(text, row, widths);
        }

        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, IReadOnlyList<string> cells, IReadOnlyList<int> widths)
    {
        text.Append('|');
        for (var i = 0; i < cells.Count; i++)
        {
            text.Append(' ').Append(i == 0 ? cells[i].PadRight(widths[i]) : cells[i].PadLeft(widths[i])).Append(" |");
        }

        text.Append('\n');
    }
}
