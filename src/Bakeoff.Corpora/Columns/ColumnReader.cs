using System.Globalization;
using Bakeoff.Corpora.Formats;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Columns;

/// <summary>Reads the columns of a corpus: what its names, rows and tables say of each clip, typed.</summary>
/// <remarks>Determinism: the result depends on the files and the options only.</remarks>
internal sealed class ColumnReader
{
    private const int KeysShown = 5;
    private readonly string _dataset;
    private readonly IReadOnlyDictionary<string, ColumnOptions> _options;
    private readonly List<MetadataTable> _tables;
    private readonly List<TypedColumn> _typed;
    private readonly TypedColumn? _binnedLabel;
    private readonly VoteReader? _votes;
    private readonly IReadOnlyList<string> _voteFields;
    private readonly List<string> _notes = [];

    /// <summary>Reads the tables of one corpus.</summary>
    /// <exception cref="DatasetException">A table is missing, cannot be read, lacks the key, or contradicts itself.</exception>
    public ColumnReader(IndexOptions options, CorpusFolder folder)
    {
        _dataset = options.Name;
        _options = options.Columns;
        _votes = options.Votes is null ? null : new VoteReader(options);
        _voteFields = [.. options.Votes?.Fields ?? []];
        var used = options.Columns.SelectMany(static pair => SourceOf(pair.Key, pair.Value).Names)
            .Concat(_voteFields)
            .Concat(options.Metadata.SelectMany(static table => new FieldTemplate(table.Key).Names))
            .Concat(ClipFields.Names)
            .ToHashSet(StringComparer.Ordinal);
        _tables = [.. options.Metadata.Select(table => MetadataTable.Read(table, folder, used))];
        _typed =
        [
            .. options.Columns.Where(static pair => !ClipFields.Names.Contains(pair.Key, StringComparer.Ordinal))
                .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
                .Select(static pair => new TypedColumn(pair.Key, pair.Value)),
        ];
        _binnedLabel = options.Columns.GetValueOrDefault("label") is { Bins: not null } label ? new TypedColumn("label", label) : null;
        Columns = [.. _typed.Select(static column => column.Column)];
        _notes.AddRange(
            _tables.Where(static table => table.Files.Count == 0)
                .Select(static table => $"{table.Options.File} is not there; what it says of clips is missing."));
    }

    /// <summary>The columns, in ordinal order of their names; those of votes once the listing is complete.</summary>
    public IReadOnlyList<Column> Columns { get; private set; }

    /// <summary>Sentences for whoever reads results: tables that are not there, and clips without a row.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The field, or the template of fields, that a column is read from.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="options">Its options; null where the description has none.</param>
    public static FieldTemplate SourceOf(string name, ColumnOptions? options) => new(options?.From ?? name);

    /// <summary>Takes label, speaker and text from other fields where the description or the lack of such groups says so.</summary>
    /// <returns>The clips that have a label; the others are left out as files without row.</returns>
    /// <exception cref="DatasetException">No clip has a row in a table, or a column reads a field that nothing states.</exception>
    public ClipListing Complete(ClipListing listing)
    {
        if (_options.Count == 0 && _tables.Count == 0)
        {
            return listing;
        }

        RequireFields(listing);
        RequireRows(listing);
        var clips = new List<StatedClip>(listing.Clips.Count);
        var leftOut = listing.LeftOut.ToList();
        var (labels, speakers, texts) = (SourceOf("label"), SourceOf("speaker"), SourceOf("text"));
        foreach (var clip in listing.Clips)
        {
            var fields = new ClipFields(clip, _tables);
            var (label, reason, message) = _votes?.Decide(fields)
                ?? (_binnedLabel?.Read(fields, _dataset) ?? labels.Fill(fields.Find), LeftOutReason.MissingRow, "Nothing states a label for this file.");
            if (label.Length == 0)
            {
                leftOut.Add(new LeftOutItem(clip.Path, reason, message));
                continue;
            }

            var origin = clip.Label == label ? clip.Origin : fields.PlaceOf(labels.Names[0]) ?? clip.Origin;
            clips.Add(clip with
            {
                Label = label,
                OwnLabel = clip.Label,
                Speaker = speakers.Fill(fields.Find),
                Text = texts.Fill(fields.Find),
                Origin = origin,
            });
        }

        if (_votes is not null)
        {
            _votes.RequireDecidedLabels();
            _notes.AddRange(_votes.Notes());
            Columns = [.. Columns.Concat(_votes.Columns).OrderBy(static column => column.Name, StringComparer.Ordinal)];
        }

        if (_binnedLabel is not null)
        {
            RequireClipsInEachBin(_binnedLabel.Options, clips);
        }

        return new ClipListing(clips, leftOut);
    }

