using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Tracking;

/// <summary>A table in a note of MLflow, whose pages leave no space between the columns of a table.</summary>
[OutsideFingerprint("records what happens; cannot change a result")]
internal static class NoteTable
{
    /// <summary>Begins all cells but the first. A space of no width keeps the next ones from being trimmed.</summary>
    private const string Gap = "\u200b\u00a0\u00a0";

    /// <summary>The table in Markdown; the first column is set to the left.</summary>
    /// <param name="rows">Titles of the columns, then rows with as many cells.</param>
    public static string Render(IEnumerable<IReadOnlyList<string>> rows) =>
        MarkdownTable.Render(
            [.. rows.Select(static row => (string[])[.. row.Select(static (cell, i) => i == 0 ? cell : Gap + cell)])],
            leftColumns: 1);
}
