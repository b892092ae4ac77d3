namespace Bakeoff.Reports.Pages;

/// <summary>References as BibTeX entries of the kind misc, which every style prints.</summary>
internal static class ReferencesBibTex
{
    /// <summary>Writes an entry for each reference.</summary>
    /// <returns>Lines with LF ends, every text escaped.</returns>
    public static string Write(IReadOnlyList<Reference> references) => string.Concat(references.Select(Entry));

    // Braces around the title keep its capitals.
    private static string Entry(Reference reference) =>
        $"@misc{{{reference.Key},\n  title = {{{{{ResultLatex.Escape(reference.Title)}}}}},\n"
            + $"  note = {{{ResultLatex.Escape(reference.Note)}}}\n}}\n";
}
