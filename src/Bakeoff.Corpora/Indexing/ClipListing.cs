using System.Globalization;
using System.Text;
using Bakeoff.Audio.Decoding;
using Bakeoff.Corpora.Acquisition;
using CsvHelper;

namespace Bakeoff.Corpora.Indexing;

/// <summary>Which files of a corpus are clips, and what their names or its manifest say about them.</summary>
internal sealed record ClipListing(IReadOnlyList<(string Path, ClipName Name)> Clips, IReadOnlyList<IndexFinding> Findings)
{
    // Recordings in other formats are clips too: indexing reports them as unreadable instead of losing them.
    private static readonly string[] OtherExtensions = [".mp3", ".ogg", ".opus", ".m4a"];

    /// <summary>Lists the clips below a folder, in ordinal order of paths.</summary>
    /// <exception cref="DatasetException">A label or speaker is unknown, the manifest cannot be read, or no file is a clip.</exception>
    public static ClipListing Make(IndexOptions options, string folder)
    {
        var paths = FolderHasher.List(folder).Where(IsAudio).ToList();
        var listing = options.Manifest is null ? ByPattern(options, paths) : ByManifest(options, options.Manifest, folder, paths);
        if (listing.Clips.Count > 0)
        {
            return listing;
        }

        var seen = paths.Count == 0 ? "no audio file" : string.Create(CultureInfo.InvariantCulture, $"{paths.Count} audio files, {paths[0]} among them, and none fits");
        throw new DatasetException(DatasetProblem.NotFound, folder, $"{folder}: folder holds {seen}, expected clips named like {options.Pattern ?? "the manifest's"}. Correct dataset.source, or the pattern in {options.Name}.yaml.");
    }

    private static bool IsAudio(string path) =>
        AudioDecoder.HasExtension(path) || OtherExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static ClipListing ByPattern(IndexOptions options, List<string> paths)
    {
        var pattern = new ClipNamePattern(options);
        var clips = new List<(string, ClipName)>(paths.Count);
        var findings = new List<IndexFinding>();
        foreach (var path in paths)
        {
            if (pattern.Read(path) is { } name)
            {
                clips.Add((path, name));
            }
            else
            {
                findings.Add(new IndexFinding(IndexFindingKind.UnmatchedName, path, $"Name does not fit the pattern {options.Pattern}; left out."));
            }
        }

        return new ClipListing(clips, findings);
    }

    private static ClipListing ByManifest(IndexOptions options, ManifestOptions manifest, string folder, List<string> paths)
    {
        var codes = new ClipCodes(options);
        var unlisted = paths.ToHashSet(StringComparer.Ordinal);
        var clips = new SortedDictionary<string, ClipName>(StringComparer.Ordinal);
        var findings = new List<IndexFinding>();
        foreach (var (path, label, speaker, text) in ReadRows(Path.Combine(folder, manifest.File), manifest))
        {
            if (!unlisted.Remove(path))
            {
                findings.Add(clips.ContainsKey(path)
                    ? throw new DatasetException(DatasetProblem.Name, path, $"{manifest.File}: {path} is listed twice, expected one row a clip. Remove one.")
                    : new IndexFinding(IndexFindingKind.MissingFile, path, $"{manifest.File} lists this clip, the folder does not hold it; left out."));
                continue;
            }

            clips.Add(path, codes.Map(path, label, speaker, text));
        }

        findings.AddRange(unlisted.Order(StringComparer.Ordinal).Select(path => new IndexFinding(IndexFindingKind.UnmatchedName, path, $"{manifest.File} has no row for this clip; left out.")));
        return new ClipListing([.. clips.Select(static pair => (pair.Key, pair.Value))], findings);
    }

    private static List<(string Path, string Label, string Speaker, string Text)> ReadRows(string file, ManifestOptions options)
    {
        if (!File.Exists(file))
        {
            throw new DatasetException(DatasetProblem.NotFound, file, $"{file}: manifest does not exist, expected a CSV table with the columns {options.PathColumn} and {options.LabelColumn}. Write one, or use folder.yaml.");
        }

        using var csv = new CsvReader(new StreamReader(file, Encoding.UTF8), CultureInfo.InvariantCulture);
        var header = csv.Read() && csv.ReadHeader() ? csv.HeaderRecord ?? [] : [];
        foreach (var column in new[] { options.PathColumn, options.LabelColumn })
        {
            if (!header.Contains(column, StringComparer.Ordinal))
            {
                throw new DatasetException(DatasetProblem.Table, file, $"{file}(1): header is '{string.Join(',', header)}', expected a column '{column}'. Add it, or name yours under manifest.");
            }
        }

        var rows = new List<(string, string, string, string)>();
        while (csv.Read())
        {
            rows.Add((Cell(options.PathColumn).Replace('\\', '/'), Cell(options.LabelColumn), Cell(options.SpeakerColumn), Cell(options.TextColumn)));
        }

        return rows;

        string Cell(string column) => header.Contains(column, StringComparer.Ordinal) ? csv.GetField(column)?.Trim() ?? "" : "";
    }
}
