using Bakeoff.Corpora.Formats;

namespace Bakeoff.Corpora.Columns;

/// <summary>The fields of one clip: its statement first, then the rows of the tables in their order.</summary>
internal sealed class ClipFields
{
    private readonly StatedClip _clip;
    private readonly TableRow?[] _rows;

    /// <summary>Finds the rows of a clip.</summary>
    public ClipFields(StatedClip clip, IReadOnlyList<MetadataTable> tables)
    {
        _clip = clip;
        _rows = new TableRow?[tables.Count];

        // The key of a table may be a column of one before it.
        for (var i = 0; i < tables.Count; i++)
        {
            _rows[i] = tables[i].Find(tables[i].Key.Fill(Find));
        }
    }

    /// <summary>Columns that every corpus has.</summary>
    public static IReadOnlyList<string> Names { get; } = ["label", "speaker", "text"];

    /// <summary>Fields that every clip has.</summary>
    public static IReadOnlyList<string> Always { get; } = [.. Names, "path", "name"];

    /// <summary>Place of the clip's statement.</summary>
    public string Origin => _clip.Origin;

    /// <summary>Path of the clip.</summary>
    public string Path => _clip.Path;

    /// <summary>The text of a field; null or empty where nothing states it.</summary>
    public string? Find(string name) =>
        Stated(name) is { Length: > 0 } stated ? stated : RowOf(name)?.Find(name);

    /// <summary>File, line and column of a field; null where the clip's name states it, or nothing.</summary>
    public string? PlaceOf(string name) =>
        Stated(name) is { Length: > 0 } ? _clip.Fields.PlaceOf(name) : RowOf(name)?.PlaceOf(name);

    private string? Stated(string name) =>
        name switch
        {
            "label" => _clip.OwnLabel ?? _clip.Label,
            "speaker" => _clip.Speaker,
            "text" => _clip.Text,
            "path" => _clip.Path,
            "name" => System.IO.Path.GetFileNameWithoutExtension(_clip.Path),
            _ => _clip.Fields.Find(name),
        };

    private TableRow? RowOf(string name) => Array.Find(_rows, row => row?.Find(name) is { Length: > 0 });
}
