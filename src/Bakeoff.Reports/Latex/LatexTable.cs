using System.Globalization;
using System.Text;

namespace Bakeoff.Reports.Latex;

/// <summary>A table as a LaTeX float, shrunk where it is wider than the column; it needs the packages booktabs and graphicx.</summary>
/// <param name="Label">Behind <c>tab:</c>; letters, digits and hyphens.</param>
/// <param name="Caption">Caption, in plain text.</param>
/// <param name="Columns">Titles of the columns, in plain text.</param>
/// <param name="Rows">Cells, as many as there are columns.</param>
public sealed record LatexTable(
    string Label, string Caption, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<LatexCell>> Rows)
{
    /// <summary>Rows of one float; more would not fit on a page.</summary>
    private const int MostRows = 36;

    /// <summary>Longer texts take several lines, so that the table is not shrunk until nobody can read it.</summary>
    private const int LongText = 40;

    /// <summary>Columns from the left that hold text; the others hold numbers and end at the right.</summary>
    public int TextColumns { get; init; } = 1;

    /// <summary>Writes the table; more than 36 rows are several floats.</summary>
    /// <returns>Lines with LF ends in ASCII, but for letters of other scripts behind their code points.</returns>
    public string Write()
    {
        var parts = Rows.Chunk(MostRows).ToList();
        var latex = string.Join('\n', parts.Select((rows, i) => Float(rows, i, parts.Count)));
        return LatexText.WithDefinition($"% needs \\usepackage{{booktabs,graphicx}}\n{latex}");
    }

    private string Float(IReadOnlyList<IReadOnlyList<LatexCell>> rows, int part, int parts)
    {
        var continued = parts == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" Part {part + 1} of {parts}.");
        var suffix = part == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{part + 1}");
        var latex = new StringBuilder();
        latex.Append("\\begin{table}\n  \\centering\n");
        latex.Append(CultureInfo.InvariantCulture, $"  \\caption{{{LatexText.Escape(Caption + continued)}}}\n");
        latex.Append(CultureInfo.InvariantCulture, $"  \\label{{tab:{Label}{suffix}}}\n");

        // Only a table that is wider than the column is made smaller.
        latex.Append("  \\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%\n");
        var texts = Enumerable.Range(0, TextColumns).Select(column => Rows.Any(row => row[column].Text.Length > LongText) ? "p{16em}" : "l");
        var columns = string.Concat(texts) + new string('r', Columns.Count - TextColumns);
        latex.Append(CultureInfo.InvariantCulture, $"  \\begin{{tabular}}{{{columns}}}\n    \\toprule\n");
        latex.Append(Row([.. Columns.Select(static title => new LatexCell(title))])).Append("    \\midrule\n");
        latex.AppendJoin("", rows.Select(Row));
        return latex.Append("    \\bottomrule\n  \\end{tabular}}\n\\end{table}\n").ToString();
    }

    /// <summary>A row; a bracket or star at its beginning would be an argument of the end of the row before.</summary>
    private static string Row(IReadOnlyList<LatexCell> cells) =>
        $"    {(cells[0].Text is ['[' or '*', ..] ? "{}" : "")}{string.Join(" & ", cells.Select(static cell => cell.Latex))} \\\\\n";
}

/// <summary>A cell of a table.</summary>
/// <param name="Text">Plain text.</param>
/// <param name="Cites">Keys of works that are cited behind it.</param>
public readonly record struct LatexCell(string Text, params string[] Cites)
{
    /// <summary>The cell as LaTeX.</summary>
    public string Latex => LatexText.Escape(Text) + Citation(Cites);

    /// <summary>A cell without citations.</summary>
    public static implicit operator LatexCell(string text) => new(text);

    /// <summary>A citation behind a text; nothing without keys.</summary>
    /// <param name="keys">Keys of the works.</param>
    public static string Citation(IReadOnlyCollection<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return keys.Count == 0 ? "" : $@"~\cite{{{string.Join(',', keys)}}}";
    }
}
