using Bakeoff.Reports.Latex;

namespace Bakeoff.Reports.Pages;

/// <summary>References as BibTeX entries of the kind misc, which every style prints.</summary>
public static class ReferencesBibTex
{
    /// <summary>Writes an entry for each reference.</summary>
    /// <returns>Lines with LF ends, every text escaped.</returns>
    public static string Write(IReadOnlyList<Reference> references) => BibEntry.Write(references.Select(Entry));

    /// <summary>The entry of a reference.</summary>
    public static BibEntry Entry(Reference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return new BibEntry("misc", reference.Key, [("title", reference.Title), ("note", reference.Note)]);
    }
}
