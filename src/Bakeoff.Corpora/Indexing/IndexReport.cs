using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Indexing;

/// <summary>The audit of a corpus: <c>index-report.json</c>.</summary>
public sealed record IndexReport
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>Name of the corpus.</summary>
    public required string Dataset { get; init; }

    /// <summary>True if the recordings are synthesised.</summary>
    public bool IsSynthetic { get; init; }

    /// <summary>Audio files seen, before anything was left out.</summary>
    public required int Files { get; init; }

    /// <summary>True if a clip is a stretch of a file, so that there may be more clips than files.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasStretches { get; init; }

    /// <summary>Usable clips.</summary>
    public required int Clips { get; init; }

    /// <summary>Duration of the usable clips in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Clips of each label, in ordinal order.</summary>
    public required IReadOnlyDictionary<string, int> Labels { get; init; }

    /// <summary>Clips of each speaker, in ordinal order.</summary>
    public required IReadOnlyDictionary<string, int> Speakers { get; init; }

    /// <summary>Different texts.</summary>
    public required int Texts { get; init; }

    /// <summary>Files and rows that became no clip, counted by reason.</summary>
    public IReadOnlyList<LeftOutCount> LeftOut { get; init; } = [];

    /// <summary>Folder of each corpus that its clips' paths are relative to, below its recordings; empty for these themselves.</summary>
    public IReadOnlyDictionary<string, string> Roots { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Columns beside label, speaker and text, in the order of <c>index.csv</c>; null where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Column>? Columns { get; init; }

    /// <summary>True where labels are of votes whose shares networks learn.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasSoftLabels { get; init; }

    /// <summary>Everything found, by kind and path.</summary>
    public required IReadOnlyList<IndexFinding> Findings { get; init; }

    /// <summary>The index in one line of facts: <c>90 of 180 files, 3 labels, speakers unknown</c>.</summary>
    public string Summary()
    {
        var clips = HasStretches ? Quantity.Of(Clips, "clip") : string.Create(CultureInfo.InvariantCulture, $"{Clips:N0}");
        var files = $"{clips} of {Quantity.Of(Files, "file")}";
        var leftOut = LeftOut.Count == 0 ? "" : $" ({string.Join(", ", LeftOut.Select(static item => item.Describe()))})";
        return $"{files}{leftOut}, {Names(Labels.Count, "label")}, {Names(Speakers.Count, "speaker")}{Nameless()}, "
            + $"{Names(Texts, "text")}{Described()}{Corrected()}";
    }

    private string Nameless() =>
        Clips - Speakers.Values.Sum() is > 0 and var nameless && Speakers.Count > 0
            ? $" (unknown for {Quantity.Of(nameless, "clip")})"
            : "";

    private string Described() =>
        Columns is null
            ? ""
            : $", {Quantity.Of(Columns.Count, "column")} ({string.Join(", ", Columns.Select(static column => column.Name))})";

    private string Corrected() =>
        Findings.Any(static finding => finding.Kind == IndexFindingKind.InvisibleCharacters)
            ? "; invisible characters removed from names"
            : "";

    private static string Names(int count, string noun) => count == 0 ? $"{noun}s unknown" : Quantity.Of(count, noun);

    /// <summary>Writes the report as JSON; equal reports give equal bytes.</summary>
    /// <param name="path">File to create or replace.</param>
    public void Write(string path) => File.WriteAllBytes(path, [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n']);

    /// <summary>Reads a report.</summary>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <exception cref="DatasetException">The file is not such a report.</exception>
    public static IndexReport Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<IndexReport>(File.ReadAllBytes(path), Json)
                ?? throw new JsonException("The document is null.");
        }
        catch (JsonException exception)
        {
            throw new DatasetException(
                DatasetProblem.Table,
                new ErrorDetails(exception.Message.TrimEnd('.')) { Where = path, Rule = "an index report" },
                exception);
        }
    }

    /// <summary>Path of a clip's file relative to the folder of recordings.</summary>
    /// <param name="clip">A clip of the index that this report is about, with the path that <c>index.csv</c> shows.</param>
    public string FileOf(Clip clip)
    {
        ArgumentNullException.ThrowIfNull(clip);
        var path = clip.Path[..^(clip.Stretch?.Fragment.Length ?? 0)];
        if (Roots.Count <= 1)
        {
            return CommonFolder.Join(Roots.Values.FirstOrDefault(""), path);
        }

        // In a combined corpus, the name of the clip's corpus stands before its path.
        var end = path.IndexOf('/', StringComparison.Ordinal);
        return $"{path[..end]}/{CommonFolder.Join(Roots[path[..end]], path[(end + 1)..])}";
    }
}
