using System.Globalization;
using Bakeoff.Corpora.Formats;
using Bakeoff.Options;
using Bakeoff.Options.Unicode;

namespace Bakeoff.Corpora.Indexing;

/// <summary>Decides which clips are used and collects every finding about them.</summary>
internal sealed class CorpusAudit
{
    // Whoever has to mend them needs all of them, a line each: nothing else holds them where the index stops.
    private const int NamedInMessage = 200;
    private const int NamedInLine = 5;
    private readonly IndexOptions _options;
    private readonly IReadOnlyList<(string Path, ClipName Name)> _clips;
    private readonly int _fileCount;
    private readonly List<IndexFinding> _findings;
    private readonly ClipFilter _filter;
    private readonly HashSet<string> _unselected;
    private readonly IReadOnlyList<LeftOutItem> _leftOut;
    private readonly List<LeftOutCount> _counts;
    private (string Path, string File) _lastFile = ("", "");

    /// <summary>Begins an audit.</summary>
    /// <param name="options">Rules of the corpus.</param>
    /// <param name="clips">Clips that the corpus states.</param>
    /// <param name="leftOut">What gives no clip; paths from the folder of recordings on, as the user knows them.</param>
    /// <param name="root">Folder that the paths of clips and findings begin at.</param>
    public CorpusAudit(
        IndexOptions options,
        IReadOnlyList<(string Path, ClipName Name)> clips,
        IReadOnlyList<LeftOutItem> leftOut,
        string root)
    {
        _options = options;
        _clips = clips;
        Root = root;
        _filter = new ClipFilter(options);
        _unselected = clips.Where(clip => !_filter.Selects(clip.Name)).Select(static clip => clip.Path).ToHashSet(StringComparer.Ordinal);
        _leftOut = [.. leftOut.OrderBy(static item => item.Reason).ThenBy(static item => item.Path, StringComparer.Ordinal)];
        _counts = [.. leftOut.Select(static item => new LeftOutCount(KindOf(item.Reason), 1))];
        _fileCount =
            clips.Select(static clip => clip.Name.FileIn(clip.Path)).Distinct(StringComparer.Ordinal).Count()
            + leftOut.Count(static item => item.Reason is LeftOutReason.UnmatchedName or LeftOutReason.MissingRow or LeftOutReason.Ignored
                or LeftOutReason.Undecided);
        _findings =
        [
            .. leftOut
                .Where(static item => item.Reason is not (LeftOutReason.Ignored or LeftOutReason.Undecided))
                .Select(item => new IndexFinding(KindOf(item.Reason), Shorten(item, root), item.Message)),
        ];
    }

    /// <summary>Folder that the paths of clips and findings begin at, below the recordings.</summary>
    public string Root { get; }

    /// <summary>Adds a finding for each kind of name that had invisible characters.</summary>
    /// <param name="stated">Clips as the corpus states them.</param>
    public void TellInvisible(IReadOnlyList<StatedClip> stated)
    {
        foreach (
            var (noun, value) in new (string, Func<StatedClip, string>)[]
            {
                ("label", static clip => clip.Label),
                ("speaker", static clip => clip.Speaker),
                ("text", static clip => clip.Text),
            })
        {
            var odd = stated.Where(clip => VisibleText.InvisibleIn(value(clip)).Count > 0).ToList();
            if (odd.Count > 0)
            {
                var letters = odd.SelectMany(clip => VisibleText.InvisibleIn(value(clip))).Distinct(StringComparer.Ordinal);
                _findings.Add(
                    new IndexFinding(
                        IndexFindingKind.InvisibleCharacters,
                        "",
                        $"The {noun} of {Quantity.Of(odd.Count, "clip")}, {odd[0].Origin} the first, held the invisible "
                            + $"{string.Join(", ", letters)}, which was removed."));
            }
        }
    }

    /// <summary>Adds findings about the corpus as a whole.</summary>
    public void Tell(IndexFindingKind kind, IEnumerable<string> messages) =>
        _findings.AddRange(messages.Select(message => new IndexFinding(kind, "", message)));

