using System.Text.Json.Serialization;
using Bakeoff.Corpora.Formats;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Columns;

/// <summary>A table beside the recordings whose rows say more of clips, or of people: its columns are fields of the clips.</summary>
/// <remarks>
/// A file with a header and commas, semicolons, tabs or vertical bars between the fields; or, with <see cref="Lines"/>, a text file some of whose lines
/// are rows.
/// </remarks>
public sealed record MetadataOptions : IValidatedOptions
{
    /// <summary>
    /// Path of the table, matched at the end of a file's path from a folder boundary on, without regard to case; <c>*</c> stands for any
    /// letters but a slash, <c>**</c> for any. Several files are read as one table.
    /// </summary>
    [JsonPropertyName("file")]
    public string File { get; init; } = "";

    /// <summary>
    /// Field of the clip that its row is found by, such as <c>speaker</c> or <c>name</c>; or a template with fields in braces.
    /// </summary>
    [JsonPropertyName("key")]
    public string Key { get; init; } = "";

    /// <summary>Column of the table that holds the key; or a template with columns in braces. Default: the one named as the key.</summary>
    [JsonPropertyName("column")]
    public string? Column { get; init; }

    /// <summary>
    /// Regular expression of the lines that are rows, with a named group for each column; other lines are passed over. Default null: the
    /// file is a table.
    /// </summary>
    [JsonPropertyName("lines")]
    public string? Lines { get; init; }

    /// <summary>
    /// Encoding of the file, such as <c>windows-1252</c>. Default: UTF-8, or UTF-16 with a byte order mark.
    /// </summary>
    [JsonPropertyName("encoding")]
    public string? Encoding { get; init; }

    /// <summary>False where some sources of the corpus lack the file: its columns are missing then. Default true.</summary>
    [JsonPropertyName("required")]
    public bool IsRequired { get; init; } = true;

    /// <summary>Template over the columns of a row that gives the key.</summary>
    [JsonIgnore]
    internal string RowKey => Column ?? Key;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        foreach (var (key, value) in new[] { ("file", File), ("key", Key) })
        {
            if (value.Length == 0)
            {
                yield return new OptionProblem(key, "is missing, expected both file and key, such as {file: speakers.csv, key: speaker}.");
            }
        }

        foreach (var (key, template) in new[] { ("key", Key), ("column", Column ?? "") })
        {
            if (template.Length > 0 && FieldTemplate.Problem(template) is { } problem)
            {
                yield return new OptionProblem(key, problem);
            }
        }

        if (Encoding is not null && StrictText.FindEncoding(Encoding) is null)
        {
            yield return new OptionProblem(
                "encoding",
                $"is '{Encoding}', expected the name of an encoding such as utf-8, windows-1252 or gb18030.");
        }

        if (Lines is not null && ClipNamePattern.SyntaxProblem(Lines) is { } mistake)
        {
            yield return new OptionProblem("lines", mistake);
        }
        else if (Lines is not null && FieldTemplate.Problem(RowKey) is null)
        {
            var groups = LinePattern.GroupNames(Lines);
            if (new FieldTemplate(RowKey).Names.FirstOrDefault(name => !groups.Contains(name, StringComparer.Ordinal)) is { } unknown)
            {
                yield return new OptionProblem(
                    "lines",
                    $"has no group (?<{unknown}>...), expected the one that holds the key. Name it, or name yours under column.");
            }
        }
    }
}
