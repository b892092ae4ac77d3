using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Formats;

/// <summary>Clips stated by a table beside the recordings: <c>manifest: {...}</c>, or at length <c>format: {manifest: {...}}</c>.</summary>
/// <remarks>
/// The table has a header line; commas, semicolons, tabs or vertical bars between the fields are recognised. Paths are relative to the folder of
/// recordings, or absolute paths of the
/// machine that wrote the table: then the longest end of the path that names a file counts.
/// </remarks>
[Kind("manifest")]
public sealed record ManifestFormat : ClipFormat, IValidatedOptions
{
    /// <summary>Path of the table relative to the folder of recordings. Default <c>manifest.csv</c>.</summary>
    [JsonPropertyName("file")]
    public string File { get; init; } = "manifest.csv";

    /// <summary>Column with the clip's path. Default <c>path</c>.</summary>
    [JsonPropertyName("path")]
    public string PathColumn { get; init; } = "path";

    /// <summary>Column with the label's code. Default <c>label</c>.</summary>
    [JsonPropertyName("label")]
    public string LabelColumn { get; init; } = "label";

    /// <summary>Column with the speaker's code; may be missing from the table. Default <c>speaker</c>.</summary>
    [JsonPropertyName("speaker")]
    public string SpeakerColumn { get; init; } = "speaker";

    /// <summary>Column with the text or its code; may be missing from the table. Default <c>text</c>.</summary>
    [JsonPropertyName("text")]
    public string TextColumn { get; init; } = "text";

    /// <summary>
    /// Column with the beginning of the clip in its file, in seconds; may be missing from the table, and empty: the file's beginning.
    /// Default <c>start</c>.
    /// </summary>
    [JsonPropertyName("start"), ParameterIfGiven]
    public string StartColumn { get; init; } = "start";

    /// <summary>
    /// Column with the end of the clip in its file, in seconds; may be missing from the table, and empty: the file's end. Default
    /// <c>end</c>.
    /// </summary>
    [JsonPropertyName("end"), ParameterIfGiven]
    public string EndColumn { get; init; } = "end";

    /// <summary>
    /// Column with the channel that the clip is, from 1; may be missing from the table, and empty: all channels. Default <c>channel</c>.
    /// </summary>
    [JsonPropertyName("channel"), ParameterIfGiven]
    public string ChannelColumn { get; init; } = "channel";

    /// <summary>
    /// Folder that the table's paths are relative to, within the folder of recordings, such as <c>audio</c>. Default: the folder of
    /// recordings itself, or the table's own.
    /// </summary>
    [JsonPropertyName("root")]
    public string Root { get; init; } = "";

    /// <summary>
    /// Encoding of the table, such as <c>windows-1252</c>, <c>gb18030</c> or <c>shift_jis</c>. Default: UTF-8, or UTF-16 with a byte order
    /// mark.
    /// </summary>
    [JsonPropertyName("encoding")]
    public string? Encoding { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Expectation => $"clips that {File} lists";

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (Encoding is not null && StrictText.FindEncoding(Encoding) is null)
        {
            yield return new OptionProblem(
                "encoding",
                $"is '{Encoding}', expected the name of an encoding such as utf-8, windows-1252 or gb18030.");
        }
    }

    /// <inheritdoc/>
    public override ClipListing List(CorpusFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var files = new StatedFiles(folder, Root, File);
        var clips = new List<StatedClip>();
        var leftOut = new List<LeftOutItem>();
        foreach (var row in Read(Path.Combine(folder.Path, File)))
        {
            var path = files.Find(row.Path, row.Origin);
            if (path is null)
            {
                var message = $"{row.Origin} lists this clip, and the folder does not hold it.";
                leftOut.Add(new LeftOutItem(row.Path, LeftOutReason.MissingFile, message));
            }
            else
            {
                clips.Add(row.Path == path ? row : row with { Path = path });
            }
        }

        var listed = clips.Select(static clip => clip.Path).ToHashSet(StringComparer.Ordinal);
        leftOut.AddRange(
            folder
                .AudioFiles.Where(path => !listed.Contains(path))
                .Select(path => new LeftOutItem(path, LeftOutReason.MissingRow, $"{File} has no row for this file.")));
        return new ClipListing(Sort(clips), leftOut);
    }

    private static StatedClip[] Sort(List<StatedClip> clips)
    {
        var paths = clips.ConvertAll(static clip => clip.StretchPath).ToArray();
        var order = Enumerable.Range(0, paths.Length).ToArray();
        Array.Sort(paths, order, StringComparer.Ordinal);
        for (var i = 1; i < paths.Length; i++)
        {
            if (paths[i] == paths[i - 1])
            {
                var (first, second) = (clips[Math.Min(order[i - 1], order[i])], clips[Math.Max(order[i - 1], order[i])]);
                throw new DatasetException(
                    DatasetProblem.Name,
                    new ErrorDetails("{value} is listed twice")
                    {
                        Where = second.Origin,
                        Value = paths[i],
                        Rule = $"one row a clip, and {first.Origin} is its first",
                        NextStep = "Remove one.",
                    })
                {
                    Path = second.Path,
                };
            }
        }

        return Array.ConvertAll(order, i => clips[i]);
    }

    private IEnumerable<StatedClip> Read(string table)
    {
        if (!System.IO.File.Exists(table))
        {
            throw new DatasetException(
                DatasetProblem.NotFound,
                new ErrorDetails("manifest does not exist")
                {
                    Where = table,
                    Rule = $"a table with the columns {PathColumn} and {LabelColumn}",
                    NextStep = "Write one, or use folder.yaml.",
                });
        }

        string[] required = [PathColumn, LabelColumn];
        foreach (var row in TextTable.Read(table, required, Encoding, "manifest"))
        {
            if (Array.Find(required, column => row[column].Length == 0) is { } empty)
            {
                throw row.Refuse(empty, $"{empty} is empty", "a value in every row", "Add it, or remove the row.");
            }

            yield return new StatedClip(row[PathColumn], row[LabelColumn], row[SpeakerColumn], row[TextColumn])
            {
                Fields = row,
                Stretch = ReadStretch(row),
            };
        }
    }

    private ClipStretch? ReadStretch(TableRow row)
    {
        var (start, end) = (ReadNumber(row, StartColumn), ReadNumber(row, EndColumn));
        var channel = ReadNumber(row, ChannelColumn);
        if (channel is < 1 || channel != (int?)channel)
        {
            throw row.Refuse(ChannelColumn, $"{ChannelColumn} is '{row[ChannelColumn]}'", "a channel, from 1", "Correct it.");
        }

        if (start is < 0)
        {
            throw row.Refuse(StartColumn, $"{StartColumn} is '{row[StartColumn]}'", "at least 0 seconds", "Correct it.");
        }

        if (end <= (start ?? 0))
        {
            throw row.Refuse(EndColumn, $"{EndColumn} is '{row[EndColumn]}'", $"more than {StartColumn} ('{row[StartColumn]}')", "Correct it.");
        }

        return start is null && end is null && channel is null ? null : new ClipStretch(start ?? 0, end, (int?)channel);
    }

    private static double? ReadNumber(TableRow row, string column) =>
        row[column].Length == 0 ? null
        : Number.Read(row[column])
            ?? throw row.Refuse(column, $"{column} is '{row[column]}'", "a number with a decimal point, or nothing", "Correct it.");
}
