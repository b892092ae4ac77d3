namespace Bakeoff.Reports.Latex;

/// <summary>An entry of a BibTeX file.</summary>
/// <param name="Kind">Kind, such as <c>article</c>.</param>
/// <param name="Key">Key that documents cite it by: letters, digits and hyphens.</param>
/// <param name="Fields">Names of fields with their values, in plain text.</param>
public sealed record BibEntry(string Kind, string Key, IReadOnlyList<(string Name, string Value)> Fields)
{
    /// <summary>Writes entries, each key once.</summary>
    /// <returns>Lines with LF ends, every text escaped; braces keep the capitals of titles.</returns>
    public static string Write(IEnumerable<BibEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var text = string.Concat(entries.DistinctBy(static entry => entry.Key).Select(static entry => entry.Lines()));
        return LatexText.HasScript(text) ? $"@preamble{{\"{LatexText.ScriptDefinition}\"}}\n{text}" : text;
    }

    // Styles sort works without authors by their key.
    private IEnumerable<(string Name, string Value)> Sorted =>
        Fields.Any(static part => part.Name == "author") ? Fields : Fields.Append(("key", Key));

    private string Lines() =>
        $"@{Kind}{{{Key},\n"
            + string.Join(",\n", Sorted.Select(static field =>
                field.Name == "title"
                    ? $"  title = {{{{{LatexText.Escape(field.Value)}}}}}"
                    : $"  {field.Name} = {{{LatexText.Escape(field.Value)}}}"))
            + "\n}\n";
}
