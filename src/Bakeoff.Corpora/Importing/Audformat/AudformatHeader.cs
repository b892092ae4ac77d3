using System.Globalization;
using Bakeoff.Options;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Corpora.Importing.Audformat;

/// <summary>The header of a database in audformat, <c>db.yaml</c>: schemes, splits and tables.</summary>
/// <remarks>
/// Source: github.com/audeering/audformat, the format's specification in its documentation, version 1.4. Up to it no version of the format is
/// stated, so that keys of that meaning are of a newer one.
/// </remarks>
internal sealed class AudformatHeader
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "db.yaml";

    // The newest version that is known.
    private static readonly Version Known = new(1, 4);

    private readonly MappingNode _root;

    private AudformatHeader(string folder)
    {
        Folder = folder;
        File = Path.Combine(folder, FileName);
        if (!System.IO.File.Exists(File))
        {
            throw new DatasetException(
                DatasetProblem.NotFound,
                new ErrorDetails($"{FileName} is not there")
                {
                    Where = folder,
                    Rule = $"the folder of a database in audformat: {FileName}, and db.TABLE.csv or db.TABLE.parquet",
                });
        }

        _root = YamlOptions.ReadTree(File);
        RequireKnownVersion();
        Splits = Entries(_root, "splits").ToDictionary(static split => split.Key, SideOf, StringComparer.Ordinal);
        Schemes = Entries(_root, "schemes").ToDictionary(static scheme => scheme.Key, ReadScheme, StringComparer.Ordinal);
        MiscTables = Entries(_root, "misc_tables").ToDictionary(static table => table.Key, ReadMiscTable, StringComparer.Ordinal);
        Tables = Entries(_root, "tables").ToDictionary(static table => table.Key, ReadTable, StringComparer.Ordinal);
        foreach (var scheme in Schemes.Values.Where(static scheme => scheme.MiscTable is not null))
        {
            RequireMiscTable(scheme, scheme.MiscTable!);
        }

        if (Tables.Count == 0)
        {
            throw Refuse(_root.Origin, "there are no tables", "a database in audformat with tables");
        }
    }

    /// <summary>Folder of the database.</summary>
    public string Folder { get; }

    /// <summary>Path of the header.</summary>
    public string File { get; }

    /// <summary>Schemes by name.</summary>
    public IReadOnlyDictionary<string, AudformatScheme> Schemes { get; }

    /// <summary>Sides of the splits by name: train, validation, test, or empty.</summary>
    public IReadOnlyDictionary<string, string> Splits { get; }

    /// <summary>Tables of files and stretches by name.</summary>
    public IReadOnlyDictionary<string, AudformatTableHeader> Tables { get; }

    /// <summary>Tables of anything else, such as speakers, by name.</summary>
    public IReadOnlyDictionary<string, AudformatTableHeader> MiscTables { get; }

    /// <summary>Reads the header.</summary>
    /// <param name="folder">Folder of the database.</param>
    /// <exception cref="DatasetException">It is not there, or is of a shape that this version does not know.</exception>
    /// <exception cref="ConfigurationException">It is no YAML.</exception>
    public static AudformatHeader Read(string folder) => new(folder);

    /// <summary>Names in a row, for messages.</summary>
    public static string Listed(IEnumerable<string> names) =>
        string.Join(", ", names.Order(StringComparer.Ordinal)) is { Length: > 0 } list ? list : "none";

    /// <summary>The side of a split's type: <c>dev</c> is for validation; null where there is no such type.</summary>
    public static string? SideOf(string type) =>
        type switch
        {
            "train" or "test" => type,
            "dev" => "validation",
            "other" => "",
            _ => null,
        };

    /// <summary>A text at the top, such as the licence; null where it is not stated.</summary>
    public string? TextOf(string key) => Text(_root, key);

    /// <summary>Texts of a list at the top; empty where it is not stated.</summary>
    public IReadOnlyList<string> TextsOf(string key) =>
        _root.Child(key) is SequenceNode list ? [.. list.Items.OfType<ScalarNode>().Select(static item => item.Text)] : [];

    private static string? Text(MappingNode mapping, string key) =>
        mapping.Child(key) is ScalarNode { IsNull: false } scalar ? StrictText.Clean(scalar.Text) : null;

    /// <summary>The error that the header breaks a rule.</summary>
    public static DatasetException Refuse(ValueOrigin origin, string what, string rule) =>
        new(
            DatasetProblem.Table,
            new ErrorDetails(what)
            {
                Where = origin.ToString(),
                Rule = rule,
                NextStep = $"Correct it, or, if a newer audformat wrote it, save the database with version {Known}.",
            });

    private static IReadOnlyList<MappingEntry> Entries(MappingNode mapping, string key) =>
        mapping.Child(key) switch
        {
            null or ScalarNode { IsNull: true } => [],
            MappingNode entries => entries.Entries,
            var other => throw Refuse(other.Origin, $"{key} is {other.Describe()}", "names with what they stand for"),
        };

    private static MappingNode Mapping(MappingEntry entry, string what) =>
        entry.Value switch
        {
            MappingNode mapping => mapping,
            ScalarNode { IsNull: true } => MappingNode.Empty,
            var other => throw Refuse(entry.KeyOrigin, $"{what} {entry.Key} is {other.Describe()}", "keys with values"),
        };

    private static string SideOf(MappingEntry entry)
    {
        var type = Text(Mapping(entry, "split"), "type") ?? "other";
        return SideOf(type) ?? throw Refuse(entry.KeyOrigin, $"type of split {entry.Key} is '{type}'", "train, dev, test or other");
    }

    private void RequireKnownVersion()
    {
        foreach (var key in new[] { "audformat_version", "version" })
        {
            if (_root.Child(key) is ScalarNode { IsNull: false } stated && VersionOf(stated.Text) is { } version && version > Known)
            {
                throw new DatasetException(
                    DatasetProblem.Table,
                    new ErrorDetails($"{key} is '{stated.Text}'")
                    {
                        Where = stated.Origin.ToString(),
                        Rule = $"at most {Known}, the newest audformat that is known",
                        NextStep = $"Save the database with audformat {Known}; if this is the version of the recordings, remove the key.",
                    });
            }
        }
    }

    // Of 1.4.3 the first two numbers, which decide what a header may say; null for a text that is no version.
    private static Version? VersionOf(string text)
    {
        var parts = text.Trim().TrimStart('v').Split('.');
        return int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            ? new Version(
                major,
                parts.Length > 1 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor) ? minor : 0)
            : null;
    }

    private static AudformatType TypeOf(ConfigurationNode node, string what) =>
        node is ScalarNode scalar && AudformatTypes.Find(scalar.Text) is { } type
            ? type
            : throw Refuse(node.Origin, $"dtype of {what} is {node.Describe()}", $"one of {AudformatTypes.All}");

    private void RequireMiscTable(AudformatScheme scheme, string name)
    {
        if (MiscTables.GetValueOrDefault(name) is not { } table)
        {
            throw Refuse(
                scheme.Origin,
                $"the labels of scheme {scheme.Name} are those of misc table '{name}', which is not there",
                $"one of {Listed(MiscTables.Keys)}");
        }

        if (table.Levels.Count > 1)
        {
            throw Refuse(
                table.Origin,
                $"misc table {name} has the levels {string.Join(", ", table.Levels.Select(static level => level.Name))}",
                $"one, for scheme {scheme.Name} takes them for labels");
        }
    }

    private AudformatScheme ReadScheme(MappingEntry entry)
    {
        var mapping = Mapping(entry, "scheme");
        var type = mapping.Child("dtype") is { } dtype ? TypeOf(dtype, $"scheme {entry.Key}") : AudformatType.Str;
        var scheme = new AudformatScheme(entry.Key, type, entry.KeyOrigin);
        return mapping.Child("labels") switch
        {
            null or ScalarNode { IsNull: true } => scheme,
            ScalarNode table => scheme with { MiscTable = table.Text },
            SequenceNode list => scheme with { Labels = Labels(scheme, list.Items.Select(static item => (item, AudformatLabel.Plain))) },
            MappingNode map => scheme with
            {
                Labels = Labels(
                    scheme,
                    map.Entries.Select(static label =>
                        ((ConfigurationNode)new ScalarNode(label.Key, IsPlain: true, label.KeyOrigin), ReadLabel(label)))),
            },
            var other => throw Refuse(other.Origin, $"labels of scheme {entry.Key} are {other.Describe()}", "a list, a map or a table"),
        };
    }

    private static Dictionary<string, AudformatLabel> Labels(
        AudformatScheme scheme,
        IEnumerable<(ConfigurationNode Code, AudformatLabel Label)> labels)
    {
        var read = new Dictionary<string, AudformatLabel>(StringComparer.Ordinal);
        foreach (var (node, label) in labels)
        {
            var code = node is ScalarNode { Text.Length: > 0 } scalar ? AudformatTypes.Read(scheme.Type, scalar.Text) : null;
            if (code is null || !read.TryAdd(code, label))
            {
                throw Refuse(
                    node.Origin,
                    $"a label of scheme {scheme.Name} is {node.Describe()}",
                    code is null ? AudformatTypes.RuleOf(scheme.Type) : "each label once");
            }
        }

        return read;
    }

    private static AudformatLabel ReadLabel(MappingEntry entry) =>
        entry.Value switch
        {
            ScalarNode { IsNull: false, Text.Length: > 0 } meaning => AudformatLabel.Plain with { Meaning = StrictText.Clean(meaning.Text) },
            MappingNode properties => new AudformatLabel(
                null,
                properties.Entries
                    .Where(static property => property.Value is ScalarNode { IsNull: false })
                    .ToDictionary(
                        static property => property.Key,
                        static property => StrictText.Clean(((ScalarNode)property.Value).Text),
                        StringComparer.Ordinal)),
            _ => AudformatLabel.Plain,
        };

    private AudformatTableHeader ReadMiscTable(MappingEntry entry)
    {
        var levels = Mapping(entry, "misc table").Child("levels") switch
        {
            MappingNode typed => typed.Entries.Select(level => (level.Key, TypeOf(level.Value, $"level {level.Key}"))).ToList(),
            SequenceNode names => names.Items.OfType<ScalarNode>().Select(static name => (name.Text, AudformatType.Object)).ToList(),
            _ => [],
        };
        return levels.Count > 0
            ? ReadTable(entry, levels)
            : throw Refuse(entry.KeyOrigin, $"misc table {entry.Key} has no levels", "the columns of its index with their types");
    }

    private AudformatTableHeader ReadTable(MappingEntry entry)
    {
        var type = Text(Mapping(entry, "table"), "type");
        return type switch
        {
            "filewise" => ReadTable(entry, AudformatTableHeader.Filewise),
            "segmented" => ReadTable(entry, AudformatTableHeader.Segmented),
            _ => throw Refuse(
                entry.KeyOrigin,
                $"type of table {entry.Key} is {(type is null ? "not stated" : $"'{type}'")}",
                "filewise or segmented"),
        };
    }

    private AudformatTableHeader ReadTable(MappingEntry entry, IReadOnlyList<(string Name, AudformatType Type)> levels)
    {
        // The name is part of a file's name.
        if (entry.Key.AsSpan().ContainsAny('/', '\\', '\0'))
        {
            throw Refuse(entry.KeyOrigin, $"name of table '{entry.Key}' has slashes", "a name");
        }

        var table = Mapping(entry, "table");
        var columns = Entries(table, "columns").Select(ReadColumn).ToList();
        string? side = null;
        if (Text(table, "split_id") is { } split && !Splits.TryGetValue(split, out side))
        {
            throw Refuse(entry.KeyOrigin, $"split_id of table {entry.Key} is '{split}'", $"one of {Listed(Splits.Keys)}");
        }

        return new AudformatTableHeader(entry.Key, levels, columns, entry.KeyOrigin) { Side = side };
    }

    private AudformatColumnHeader ReadColumn(MappingEntry entry)
    {
        AudformatScheme? scheme = null;
        if (Text(Mapping(entry, "column"), "scheme_id") is { } name && !Schemes.TryGetValue(name, out scheme))
        {
            throw Refuse(entry.KeyOrigin, $"scheme_id of column {entry.Key} is '{name}'", $"one of {Listed(Schemes.Keys)}");
        }

        return new AudformatColumnHeader(entry.Key, scheme, entry.KeyOrigin);
    }
}
