using Bakeoff.Options;

namespace Bakeoff.Corpora.Formats;

/// <summary>Finds the files that a table's paths mean, however the table spells them.</summary>
internal sealed class StatedFiles
{
    private readonly HashSet<string> _exact;
    private readonly ILookup<string, string> _folded;
    private readonly string _root;
    private readonly string _tableFolder;
    private readonly IReadOnlyList<string> _converted;

    /// <summary>Prepares the look-up.</summary>
    /// <param name="folder">The corpus.</param>
    /// <param name="root">
    /// Folder below it that relative paths begin at; empty for the corpus itself, or else the table's own folder.
    /// </param>
    /// <param name="table">Path of the table relative to the folder of recordings.</param>
    public StatedFiles(CorpusFolder folder, string root, string table)
    {
        _converted = folder.Converted;
        _exact = folder.Files.ToHashSet(StringComparer.Ordinal);
        _folded = folder.Files.ToLookup(StrictText.Fold, StringComparer.Ordinal);
        _root = Tidy(root).Trim('/');
        _tableFolder = Tidy(Path.GetDirectoryName(table) ?? "").Trim('/');
    }

    /// <summary>
    /// The file that a path means: the same path, else the one that differs only in case or normal form; of an absolute path, the longest
    /// end that does; of a converted recording, its sound.
    /// </summary>
    /// <param name="stated">Path as the table states it.</param>
    /// <param name="origin">Place of the statement, for messages.</param>
    /// <returns>Path relative to the folder of recordings, or null.</returns>
    /// <exception cref="DatasetException">Several files differ only in case or normal form, and none is spelt as stated.</exception>
    public string? Find(string stated, string origin)
    {
        var path = Tidy(stated);
        if (!IsAbsolute(path))
        {
            return FindRelative(Join(_root, path), origin)
                ?? (_root.Length == 0 && _tableFolder.Length > 0 ? FindRelative(Join(_tableFolder, path), origin) : null);
        }

        for (var cut = path.IndexOf('/', StringComparison.Ordinal); cut >= 0; cut = path.IndexOf('/', cut + 1))
        {
            if (FindRelative(path[(cut + 1)..], origin) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static string Join(string folder, string path) => Tidy(folder.Length == 0 ? path : $"{folder}/{path}");

    // A converted recording is there under the name of its sound, unless it could not be converted.
    private string? FindRelative(string path, string origin) =>
        FindAlike(path, origin)
        ?? (ConversionOptions.IsAmong(_converted, path) ? FindAlike(ConversionOptions.SoundOf(path), origin) : null);

    private string? FindAlike(string path, string origin)
    {
        if (_exact.TryGetValue(path, out var known))
        {
            return known;
        }

        var alike = _folded[StrictText.Fold(path)].ToList();
        return alike.Count <= 1 ? alike.SingleOrDefault() : throw new DatasetException(DatasetProblem.Name, new ErrorDetails("path")
        {
            Where = origin,
            Value = $"'{path}'",
            Rule = $"one file of that name, and {string.Join(", ", alike)} differ only in case or normal form",
            NextStep = "Write the path as the file is named.",
        });
    }

    private static bool IsAbsolute(string path) => path.StartsWith('/') || (path.Length > 2 && path[1] == ':' && path[2] == '/');

    // Backslashes, './', doubled slashes and 'a/../' are ways to write the same path; the first slash of an absolute path stays.
    private static string Tidy(string path)
    {
        var slashes = path.Replace('\\', '/');
        var segments = new List<string>();
        foreach (var segment in slashes.Split('/').Where(static segment => segment is not ("" or ".")))
        {
            if (segment == ".." && segments is [.., not ".."])
            {
                segments.RemoveAt(segments.Count - 1);
            }
            else
            {
                segments.Add(segment);
            }
        }

        return (slashes.StartsWith('/') ? "/" : "") + string.Join('/', segments);
    }
}