    /// <summary>Applies known defects, bad clips and duplicates, in that order, then looks for oddities.</summary>
    /// <returns>Usable clips in the order of the index.</returns>
    /// <exception cref="DatasetException">The options say to fail at what was found.</exception>
    public IReadOnlyList<Clip> SelectUsable(IReadOnlyList<ClipMeasurement> measurements)
    {
        var candidates = new List<Clip>(measurements.Count);
        var loud = new Dictionary<string, ClipMeasurement>(StringComparer.Ordinal);
        var faults = new List<string>();
        for (var i = 0; i < measurements.Count; i++)
        {
            var (path, name) = _clips[i];
            var measurement = measurements[i];
            if (IsExcludedByDefect(path, name, measurement))
            {
                _counts.Add(new LeftOutCount(IndexFindingKind.KnownDefect, _unselected.Contains(path) ? 0 : 1));
                continue;
            }

            if (measurement.Fault is { } fault)
            {
                if (_unselected.Contains(path) || _filter.IsTooShort(measurement))
                {
                    continue;
                }

                faults.Add(fault);
                _counts.Add(new LeftOutCount(IndexFindingKind.BadClip, 1));
                _findings.Add(new IndexFinding(IndexFindingKind.BadClip, path, fault));
                continue;
            }

            candidates.Add(CreateClip(path, name, measurement));
            if (measurement.ClippedSamples > 0 || measurement.Peak > 1)
            {
                loud[path] = measurement;
            }
        }

        if (_options.OnBadClip == BadClipAction.Fail)
        {
            RequireNothingLost(faults);
        }

        var clips = SelectBy(_filter, RemoveDuplicates(candidates));
        if (clips.Count == 0)
        {
            throw new DatasetException(
                DatasetProblem.BadClip,
                new ErrorDetails($"0 of {Count(measurements.Count, "clip")} can be used")
                {
                    Where = _options.Name,
                    Rule = "some",
                    NextStep = $"{FirstOf(faults)} See the findings.".TrimStart(),
                });
        }

        FindOddities(clips, loud);
        return clips;
    }

    private void RequireNothingLost(IReadOnlyList<string> faults)
    {
        var lost = _leftOut.Where(static item => item.Reason
            is not (LeftOutReason.Ignored or LeftOutReason.LinkLoop or LeftOutReason.Undecided)).ToList();
        if (faults.Count + lost.Count > 0)
        {
            var reasons = LeftOutCount.Sum(
                lost.Select(static item => new LeftOutCount(KindOf(item.Reason), 1))
                    .Append(new LeftOutCount(IndexFindingKind.BadClip, faults.Count)));
            var messages = faults.Concat(
                lost.Select(static item => $"{item.Path}: {char.ToLowerInvariant(item.Message[0])}{item.Message[1..]}"));
            var isIgnorable = lost.Exists(static item => item.Reason is LeftOutReason.UnmatchedName or LeftOutReason.MissingRow);
            var what =
                lost.Count == 0
                    ? $"{Quantity.Of(faults.Count, "clip")} cannot be used"
                    : $"{string.Join(", ", reasons.Select(static item => item.Describe()))} would be left out";
            throw new DatasetException(
                DatasetProblem.BadClip,
                new ErrorDetails($"{what}. {FirstOf([.. messages])}")
                {
                    Where = _options.Name,
                    NextStep =
                        $"Fix or remove them, {(isIgnorable ? "or state under ignore which files are no clips, " : "")}or write "
                        + $"on_bad_clip: skip in {_options.Name}.yaml to go on without them.",
                });
        }
    }

    /// <summary>The report on the usable clips.</summary>
    public IndexReport Report(IReadOnlyList<Clip> clips)
    {
        CompareCounts(clips);
        return new IndexReport
        {
            Dataset = _options.Name,
            IsSynthetic = _options.IsSynthetic,
            Files = _fileCount,
            HasStretches = clips.Any(static clip => clip.Stretch is not null),
            Clips = clips.Count,
            Seconds = clips.Sum(static clip => clip.Seconds),
            Labels = CountBy(clips, static clip => clip.Label),
            Speakers = CountBy(clips, static clip => clip.Speaker),
            Texts = CountBy(clips, static clip => clip.Text).Count,
            LeftOut = LeftOutCount.Sum(_counts.Concat(CountCopies(_findings))),
            Findings =
            [
                .. _findings.OrderBy(static finding => finding.Kind).ThenBy(static finding => finding.Path, StringComparer.Ordinal),
            ],
        };
    }

    private static string Shorten(LeftOutItem item, string root) =>
        item.Reason == LeftOutReason.MissingFile ? item.Path : CommonFolder.Relative(root, item.Path);

    private static IndexFindingKind KindOf(LeftOutReason reason) =>
        reason switch
        {
            LeftOutReason.UnmatchedName => IndexFindingKind.UnmatchedName,
            LeftOutReason.MissingRow => IndexFindingKind.MissingRow,
            LeftOutReason.MissingFile => IndexFindingKind.MissingFile,
            LeftOutReason.UnreadableFolder => IndexFindingKind.UnreadableFolder,
            LeftOutReason.UnreadableName => IndexFindingKind.UnreadableName,
            LeftOutReason.BrokenLink => IndexFindingKind.BrokenLink,
            LeftOutReason.LinkLoop => IndexFindingKind.LinkLoop,
            LeftOutReason.Archive => IndexFindingKind.Archive,
            LeftOutReason.Undecided => IndexFindingKind.Undecided,
            LeftOutReason.Ignored => IndexFindingKind.Ignored,
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
        };

