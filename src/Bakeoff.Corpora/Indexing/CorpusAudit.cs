using System.Globalization;

namespace Bakeoff.Corpora.Indexing;

/// <summary>Decides which clips are used and collects everything worth telling about them.</summary>
internal sealed class CorpusAudit(IndexOptions options, ClipListing listing)
{
    private readonly List<IndexFinding> _findings = [.. listing.Findings];

    /// <summary>Applies known defects, bad clips and duplicates, in that order, then looks for oddities.</summary>
    /// <returns>Usable clips in ordinal order of paths.</returns>
    /// <exception cref="DatasetException">The description says to fail at what was found.</exception>
    public IReadOnlyList<Clip> Judge(IReadOnlyList<ClipMeasurement> measurements)
    {
        var candidates = new List<(Clip Clip, ClipMeasurement Measurement)>(measurements.Count);
        var faults = new List<string>();
        for (var i = 0; i < measurements.Count; i++)
        {
            var (path, name) = listing.Clips[i];
            var measurement = measurements[i];
            if (IsExcludedByDefect(path, measurement))
            {
                continue;
            }

            if (measurement.Fault is { } fault)
            {
                faults.Add(fault);
                _findings.Add(new IndexFinding(IndexFindingKind.BadClip, path, fault));
                continue;
            }

            candidates.Add((new Clip(path, name.Label, name.Speaker, name.Text, measurement.SampleRateHz, measurement.ChannelCount, measurement.SampleCount, measurement.Seconds, measurement.Sha256), measurement));
        }

        if (faults.Count > 0 && options.OnBadClip == BadClipAction.Fail)
        {
            throw new DatasetException(DatasetProblem.BadClip, listing.Clips[0].Path, $"{options.Name}: {Count(faults.Count, "clip")} cannot be used. {CorpusIndexer.Some(faults)} Fix or remove them, or write on_bad_clip: skip in {options.Name}.yaml to go on without them.");
        }

        var clips = RemoveDuplicates(candidates.ConvertAll(static candidate => candidate.Clip));
        if (clips.Count == 0)
        {
            throw new DatasetException(DatasetProblem.BadClip, null, $"{options.Name}: 0 of {Count(measurements.Count, "clip")} can be used, expected some. {CorpusIndexer.Some(faults)} See the findings.");
        }

        FindOddities(clips, candidates.ToDictionary(static candidate => candidate.Clip.Path, static candidate => candidate.Measurement, StringComparer.Ordinal));
        return clips;
    }

    /// <summary>Sums up.</summary>
    public IndexReport Report(IReadOnlyList<Clip> clips)
    {
        CompareCounts(clips);
        return new IndexReport
        {
            Dataset = options.Name,
            IsSynthetic = options.IsSynthetic,
            Files = listing.Clips.Count + listing.Findings.Count(static finding => finding.Kind == IndexFindingKind.UnmatchedName),
            Clips = clips.Count,
            Seconds = clips.Sum(static clip => clip.Seconds),
            Labels = Counts(clips, static clip => clip.Label),
            Speakers = Counts(clips, static clip => clip.Speaker),
            Texts = Counts(clips, static clip => clip.Text).Count,
            Findings = [.. _findings.OrderBy(static finding => finding.Kind).ThenBy(static finding => finding.Path, StringComparer.Ordinal)],
        };
    }

    private bool IsExcludedByDefect(string path, ClipMeasurement measurement)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var isExcluded = false;
        foreach (var defect in options.KnownDefects)
        {
            var applies = name.Equals(defect.File, StringComparison.OrdinalIgnoreCase)
                && (defect.SampleRateHz is null || defect.SampleRateHz == measurement.SampleRateHz)
                && (defect.Sha256 is null || defect.Sha256.Equals(measurement.Sha256, StringComparison.OrdinalIgnoreCase));
            if (applies)
            {
                isExcluded |= defect.Action == DefectAction.Exclude;
                _findings.Add(new IndexFinding(IndexFindingKind.KnownDefect, path, $"{defect.Note} {(defect.Action == DefectAction.Exclude ? "Left out." : "Used.")}".TrimStart()));
            }
        }

