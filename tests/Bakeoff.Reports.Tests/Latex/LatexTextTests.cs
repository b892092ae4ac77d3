using System.Globalization;
using Bakeoff.Reports.Latex;
using Bakeoff.Testing.Latex;

namespace Bakeoff.Reports.Tests.Latex;

public sealed class LatexTextTests
{
    [Theory]
    [InlineData("a_b & 100% #1 $x {y} \\z", @"a\_b \& 100\% \#1 \$x \textbraceleft{}y\textbraceright{} \textbackslash{}z")]
    [InlineData("~ ^ < > | \" `", @"\textasciitilde{} \textasciicircum{} \textless{} \textgreater{} \textbar{} '' \textasciigrave{}")]
    [InlineData("95 % of 0.5 ± 0.1 – −3", @"95\,\% of 0.5 $\pm$ 0.1 -- $-$3")]
    [InlineData("--set ---", "-{}-set -{}-{}-")]
    [InlineData("wütend, šťastný, złość, ą, íñ", @"w\""{u}tend, \v{s}\v{t}astn\'{y}, z\l{}o\'{s}\'{c}, \k{a}, \'{\i}\~{n}")]
    [InlineData("tab\tend\n", "tab end ")]
    [InlineData("", "")]
    public void Escape_TextOfLatinLetters_IsAscii(string text, string expected) => LatexText.Escape(text).ShouldBe(expected);

    [Fact]
    public void Escape_OtherScripts_StandAsCodePointsWithTheirLettersBehind()
    {
        LatexText.Escape("ደስታ (joy)").ShouldBe(@"\scripttext{U+12F0 U+1235 U+1273}{ደስታ} (joy)");
        LatexText.Escape("😀").ShouldBe(@"\scripttext{U+1F600}{😀}");
        LatexText.HasScript(LatexText.Escape("خوشی")).ShouldBeTrue();
        LatexText.WithDefinition(LatexText.Escape("غ")).ShouldStartWith(@"\providecommand{\scripttext}[2]{#1}" + "\n");
        LatexText.HasScript(LatexText.Escape("Zürich")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("tess+seed=1", "tess-seed-1")]
    [InlineData("ደስታ", "x")]
    public void Key_AnyName_HasLettersDigitsAndHyphens(string name, string expected) => LatexText.Key(name).ShouldBe(expected);

    /// <summary>A draft needs no fonts but their widths; everything else is as in a real run.</summary>
    [Fact]
    public void TablesAndReferences_OfEveryKindOfLetter_AreTypeset()
    {
        LatexProgram.Require();
        var folder = Directory.CreateTempSubdirectory("bakeoff-latex-").FullName;
        try
        {
            // Everything that is written by a command, then what is not.
            var known = Enumerable.Range(0x20, 0x2200)
                .Where(static code => !char.IsSurrogate((char)code))
                .Select(static code => ((char)code).ToString())
                .Where(static letter => !LatexText.HasScript(LatexText.Escape(letter)))
                .Select(static letter => (IReadOnlyList<LatexCell>)
                    [$"{letter} x", ((int)letter[0]).ToString("X4", CultureInfo.InvariantCulture)])
                .ToList();
            known.Count.ShouldBeGreaterThan(300);
            known.Add(["ደስታ غصہ 😀", new LatexCell("cited", "a")]);
            var table = new LatexTable("all", "Every letter, 100 % & more: ደስታ_#", ["Ä_letter", "code"], known);
            var references = BibEntry.Write(
            [
                new BibEntry("misc", "a", [("title", "A {brace} with ደስታ & 50 %"), ("note", "unbalanced } brace, Jürgen Łoś")]),
            ]);
            File.WriteAllText(Path.Combine(folder, "table.tex"), table.Write());
            File.WriteAllText(Path.Combine(folder, "all.bib"), references);
            File.WriteAllText(
                Path.Combine(folder, "all.tex"),
                @"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{booktabs,graphicx}\begin{document}\input{table}\clearpage"
                    + @"\bibliographystyle{plain}\bibliography{all}\end{document}");

            string[] latex = ["-draftmode", "-interaction=nonstopmode", "-halt-on-error", "all"];
            LatexProgram.Run(folder, "pdflatex", latex);
            LatexProgram.Run(folder, "bibtex", "all").ShouldNotContain("Warning");
            LatexProgram.Run(folder, "pdflatex", latex);
            LatexProgram.Run(folder, "pdflatex", latex);
            var log = File.ReadAllText(Path.Combine(folder, "all.log"));
            log.ShouldNotContain("Missing character");
            log.ShouldNotContain("undefined");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
