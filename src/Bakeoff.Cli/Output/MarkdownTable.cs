using System.Text;

namespace Bakeoff.Cli.Output;

/// <summary>A table in Markdown.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Rows">The header, then the rows, all of equal length.</param>
/// <param name="LeftColumns">How many columns are flush left; numbers follow, flush right.</param>
internal sealed record MarkdownTable(string Title, IReadOnlyList<IReadOnlyList<string>> Rows, int LeftColumns)
{
    /// <summary>The title in bold and the table.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"**{Title}**\n\n");
        for (var i = 0; i < Rows.Count; i++)
        {
            text.Append("| ").AppendJoin(" | ", Rows[i].Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
            if (i == 0)
            {
                text.Append('|').AppendJoin('|', Rows[0].Select((_, column) => column < LeftColumns ? "---" : "---:")).Append("|\n");
            }
        }

        return text.ToString();
    }
}