        return isExcluded;
    }

    private List<Clip> RemoveDuplicates(List<Clip> clips)
    {
        var dropped = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in clips.GroupBy(static clip => clip.Sha256, StringComparer.Ordinal).Where(static group => group.Skip(1).Any()))
        {
            // The copy nearest to the top is the original: archives nest their second copy in a folder of the same name.
            var copies = group.OrderBy(static clip => clip.Path.Count(static c => c == '/')).ThenBy(static clip => clip.Path, StringComparer.Ordinal).ToList();
            var labels = copies.Select(static clip => clip.Label).Distinct(StringComparer.Ordinal).ToList();
            if (labels.Count > 1)
            {
                dropped.UnionWith(Conflict(copies, labels));
                continue;
            }

            foreach (var copy in copies.Skip(1))
            {
                var difference = copy.Speaker == copies[0].Speaker && copy.Text == copies[0].Text ? "" : " (under another speaker or text)";
                dropped.Add(copy.Path);
                _findings.Add(new IndexFinding(IndexFindingKind.Duplicate, copy.Path, $"Same samples as {copies[0].Path}{difference}; counted once."));
            }
        }

        return clips.FindAll(clip => !dropped.Contains(clip.Path));
    }

    private IEnumerable<string> Conflict(List<Clip> copies, List<string> labels)
    {
        var paths = copies.ConvertAll(static clip => clip.Path);
        if (options.OnConflictingLabels == ConflictAction.Fail)
        {
            throw new DatasetException(DatasetProblem.ConflictingLabels, paths[0], $"{string.Join(", ", paths)}: the same recording has the labels {string.Join(", ", labels)}, expected one. Exclude a file under known_defects in {options.Name}.yaml, or write on_conflicting_labels: exclude.");
        }

        foreach (var path in paths)
        {
            _findings.Add(new IndexFinding(IndexFindingKind.ConflictingLabels, path, $"The same samples stand under {string.Join(" and ", labels)} ({string.Join(", ", paths)}); left out."));
        }

        return paths;
    }

    private void FindOddities(IReadOnlyList<Clip> clips, Dictionary<string, ClipMeasurement> measurements)
    {
        var usualRate = options.Expected?.SampleRateHz
            ?? clips.GroupBy(static clip => clip.SampleRateHz).OrderByDescending(static group => group.Count()).ThenBy(static group => group.Key).First().Key;
        var median = clips.Select(static clip => clip.Seconds).Order().ElementAt(clips.Count / 2);
        var shortest = options.Expected?.MinSeconds ?? median / 3;
        var longest = options.Expected?.MaxSeconds ?? median * 3;
        foreach (var clip in clips)
        {
            var clipped = measurements[clip.Path].ClippedSamples;
            Note(clip.SampleRateHz != usualRate, IndexFindingKind.OddRate, clip, $"Sample rate is {clip.SampleRateHz} Hz, usual is {usualRate} Hz.");
            Note(clip.Seconds < shortest || clip.Seconds > longest, IndexFindingKind.OddLength, clip, $"Duration is {clip.Seconds:0.###} s, usual is {shortest:0.###} to {longest:0.###} s.");
            Note(clip.ChannelCount > 1, IndexFindingKind.ManyChannels, clip, $"Recording has {clip.ChannelCount} channels; their mean is used.");
            Note(clipped > 0, IndexFindingKind.Clipping, clip, $"{clipped} samples stand at full scale in runs of 3 or more.");
        }

        foreach (var group in clips.Where(static clip => clip.Speaker.Length > 0 && clip.Text.Length > 0)
            .GroupBy(static clip => (clip.Label, clip.Speaker, clip.Text, Name: Path.GetFileName(clip.Path).ToUpperInvariant())).Where(static group => group.Skip(1).Any()))
        {
            foreach (var clip in group.Skip(1))
            {
                Note(true, IndexFindingKind.SameName, clip, $"Named like {group.First().Path}, content differs; both are used.");
            }
        }
    }

    private void Note(bool condition, IndexFindingKind kind, Clip clip, FormattableString message)
    {
        if (condition)
        {
            _findings.Add(new IndexFinding(kind, clip.Path, message.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private void CompareCounts(IReadOnlyList<Clip> clips)
    {
        var labels = Counts(clips, static clip => clip.Label);
        Compare("clips", clips.Count, options.Expected?.Clips);
        Compare("labels", labels.Count, options.Expected?.Labels);
        Compare("speakers", Counts(clips, static clip => clip.Speaker).Count, options.Expected?.Speakers);
        Compare("texts", Counts(clips, static clip => clip.Text).Count, options.Expected?.Texts);
        foreach (var (label, expected) in options.Expected?.ClipsPerLabel ?? new Dictionary<string, int>(StringComparer.Ordinal))
        {
            Compare($"clips of {label}", labels.GetValueOrDefault(label), expected);
        }
    }

    private void Compare(string what, int actual, int? expected)
    {
        if (expected is not null && actual != expected)
        {
            _findings.Add(new IndexFinding(IndexFindingKind.Count, "", string.Create(CultureInfo.InvariantCulture, $"Found {actual} {what}, the complete corpus has {expected}.")));
        }
    }

    // Clips whose corpus does not name a speaker or text have the empty name, which counts as none.
    private static SortedDictionary<string, int> Counts(IReadOnlyList<Clip> clips, Func<Clip, string> key) =>
        new(clips.GroupBy(key, StringComparer.Ordinal).Where(static group => group.Key.Length > 0).ToDictionary(static group => group.Key, static group => group.Count(), StringComparer.Ordinal), StringComparer.Ordinal);

    private static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
