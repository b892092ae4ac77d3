using System.Globalization;
using System.Text;
using Bakeoff.Reports.Latex;

namespace Bakeoff.Experiments.Papers;

/// <summary>Writes <c>paper.tex</c>, a document with everything in it, to compile as it is and to copy from.</summary>
internal static class PaperDocument
{
    /// <summary>Figures after which the document waits for LaTeX to place them: it keeps few in mind.</summary>
    private const int MostWaiting = 8;

    private const string Head = """
        % Compile with pdflatex, xelatex or lualatex: LATEX paper; bibtex paper; LATEX paper; LATEX paper.
        % Each file in tables/ needs booktabs and graphicx alone; figures/ holds vectors, 8.5 cm wide.
        % Letters of other scripts than Latin stand as code points, \scripttext{POINTS}{LETTERS}: pdflatex cannot set them.
        % With xelatex or lualatex and a font that has them:
        % \usepackage{fontspec} \newfontfamily\other{FONT} \newcommand{\scripttext}[2]{{\other #2}}
        \documentclass{article}
        \usepackage[margin=25mm]{geometry}
        \usepackage{booktabs,graphicx,iftex}
        \iftutex\else
        % Letters that the usual encoding of pdflatex lacks.
        \usepackage[T1,OT1]{fontenc}
        \DeclareTextAccentDefault{\k}{T1}
        \DeclareTextSymbolDefault{\dj}{T1}\DeclareTextSymbolDefault{\DJ}{T1}
        \DeclareTextSymbolDefault{\dh}{T1}\DeclareTextSymbolDefault{\DH}{T1}
        \DeclareTextSymbolDefault{\th}{T1}\DeclareTextSymbolDefault{\TH}{T1}
        \DeclareTextSymbolDefault{\ng}{T1}\DeclareTextSymbolDefault{\NG}{T1}
        \fi
        \providecommand{\scripttext}[2]{#1}
        \emergencystretch=3em

        """;

    /// <summary>Writes the document.</summary>
    /// <param name="content">The results.</param>
    /// <param name="tables">Its tables.</param>
    /// <param name="figures">Its figures; none where this machine cannot draw them.</param>
    public static string Write(PaperContent content, IReadOnlyList<LatexTable> tables, IReadOnlyList<PaperFigure> figures)
    {
        var latex = new StringBuilder(Head.ReplaceLineEndings("\n"));
        var names = LatexText.Escape(string.Join(", ", content.Experiments.Select(static experiment => experiment.Name)));
        latex.Append(CultureInfo.InvariantCulture, $"\\title{{Results of {names}}}\n\\author{{}}\n\\date{{}}\n");
        latex.Append("\\begin{document}\n\\maketitle\n\n\\section{Method}\n\\input{method}\n\n\\section{Results}\n\\input{results}\n");
        foreach (var (i, table) in tables.Index())
        {
            latex.Append(CultureInfo.InvariantCulture, $"\\input{{tables/{table.Label}}}\n");
            latex.Append((i + 1) % MostWaiting == 0 ? "\\clearpage\n" : "");
        }

        latex.Append("\\clearpage\n");
        foreach (var (i, row) in figures.Chunk(2).Index())
        {
            latex.Append("\\begin{figure}\n  \\centering\n").AppendJoin("  \\hfill\n", row.Select(Half)).Append("\\end{figure}\n");
            latex.Append((i + 1) % MostWaiting == 0 ? "\\clearpage\n" : "");
        }

        latex.Append("\\clearpage\n\\bibliographystyle{plain}\n\\nocite{*}\n\\bibliography{references}\n");
        return latex.Append("\\end{document}\n").ToString();
    }

    private static string Half(PaperFigure figure) =>
        $$"""
          \begin{minipage}[t]{0.48\linewidth}
            \includegraphics[width=\linewidth]{figures/{{figure.Key}}.pdf}
            \caption{{{LatexText.Escape(figure.Caption)}}}
            \label{fig:{{figure.Key}}}
          \end{minipage}

        """.ReplaceLineEndings("\n");
}
