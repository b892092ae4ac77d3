using System.Globalization;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Corpora;
using Bakeoff.Corpora.FeatureTables;
using Bakeoff.Options;
using Bakeoff.Options.Unicode;

namespace Bakeoff.Experiments.Featurize;

/// <summary>The rows of a table of features that belong to each clip of an index.</summary>
/// <remarks>
/// A row is a clip's if its name is the SHA-256 of the clip's samples, or the clip's path, or ends with that path after a folder: tables from
/// elsewhere often have other folders in front. Rows of other clips are left out, for an index may leave out clips; none of its own may lack
/// rows.
/// </remarks>
internal sealed class ImportedRows
{
    private const int MostNamed = 5;

    private readonly FeatureTable _table;
    private readonly IReadOnlyList<Clip> _clips;
    private readonly (int First, int Count)[] _rows;

    private ImportedRows(FeatureTable table, IReadOnlyList<Clip> clips)
    {
        (_table, _clips) = (table, clips);
        _rows = new (int, int)[clips.Count];
    }

    /// <summary>Rows of clips that the index does not have.</summary>
    public int OtherCount { get; private set; }

    /// <summary>Finds the rows of every clip.</summary>
    /// <param name="table">The table.</param>
    /// <param name="clips">Clips of the index.</param>
    /// <param name="rule">Rows that a clip may have.</param>
    /// <exception cref="DatasetException">A clip has no row, or more than it may have, or rows apart from each other.</exception>
    public static ImportedRows Find(FeatureTable table, IReadOnlyList<Clip> clips, RowsOfClip rule)
    {
        var result = new ImportedRows(table, clips);
        result.Assign(rule);
        result.RequireAll();
        return result;
    }

    /// <summary>Values of a clip's rows, one after the other.</summary>
    /// <param name="clip">Number of the clip.</param>
    public ReadOnlySpan<float> Of(int clip) => _table.Rows(_rows[clip].First, _rows[clip].Count);

    private void Assign(RowsOfClip rule)
    {
        var names = new ClipNames(_clips);
        for (var row = 0; row < _table.Keys.Count; row++)
        {
            var key = _table.Keys[row];
            if (key.Length == 0)
            {
                throw Refuse(_table.PlaceOf(row), "names no clip", "the path or sha256 of one", "Name it, or remove the row.");
            }

            if (names.Find(key) is not { } clip)
            {
                OtherCount++;
                continue;
            }

            if (clip == ClipNames.Several)
            {
                throw Refuse(
                    _table.PlaceOf(row),
                    $"names the path '{key}', which several clips of index.csv have",
                    "the name of one",
                    "Name stretches of files by the sha256 of index.csv.");
            }

            Add(row, clip, rule);
        }
    }

    private void Add(int row, int clip, RowsOfClip rule)
    {
        var (first, count) = _rows[clip];
        if (count == 0)
        {
            _rows[clip] = (row, 1);
            return;
        }

        // Places begin with the path, which the message has already.
        var before = _table.PlaceOf(first)[(_table.File.Length - Path.GetFileName(_table.File).Length)..];
        if (_table.Keys[first] != _table.Keys[row])
        {
            throw Refuse(
                _table.PlaceOf(row),
                $"'{_table.Keys[row]}' is the clip {_clips[clip].Path}, and so is '{_table.Keys[first]}' at {before}",
                "one name for a clip",
                "Name the clips as index.csv does, by path or sha256.");
        }

        if (rule == RowsOfClip.One)
        {
            throw Refuse(
                _table.PlaceOf(row),
                $"is a second row of {_clips[clip].Path}, after {before}",
                "one row a clip",
                "Remove one, or take them as frames: rows: several.");
        }

        if (first + count != row)
        {
            throw Refuse(
                _table.PlaceOf(row),
                $"is a row of {_clips[clip].Path}, whose others begin at {before} and end before",
                "the rows of a clip one after the other",
                "Sort them by clip and time, or remove what is there twice.");
        }

        _rows[clip] = (first, count + 1);
    }

    private void RequireAll()
    {
        int[] missing = [.. Enumerable.Range(0, _clips.Count).Where(i => _rows[i].Count == 0)];
        if (missing.Length == 0)
        {
            return;
        }

        var some = string.Join(", ", missing.Take(MostNamed).Select(i => _clips[i].Path));
        var all = missing.Length > MostNamed ? $"{some}, ..." : some;
        var next = missing.Length == _clips.Count && _table.Keys.Count > 0
            ? $"Its first name is '{_table.Keys[0]}'; index.csv names clips as '{_clips[0].Path}'. Name them so, or by sha256."
            : "Compute their features, or leave the clips out of the corpus with where.";
        throw Refuse(
            _table.File,
            string.Create(CultureInfo.InvariantCulture, $"has no row for {missing.Length} of {_clips.Count} clips ({all})"),
            "rows for all",
            next);
    }

    private static DatasetException Refuse(string where, string what, string rule, string nextStep) =>
        new(DatasetProblem.Table, new ErrorDetails(what) { Where = where, Rule = rule, NextStep = nextStep });

    /// <summary>Clips by what a table may call them.</summary>
    private sealed class ClipNames
    {
        public const int Several = -1;

        private readonly Dictionary<string, int> _digests = new(StringComparer.OrdinalIgnoreCase);
        private readonly Dictionary<string, int> _paths = new(StringComparer.Ordinal);

        public ClipNames(IReadOnlyList<Clip> clips)
        {
            for (var i = 0; i < clips.Count; i++)
            {
                _digests.Add(clips[i].Sha256, i);
                Add(clips[i].Path, i);
                if (clips[i].File != clips[i].Path)
                {
                    Add(clips[i].File, i);
                }
            }
        }

        /// <summary>Number of the clip, <see cref="Several"/>, or null for a clip that the index does not have.</summary>
        public int? Find(string name)
        {
            if (_digests.TryGetValue(name, out var clip))
            {
                return clip;
            }

            // The longest end of the name that is a path.
            var path = ComposedText.Compose(name).Replace('\\', '/');
            for (var start = 0; start >= 0; start = path.IndexOf('/', start) is var slash && slash < 0 ? -1 : slash + 1)
            {
                if (_paths.TryGetValue(path[start..], out clip))
                {
                    return clip;
                }
            }

            return null;
        }

        private void Add(string path, int clip)
        {
            path = ComposedText.Compose(path);
            _paths[path] = _paths.TryGetValue(path, out var other) && other != clip ? Several : clip;
        }
    }
}
