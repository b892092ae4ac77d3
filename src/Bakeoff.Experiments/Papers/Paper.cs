using System.Text;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Options;
using Bakeoff.Options.Files;
using Bakeoff.Pictures;
using Bakeoff.Reports.Latex;

namespace Bakeoff.Experiments.Papers;

/// <summary>
/// Writes what a paper on finished experiments needs: tables, figures, the method, references, a document that shows all of it, and a
/// bundle to publish.
/// </summary>
public static class Paper
{
    /// <summary>The bundle.</summary>
    public const string BundleFile = "bundle.zip";

    private const string DocumentFile = "paper.tex";
    private const string MethodFile = "method.tex";
    private const string ResultsFile = "results.tex";
    private const string ReferencesFile = "references.bib";

    // 8.5 cm, a column of most journals.
    private const double FigureWidth = 321;

    /// <summary>Writes the folder, whole or not at all.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="comparison">The experiments side by side, in the order of the paper.</param>
    /// <param name="options">Where to write, and what to state of authors and licence.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="PaperException">The folder holds something, or a file would name a place of this machine.</exception>
    /// <exception cref="NotFinishedException">An experiment changed since its results, or they are damaged.</exception>
    /// <remarks>
    /// Every stored result is compared with its digest. Determinism: equal results give equal bytes in every run on one kind of processor;
    /// all but the figures on every machine of one system.
    /// </remarks>
    public static async Task<PaperResult> WriteAsync(Workspace workspace, Comparison comparison, PaperOptions options)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(comparison);
        ArgumentNullException.ThrowIfNull(options);
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Output));
        if (!AtomicFolder.IsFree(folder))
        {
            throw new PaperException(new ErrorDetails(File.Exists(folder) ? "is a file" : "is not empty")
            {
                Where = options.Output,
                Rule = "a folder that is new or empty",
                NextStep = "Name another by --output, or remove it.",
            });
        }

        var content = await PaperContent.OpenAsync(workspace, comparison).ConfigureAwait(false);
        using var whole = new AtomicFolder(folder);
        var result = Write(workspace, content, options, whole.Pending);
        whole.MoveIntoPlace();
        return result with { Folder = folder };
    }

    private static PaperResult Write(Workspace workspace, PaperContent content, PaperOptions options, string folder)
    {
        var (tables, figures, entries) = (PaperTables.Create(content), PaperFigure.Create(content), MethodReferences.Entries(content));
        var files = BundledFiles.Gather(workspace, content);
        var notes = content.Notes.ToList();
        var (drawn, missing) = Draw(figures, Path.Combine(folder, "figures"), notes);
        Directory.CreateDirectory(Path.Combine(folder, "tables"));
        var texts = new List<string>();
        foreach (var table in tables)
        {
            Write($"tables/{table.Label}.tex", table.Write());
        }

        Write(MethodFile, MethodText.Write(content));
        Write(ResultsFile, ResultsText.Write(content));
        Write(ReferencesFile, BibEntry.Write(entries));
        Write(DocumentFile, PaperDocument.Write(content, tables, drawn));
        File.WriteAllBytes(Path.Combine(folder, BundleFile), new ResearchCrate(content, options).Create(files));
        if (texts.Exists(LatexText.HasScript))
        {
            notes.Add(
                $"Letters that pdflatex cannot set stand as code points (U+...); the head of {DocumentFile} says how other engines set them.");
        }

        if (missing.Length > 0)
        {
            notes.Add($"The font of the figures lacks {missing}.");
        }

        var references = entries.DistinctBy(static entry => entry.Key).Count();
        return new PaperResult(folder, tables.Count, drawn.Count, references, files.Count, notes);

        void Write(string name, string text)
        {
            texts.Add(text);
            File.WriteAllText(Path.Combine(folder, name), text);
        }
    }

    private static (IReadOnlyList<PaperFigure> Drawn, string Missing) Draw(
        IReadOnlyList<PaperFigure> figures, string folder, List<string> notes)
    {
        if (Picture.Unavailable is { } problem)
        {
            notes.Add($"There are no figures: {problem.What}.");
            return ([], "");
        }

        Directory.CreateDirectory(folder);
        var missing = new StringBuilder();
        foreach (var figure in figures)
        {
            var drawing = figure.Chart.ToDrawing(FigureWidth);
            File.WriteAllBytes(Path.Combine(folder, $"{figure.Key}.pdf"), Picture.Render(drawing, PictureFormat.Pdf));
            missing.Append(Picture.MissingCharacters(drawing));
        }

        return (figures, string.Concat(missing.ToString().EnumerateRunes().Distinct()));
    }
}
