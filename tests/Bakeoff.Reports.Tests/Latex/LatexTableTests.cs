using Bakeoff.Reports.Latex;

namespace Bakeoff.Reports.Tests.Latex;

public sealed class LatexTableTests
{
    [Fact]
    public void Write_Rows_AreABooktabsTable() =>
        new LatexTable(
            "results",
            "Test results, 95 % intervals.",
            ["Experiment", "UAR"],
            [["a_b", "0.911"], [new LatexCell("c", "k1", "k2"), "-"]]).Write().ShouldBe(
            """
            % needs \usepackage{booktabs,graphicx}
            \begin{table}
              \centering
              \caption{Test results, 95\,\% intervals.}
              \label{tab:results}
              \resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{%
              \begin{tabular}{lr}
                \toprule
                Experiment & UAR \\
                \midrule
                a\_b & 0.911 \\
                c~\cite{k1,k2} & - \\
                \bottomrule
              \end{tabular}}
            \end{table}

            """);

    [Fact]
    public void Write_LongText_TakesSeveralLinesInPlaceOfAShrunkTable() =>
        new LatexTable("corpora", "Corpora.", ["Corpus", "Language", "Clips"], [[new string('a', 41), "Urdu", "400"]]) { TextColumns = 2 }
            .Write().ShouldContain(@"\begin{tabular}{p{16em}lr}");

    [Fact]
    public void Write_MoreRowsThanAPageHas_AreSeveralFloats()
    {
        IReadOnlyList<LatexCell>[] rows = [.. Enumerable.Range(0, 91).Select(static n => (IReadOnlyList<LatexCell>)[$"row {n}"])];
        var text = new LatexTable("long", "Long.", ["n"], rows).Write();
        text.Split(@"\begin{table}").Length.ShouldBe(1 + 3);
        text.ShouldContain(@"\caption{Long. Part 3 of 3.}");
        text.ShouldContain(@"\label{tab:long-3}");
        text.ShouldContain("row 90");
    }

    [Theory]
    [InlineData("[whole]", "    {}[whole] \\\\\n")]
    [InlineData("*", "    {}* \\\\\n")]
    public void Write_RowThatBeginsLikeAnArgument_IsNoArgumentOfTheRowBefore(string cell, string expected) =>
        new LatexTable("x", "X.", ["a"], [[cell]]).Write().ShouldContain(expected);
}
