using System.Globalization;
using System.Text;
using Bakeoff.Reports.Latex;

namespace Bakeoff.Reports.Pages;

/// <summary>The table of an experiment's results as LaTeX, for papers; it needs the package booktabs.</summary>
internal static class ResultLatex
{
    /// <summary>Writes a table with a row for each figure; a column holds the intervals where there are any.</summary>
    /// <param name="name">Name of the experiment.</param>
    /// <param name="figures">Figures; values that were not measured are a dash.</param>
    /// <returns>Lines with LF ends, every name escaped.</returns>
    public static string Write(string name, IReadOnlyList<HeadlineFigure> figures)
    {
        var hasIntervals = figures.Any(static figure => figure.Value is { Low: not null, High: not null });
        var latex = new StringBuilder();
        latex.Append("% \\usepackage{booktabs}\n\\begin{table}\n  \\centering\n");
        latex.Append(CultureInfo.InvariantCulture, $"  \\caption{{Test results of {LatexText.Escape(name)}");
        latex.Append(hasIntervals ? ", with 95\\,\\% intervals" : "").Append(".}\n");
        latex.Append(CultureInfo.InvariantCulture, $"  \\begin{{tabular}}{{l{(hasIntervals ? "rr" : "r")}}}\n    \\toprule\n");
        latex.Append("    Metric & Value").Append(hasIntervals ? " & Interval" : "").Append(" \\\\\n    \\midrule\n");
        foreach (var figure in figures)
        {
            latex.Append(CultureInfo.InvariantCulture, $"    {LatexText.Escape(figure.Title)} & {Number(figure, figure.Value.Value)}");
            var interval = figure.Value is { Low: { } low, High: { } high } ? $"{Number(figure, low)} to {Number(figure, high)}" : "";
            latex.Append(hasIntervals ? $" & {interval}" : "").Append(" \\\\\n");
        }

        return LatexText.WithDefinition(latex.Append("    \\bottomrule\n  \\end{tabular}\n\\end{table}\n").ToString());
    }

    private static string Number(HeadlineFigure figure, double value) =>
        !double.IsFinite(value) ? "--"
        : figure.IsShare ? (value * 100).ToString("0.0", CultureInfo.InvariantCulture) + "\\,\\%"
        : value.ToString("0.0000", CultureInfo.InvariantCulture);
}