    /// <summary>The values of one clip.</summary>
    /// <exception cref="DatasetException">A number is none, or a code is not in its map.</exception>
    public ColumnValues Read(StatedClip clip)
    {
        if (Columns.Count == 0)
        {
            return ColumnValues.None;
        }

        var fields = new ClipFields(clip, _tables);
        var values = _votes?.ValuesOf(fields, Columns.Select(static column => column.Name)) ?? new(StringComparer.Ordinal);
        foreach (var column in _typed)
        {
            values[column.Column.Name] = column.Read(fields, _dataset);
        }

        return new ColumnValues(Columns, [.. Columns.Select(column => values.GetValueOrDefault(column.Name, ""))]);
    }

    /// <summary>Refuses a speaker with two values in a column that has one for each speaker.</summary>
    /// <param name="clips">All clips with their mapped speakers and values.</param>
    /// <exception cref="DatasetException">A speaker has two values.</exception>
    public void RequireOneValuePerSpeaker(IEnumerable<(StatedClip Clip, string Speaker, ColumnValues Values)> clips)
    {
        foreach (var column in _typed.Where(static column => column.Options.IsPerSpeaker))
        {
            var seen = new Dictionary<string, (StatedClip Clip, string Value)>(StringComparer.Ordinal);
            foreach (var (clip, speaker, values) in clips)
            {
                var value = values.TextOf(column.Column.Name);
                if (speaker.Length == 0 || value.Length == 0 || seen.TryAdd(speaker, (clip, value)) || seen[speaker].Value == value)
                {
                    continue;
                }

                var (first, known) = seen[speaker];
                throw new DatasetException(
                    DatasetProblem.Name,
                    new ErrorDetails($"{column.Column.Name} of speaker {speaker}")
                    {
                        Where = column.PlaceIn(new ClipFields(clip, _tables)),
                        Value = $"'{value}'",
                        Rule = $"'{known}' as in {column.PlaceIn(new ClipFields(first, _tables))}",
                        NextStep = $"Correct one of them, or remove per_speaker of columns.{column.Column.Name} in {_dataset}.yaml.",
                    })
                {
                    Path = clip.Path,
                };
            }
        }
    }

    private FieldTemplate SourceOf(string name) => SourceOf(name, _options.GetValueOrDefault(name));

    private void RequireClipsInEachBin(ColumnOptions options, List<StatedClip> clips)
    {
        var (bins, names) = (options.Bins!, clips.Select(static clip => clip.Label).ToHashSet(StringComparer.Ordinal));
        if (clips.Count > 0 && bins.Names.FirstOrDefault(name => !names.Contains(StrictText.Clean(name))) is { } empty)
        {
            throw new DatasetException(
                DatasetProblem.Description,
                new ErrorDetails("columns.label.bins: no clip is {value}")
                {
                    Where = $"experiments/datasets/{_dataset}.yaml",
                    Value = $"'{empty}'",
                    Rule = $"clips in each range ({bins.Summary}) of {options.From ?? "label"}",
                    NextStep = "Move the edges, or remove one with its name.",
                });
        }

        _notes.Add($"label is the range of {options.From ?? "label"}: {bins.Summary}.");
    }

    private void RequireFields(ClipListing listing)
    {
        if (listing.Clips.Count == 0 || _tables.Exists(static table => table.Files.Count == 0))
        {
            return;
        }

        var known = ClipFields.Always
            .Concat(listing.Clips[0].Fields.Names)
            .Concat(_tables.SelectMany(static table => table.Columns))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var reads = _options.Where(pair => pair.Value.Value is null && !(_votes is not null && pair.Key == "label"))
            .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(static pair => (Key: $"columns.{pair.Key}", Fields: SourceOf(pair.Key, pair.Value).Names))
            .Concat(_tables.Select(static table => (Key: $"metadata ({table.Options.File})", Fields: table.Key.Names)))
            .Concat(_voteFields.Count == 0 ? [] : new[] { (Key: "votes", Fields: _voteFields) });
        foreach (var (key, fields) in reads)
        {
            if (fields.FirstOrDefault(field => !known.Contains(field, StringComparer.Ordinal)) is { } unknown)
            {
                throw new DatasetException(
                    DatasetProblem.Description,
                    new ErrorDetails($"{key} reads the field '{unknown}', which nothing states")
                    {
                        Where = $"experiments/datasets/{_dataset}.yaml",
                        Rule = $"one of {string.Join(", ", known)}",
                        NextStep = NearestName.Question(unknown, known),
                    });
            }
        }
    }