    /// <summary>Counts copies and recordings with two labels: there is one finding for each clip that is left out.</summary>
    internal static IEnumerable<LeftOutCount> CountCopies(IEnumerable<IndexFinding> findings) =>
        findings
            .Where(static finding =>
                finding.Kind is IndexFindingKind.Duplicate or IndexFindingKind.InOtherCorpus or IndexFindingKind.ConflictingLabels)
            .Select(static finding => new LeftOutCount(finding.Kind, 1));

    private Clip CreateClip(string path, ClipName name, ClipMeasurement measurement) =>
        new(
            path,
            name.Label,
            name.Speaker,
            name.Text,
            measurement.SampleRateHz,
            measurement.ChannelCount,
            measurement.SampleCount,
            measurement.Seconds,
            measurement.Digest.ToString())
        {
            File = FileOf(name.FileIn(path)),
            Stretch = name.Stretch,
            Values = name.Values,
        };

    // Clips of one file share its path.
    private string FileOf(string path)
    {
        if (_lastFile.Path != path)
        {
            _lastFile = (path, CommonFolder.Join(Root, path));
        }

        return _lastFile.File;
    }

    private bool IsExcludedByDefect(string path, ClipName clip, ClipMeasurement measurement)
    {
        var file = FileOf(clip.FileIn(path));
        var isExcluded = false;
        foreach (var defect in _options.KnownDefects)
        {
            var applies =
                KnownDefect.IsMeant(defect.File, file)
                && (defect.SampleRateHz is null || defect.SampleRateHz == measurement.SampleRateHz)
                && (defect.Sha256 is null || defect.Sha256.Equals(measurement.Digest.ToString(), StringComparison.OrdinalIgnoreCase));
            if (applies)
            {
                isExcluded |= defect.Action == DefectAction.Exclude;
                var outcome = defect.Action == DefectAction.Exclude ? "Left out." : "Used.";
                _findings.Add(new IndexFinding(IndexFindingKind.KnownDefect, path, $"{defect.Note} {outcome}".TrimStart()));
            }
        }

        return isExcluded;
    }

    // The copy nearest to the top is the original: archives nest their second copy in a folder of the same name.
    private List<Clip> RemoveDuplicates(IEnumerable<Clip> clips) =>
        new Duplicates(_options.Name, _options.OnConflictingLabels, _findings).Remove(
            clips
                .OrderBy(clip => _unselected.Contains(clip.Path))
                .ThenBy(static clip => clip, Clip.ByContent)
                .ThenBy(static clip => clip.Path.Count(static c => c == '/'))
                .ThenBy(static clip => clip.Path, StringComparer.Ordinal));

