using System.Globalization;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Experiments.Sweeps;

namespace Bakeoff.Cli.Output;

/// <summary>Writes a matrix of corpora for a terminal of any width, eighty columns for eight corpora.</summary>
internal static class CrossText
{
    private const int Gap = 2;

    /// <summary>Room of a cell whose interval has three digits, and of the diagonal's mark.</summary>
    private const int WideCell = 12;

    /// <summary>Narrowest name of a column.</summary>
    private const int ShortestName = 6;

    /// <summary>Longest name of a row where there is not room for all.</summary>
    private const int RowName = 14;

    /// <summary>Writes the matrix, the corpora, and what must be read beside the numbers.</summary>
    public static void Print(CrossMatrix cross, TextWriter output)
    {
        WriteLine($"{CrossWords.Title(cross)}. Rows train, columns are tested on.", output);
        var room = Terminal.Columns is { } width ? ((width - RowName) / (cross.Corpora.Count + 1)) - Gap : int.MaxValue;
        var isWide = room >= WideCell;
        List<FittedColumn> columns =
        [
            new(
                "train",
                [.. cross.Rows.SelectMany(static row => new[] { row, "" }), "mean"],
                ColumnUse.Name),
            .. cross.Corpora.Select(test => new FittedColumn(
                Terminal.Cut(test, Math.Max(ShortestName, room)),
                [
                    .. cross.Rows.SelectMany(train => Cells(cross[train, test], isWide)),
                    Mean(cross.MeanOfColumn(test)),
                ])),
            new(
                "mean",
                [.. cross.Rows.SelectMany(row => new[] { Mean(cross.MeanOfRow(row)).TrimEnd(), "" }), ""],
                ColumnUse.Wanted),
        ];
        var (leftOut, _) = FittedTable.Write(output, columns, Terminal.Columns);
        WriteLine(
            $"* one corpus, divided by speaker; means are without these. Below each UAR its 95 % interval{(isWide ? "" : " in percent")}."
                + (leftOut.Count == 0 ? "" : $" No room for the means of rows; the page has them."),
            output);
        output.WriteLine();
        PlainTable.Write(output, [CrossWords.CorpusColumns, .. CrossWords.Corpora(cross)], leftColumns: 3);
        foreach (var remark in CrossWords.Remarks(cross))
        {
            WriteLine(remark, output);
        }
    }

    // The mark of the diagonal has a column of its own, so that points stay below each other.
    private static string[] Cells(CrossCell cell, bool isWide) =>
        cell.Uar is not { } uar
            ? [ComparisonWords.None + " ", ""]
            :
            [
                string.Create(CultureInfo.InvariantCulture, $"{uar:0.000}{(cell.IsWithin ? '*' : ' ')}"),
                cell.Interval is not var (low, high) ? ""
                    : isWide ? string.Create(CultureInfo.InvariantCulture, $"{low:0.000}-{high:0.000} ")
                    : string.Create(CultureInfo.InvariantCulture, $"{low * 100:0}-{high * 100:0} "),
            ];

    private static string Mean(double? mean) =>
        mean is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:0.000} ") : ComparisonWords.None + " ";

    private static void WriteLine(string text, TextWriter output)
    {
        if (Terminal.Columns is null)
        {
            output.WriteLine(text);
        }
        else
        {
            Wrapped.Write(text, 0, output);
        }
    }
}