    private void RequireRows(ClipListing listing)
    {
        for (var i = 0; i < _tables.Count; i++)
        {
            var table = _tables[i];
            if (table.Files.Count == 0)
            {
                continue;
            }

            var keys = listing.Clips.Select(clip => table.Key.Fill(new ClipFields(clip, _tables[..i]).Find)).ToList();
            var lacking = keys.Where(key => table.Find(key) is null).ToList();
            if (lacking.Count == keys.Count && keys.Count > 0)
            {
                throw new DatasetException(
                    DatasetProblem.Table,
                    new ErrorDetails($"no clip has a row: {table.Options.Key} of the first clip is {{value}}")
                    {
                        Where = table.Files[0],
                        Value = $"'{keys[0]}'",
                        Rule = $"a value of {table.Options.RowKey}, such as '{table.FirstKey}'",
                        NextStep = $"Correct key or column under metadata in {_dataset}.yaml.",
                    });
            }

            if (lacking.Count > 0)
            {
                var distinct = lacking.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
                var shown = string.Join(", ", distinct.Take(KeysShown).Select(static key => $"'{key}'"));
                var more = distinct.Count > KeysShown
                    ? string.Create(CultureInfo.InvariantCulture, $" and {distinct.Count - KeysShown:N0} more")
                    : "";
                _notes.Add(
                    $"{table.Options.File} has no row for {Quantity.Of(lacking.Count, "clip")}; "
                        + $"{table.Options.Key} is {shown}{more}. What it says of clips is missing there.");
            }
        }
    }

    /// <summary>One column with its options.</summary>
    private sealed class TypedColumn(string name, ColumnOptions options)
    {
        private readonly FieldTemplate _source = SourceOf(name, options);

        private readonly Dictionary<string, string> _map = options.Map
            .GroupBy(static pair => StrictText.Fold(pair.Key), StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => StrictText.Clean(group.First().Value), StringComparer.Ordinal);

        private readonly HashSet<string> _missing = options.Missing.Select(StrictText.Fold).ToHashSet(StringComparer.Ordinal);

        public Column Column { get; } = new(name, options.Type);

        public ColumnOptions Options { get; } = options;

        public string Read(ClipFields fields, string dataset)
        {
            var code = StrictText.Clean(Options.Value ?? _source.Fill(fields.Find));
            if (code.Length == 0 || _missing.Contains(StrictText.Fold(code)))
            {
                return "";
            }

            if (_map.Count > 0 && !_map.ContainsKey(StrictText.Fold(code)))
            {
                throw Refuse(
                    fields,
                    $"'{code}'",
                    $"one of {string.Join(", ", Options.Map.Keys.Order(StringComparer.Ordinal))}",
                    $"Add it to the map of columns.{Column.Name} in {dataset}.yaml, or correct it.");
            }

            var value = _map.Count == 0 ? code : _map[StrictText.Fold(code)];
            if ((Column.Type == ColumnType.Text && Options.Bins is null) || value.Length == 0)
            {
                return value;
            }

            var read = Options.Bins is { } bins
                ? bins.NameOf(value)
                : Number.Read(value) is { } number ? ColumnValues.TextOfNumber(number) : null;
            if (Options.Range is [var low, var high] && Number.Read(value) is { } stated && (stated < low || stated > high))
            {
                throw Refuse(
                    fields,
                    $"'{code}'",
                    $"{ColumnValues.TextOfNumber(low)} to {ColumnValues.TextOfNumber(high)}",
                    $"Correct it, list it under missing, or widen the range of columns.{Column.Name} in {dataset}.yaml.");
            }

            return read
                ?? throw Refuse(
                    fields,
                    $"'{code}'",
                    "a number with a decimal point, or nothing",
                    $"Correct it, or list it under missing of columns.{Column.Name} in {dataset}.yaml.");
        }

        // A template of several fields has the place of the clip's statement.
        public string PlaceIn(ClipFields fields) => _source.Names is [var one] ? fields.PlaceOf(one) ?? fields.Origin : fields.Origin;

        private DatasetException Refuse(ClipFields fields, string value, string rule, string nextStep) =>
            new(
                DatasetProblem.Name,
                new ErrorDetails(Column.Name)
                {
                    Where = PlaceIn(fields),
                    Value = value,
                    Rule = rule,
                    NextStep = nextStep,
                })
            {
                Path = fields.Path,
            };
    }
}
