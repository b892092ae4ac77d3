using Bakeoff.Corpora.Formats;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Indexing;

/// <summary>Turns the codes of file names or tables into labels, speakers and texts by the description's maps. Thread-safe.</summary>
/// <remarks>Names are equal when they differ only in case, Unicode normal form or invisible characters, in maps and in codes.</remarks>
internal sealed class ClipCodes
{
    private readonly string _dataset;
    private readonly bool _isVoted;
    private readonly IReadOnlyDictionary<string, string> _statedLabels;
    private readonly IReadOnlyDictionary<string, string> _statedSpeakers;
    private readonly Dictionary<string, string> _labels;
    private readonly Dictionary<string, string> _speakers;

    /// <summary>Prepares the maps of one corpus.</summary>
    public ClipCodes(IndexOptions options)
    {
        _dataset = options.Name;
        _isVoted = options.Votes is not null;
        (_statedLabels, _statedSpeakers) = (options.Labels, options.Speakers);
        _labels = Prepare(options.Labels);
        _speakers = Prepare(options.Speakers);
    }

    /// <summary>Maps the codes of one clip.</summary>
    /// <exception cref="DatasetException">
    /// The label is empty, a code is not in its map, or a letter was lost before the index saw it.
    /// </exception>
    public ClipName Map(StatedClip clip)
    {
        foreach (var (what, value) in new[] { ("label", clip.Label), ("speaker", clip.Speaker), ("text", clip.Text) })
        {
            RequireWhole(clip, what, value);
        }

        return new ClipName(MapLabel(clip), MapSpeaker(clip), StrictText.Clean(clip.Text).ToLowerInvariant());
    }

    /// <summary>Maps the label of one clip.</summary>
    /// <exception cref="DatasetException">The label is empty, or is not in its map.</exception>
    public string MapLabel(StatedClip clip)
    {
        if (_isVoted)
        {
            // The codes of single raters were mapped.
            return clip.Label;
        }

        var label = StrictText.Clean(clip.Label);
        var mapped = _labels.Count == 0 ? label.ToLowerInvariant() : _labels.GetValueOrDefault(StrictText.Fold(label));
        return string.IsNullOrEmpty(mapped) ? throw Unknown(clip, "label", label, _statedLabels) : mapped;
    }

    /// <summary>Maps the speaker of one clip; empty where there is none.</summary>
    /// <exception cref="DatasetException">The speaker is not in its map.</exception>
    public string MapSpeaker(StatedClip clip)
    {
        var speaker = StrictText.Clean(clip.Speaker);
        var mapped = _speakers.Count == 0 || speaker.Length == 0 ? speaker : _speakers.GetValueOrDefault(StrictText.Fold(speaker));
        return mapped ?? throw Unknown(clip, "speaker", speaker, _statedSpeakers);
    }

    /// <summary>
    /// Refuses names that differ only in case: on two sides of a split, one person would be two, and one class would be two everywhere.
    /// </summary>
    /// <param name="clips">All clips with their mapped names.</param>
    /// <param name="root">Folder that their paths begin at, for messages.</param>
    /// <exception cref="DatasetException">Two spellings of one name occur.</exception>
    public void RequireOneSpelling(IReadOnlyList<(string Path, ClipName Name)> clips, string root)
    {
        RequireOneSpelling("speaker", static name => name.Speaker, clips, root);
        RequireOneSpelling("label", static name => name.Label, clips, root);
        RequireOneSpelling("text", static name => name.Text, clips, root);
        foreach (var column in clips.Take(1).SelectMany(static clip => clip.Name.Values.Columns).Where(static c => c.Type == ColumnType.Text))
        {
            RequireOneSpelling(column.Name, name => name.Values.TextOf(column.Name), clips, root);
        }
    }

    private void RequireOneSpelling(
        string noun, Func<ClipName, string> value, IReadOnlyList<(string Path, ClipName Name)> clips, string root)
    {
        var seen = new Dictionary<string, (string Path, ClipName Name)>(StringComparer.Ordinal);
        foreach (var clip in clips)
        {
            var name = value(clip.Name);
            var key = StrictText.Fold(name);
            if (!seen.TryAdd(key, clip) && value(seen[key].Name) is var first && first != name)
            {
                throw new DatasetException(
                    DatasetProblem.Name,
                    new ErrorDetails(noun)
                    {
                        Where = PathOf(clip),
                        Value = $"'{name}'",
                        Rule = $"one spelling, and {PathOf(seen[key])} has '{first}'",
                        NextStep = noun switch
                        {
                            "text" => "Spell it in one way.",
                            "speaker" or "label" =>
                                $"List the {noun}s in {_dataset}.yaml, whose map ignores case: {noun}s: {{{first}: {first}, ...}}.",
                            _ => $"List the values in {_dataset}.yaml, whose map ignores case: columns: {{{noun}: {{map: {{{first}: {first}, "
                                + "...}}}.",
                        },
                    });
            }
        }

        string PathOf((string Path, ClipName Name) clip) => CommonFolder.Join(root, clip.Name.FileIn(clip.Path));
    }

    // Validation refuses keys that are alike with different values, so that the first of each is as good as any.
    private static Dictionary<string, string> Prepare(IReadOnlyDictionary<string, string> map) =>
        map.GroupBy(static pair => StrictText.Fold(pair.Key), StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => StrictText.Clean(group.First().Value), StringComparer.Ordinal);

    private static void RequireWhole(StatedClip clip, string what, string value)
    {
        if (value.Contains('\uFFFD', StringComparison.Ordinal))
        {
            throw new DatasetException(
                DatasetProblem.Name,
                new ErrorDetails(what)
                {
                    Where = clip.Origin,
                    Value = $"'{value}'",
                    Rule = "text without U+FFFD, which stands for a letter that a conversion lost",
                    NextStep = "Convert the original again with the right encoding.",
                })
            {
                Path = clip.Path,
            };
        }
    }

    private DatasetException Unknown(StatedClip clip, string what, string value, IReadOnlyDictionary<string, string> map)
    {
        var known = map.Keys.Order(StringComparer.Ordinal).ToList();
        return new DatasetException(
            DatasetProblem.Name,
            new ErrorDetails(what)
            {
                Where = clip.Origin,
                Value = $"'{value}'",
                Rule = known.Count > 0 ? "one of " + string.Join(", ", known) : "a name",
                NextStep = $"Add it to {what}s in {_dataset}.yaml, or correct the {(clip.Origin == clip.Path ? "pattern" : "row")}.",
            })
        {
            Path = clip.Path,
        };
    }
}

/// <summary>Label, speaker and text of a clip, after the description's maps.</summary>
/// <param name="Label">Emotion.</param>
/// <param name="Speaker">Speaker; empty where unknown.</param>
/// <param name="Text">Text in lower case; empty where unknown.</param>
internal sealed record ClipName(string Label, string Speaker, string Text)
{
    /// <summary>Part of the file that the clip is; null for the whole.</summary>
    public ClipStretch? Stretch { get; init; }

    /// <summary>Place of the statement, for messages.</summary>
    public string Origin { get; init; } = "";

    /// <summary>Values in the columns of the corpus.</summary>
    public ColumnValues Values { get; init; } = ColumnValues.None;

    /// <summary>The file of a clip: its path without the end that names a stretch.</summary>
    public string FileIn(string path) => path[..^(Stretch?.Fragment.Length ?? 0)];
}