    // After duplicates and conflicts, which are so whatever is selected; findings about clips that are not selected are of no interest.
    private List<Clip> SelectBy(ClipFilter filter, List<Clip> clips)
    {
        if (filter.SelectsAll)
        {
            return clips;
        }

        var selected = filter.Limit(clips.FindAll(clip => !_unselected.Contains(clip.Path)));
        var limited = clips.Select(static clip => clip.Path)
            .Except(selected.Select(static clip => clip.Path), StringComparer.Ordinal)
            .Except(_unselected, StringComparer.Ordinal)
            .ToHashSet(StringComparer.Ordinal);
        _findings.RemoveAll(finding => _unselected.Contains(finding.Path) || limited.Contains(finding.Path));
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"Selected {selected.Count:N0} of {clips.Count:N0} clips by {filter.Keys}.");
        _findings.Add(new IndexFinding(IndexFindingKind.Selection, "", message));
        _counts.Add(new LeftOutCount(IndexFindingKind.Selection, _unselected.Count + limited.Count));
        return selected;
    }

    private void FindOddities(IReadOnlyList<Clip> clips, Dictionary<string, ClipMeasurement> loud)
    {
        var usualRate = _options.Expected?.SampleRateHz
            ?? clips
                .GroupBy(static clip => clip.SampleRateHz)
                .OrderByDescending(static group => group.Count())
                .ThenBy(static group => group.Key)
                .First()
                .Key;
        var median = clips.Select(static clip => clip.Seconds).Order().ElementAt(clips.Count / 2);
        var shortest = _options.Expected?.MinSeconds ?? median / 3;
        var longest = _options.Expected?.MaxSeconds ?? median * 3;
        foreach (var clip in clips)
        {
            var (clipped, peak) = loud.TryGetValue(clip.Path, out var measured) ? (measured.ClippedSamples, measured.Peak) : (0, 0);
            AddIf(
                clip.SampleRateHz != usualRate,
                IndexFindingKind.OddRate,
                clip,
                $"Sample rate is {clip.SampleRateHz} Hz, usual is {usualRate} Hz.");
            AddIf(
                clip.Seconds < shortest || clip.Seconds > longest,
                IndexFindingKind.OddLength,
                clip,
                $"Duration is {clip.Seconds:0.###} s, usual is {shortest:0.###} to {longest:0.###} s.");
            AddIf(
                clip.ChannelCount > 1,
                IndexFindingKind.ManyChannels,
                clip,
                $"Recording has {clip.ChannelCount} channels; their mean is used.");
            AddIf(clipped > 0, IndexFindingKind.Clipping, clip, $"{clipped} samples stand at full scale in runs of 3 or more.");
            AddIf(
                peak > 1,
                IndexFindingKind.BeyondFullScale,
                clip,
                $"Samples reach {peak:0.###} times full scale; they are used as they are.");
        }

        FindSameNames(clips);
    }

    private void FindSameNames(IReadOnlyList<Clip> clips)
    {
        // Names are compared only where their hashes are alike: few are, and a million names would take a quarter of a gigabyte.
        var seen = new HashSet<int>();
        var alike = clips.Where(clip => clip.Speaker.Length > 0 && clip.Text.Length > 0 && !seen.Add(HashOf(clip))).Select(HashOf).ToHashSet();
        var groups = clips
            .Where(clip => clip.Speaker.Length > 0 && clip.Text.Length > 0 && alike.Contains(HashOf(clip)))
            .OrderBy(static clip => clip.Path, StringComparer.Ordinal)
            .GroupBy(static clip => (clip.Label, clip.Speaker, clip.Text, Name: Path.GetFileName(clip.Path).ToUpperInvariant()))
            .Where(static group => group.Skip(1).Any());
        foreach (var group in groups)
        {
            foreach (var clip in group.Skip(1))
            {
                AddIf(true, IndexFindingKind.SameName, clip, $"Named like {group.First().Path}, content differs; both are used.");
            }
        }

        static int HashOf(Clip clip) =>
            HashCode.Combine(
                clip.Label,
                clip.Speaker,
                clip.Text,
                string.GetHashCode(Path.GetFileName(clip.Path.AsSpan()), StringComparison.OrdinalIgnoreCase));
    }

    private void AddIf(bool condition, IndexFindingKind kind, Clip clip, FormattableString message)
    {
        if (condition)
        {
            _findings.Add(new IndexFinding(kind, clip.Path, message.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private void CompareCounts(IReadOnlyList<Clip> clips)
    {
        var labels = CountBy(clips, static clip => clip.Label);
        Compare("clips", clips.Count, _options.Expected?.Clips);
        Compare("labels", labels.Count, _options.Expected?.Labels);
        Compare("speakers", CountBy(clips, static clip => clip.Speaker).Count, _options.Expected?.Speakers);
        Compare("texts", CountBy(clips, static clip => clip.Text).Count, _options.Expected?.Texts);
        foreach (var (label, expected) in _options.Expected?.ClipsPerLabel ?? new Dictionary<string, int>(StringComparer.Ordinal))
        {
            Compare($"clips of {label}", labels.GetValueOrDefault(label), expected);
        }
    }

    private void Compare(string what, int actual, int? expected)
    {
        if (expected is not null && actual != expected)
        {
            var whole = _filter.SelectsAll ? "corpus" : "selection";
            var message = string.Create(CultureInfo.InvariantCulture, $"Found {actual} {what}, the complete {whole} has {expected}.");
            _findings.Add(new IndexFinding(IndexFindingKind.Count, "", message));
        }
    }

    /// <summary>
    /// Clips by name in ordinal order. Clips whose corpus does not name a speaker or text have the empty name, which counts as none.
    /// </summary>
    internal static SortedDictionary<string, int> CountBy(IEnumerable<Clip> clips, Func<Clip, string> key)
    {
        var names = clips.Select(key).Where(static name => name.Length > 0);
        return new(names.CountBy(static name => name, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static string FirstOf(IReadOnlyList<string> messages) =>
        string.Join(
            messages.Count > NamedInLine ? "\n  " : " ",
            [
                .. messages.Count > NamedInLine ? [""] : Array.Empty<string>(),
                .. messages.Take(NamedInMessage),
                .. messages.Count > NamedInMessage
                    ? [string.Create(CultureInfo.InvariantCulture, $"And {messages.Count - NamedInMessage} more.")]
                    : Array.Empty<string>(),
            ]);

    private static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
