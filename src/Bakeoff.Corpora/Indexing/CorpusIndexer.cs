using System.Globalization;
using Bakeoff.Audio.Decoding;
using Bakeoff.Corpora.Acquisition;
using Bakeoff.Corpora.Columns;
using Bakeoff.Corpora.Formats;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Indexing;

/// <summary>Decodes and audits every clip of one corpus.</summary>
/// <remarks>
/// Determinism: the result depends on the recordings and the options only, not on thread count, file order on disk, or the folders around
/// the recordings. Memory: one decoded clip a thread.
/// </remarks>
public sealed class CorpusIndexer
{
    private readonly IndexOptions _options;
    private readonly Func<AudioReader, IReadOnlyList<ClipStretch>>? _divide;

    /// <summary>Creates an indexer for one corpus.</summary>
    /// <param name="options">The part of the corpus description that the index reads.</param>
    /// <param name="detector">The network that hears speech; needed where the description divides recordings by one.</param>
    /// <exception cref="ArgumentNullException">The description divides recordings by a network, and there is none.</exception>
    public CorpusIndexer(IndexOptions options, ISpeechDetector? detector = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _divide = options.Segment is { } segment ? SpeechStretches.Rule(segment, detector) : null;
    }

    /// <summary>Indexes the recordings below a folder.</summary>
    /// <param name="folder">Folder of the recordings.</param>
    /// <param name="threads">Threads that decode, at least 1.</param>
    /// <param name="progress">Receives the progress after every clip.</param>
    /// <param name="cancellationToken">Stops between clips.</param>
    /// <returns>Usable clips and the audit.</returns>
    /// <exception cref="DatasetException">
    /// No file is a clip, a label is unknown, a clip is bad, or one recording has two labels, where the options say to fail.
    /// </exception>
    public CorpusIndex Index(
        string folder,
        int threads = 1,
        IProgress<AcquisitionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (!Directory.Exists(folder))
        {
            throw new DatasetException(
                DatasetProblem.NotFound,
                new ErrorDetails("folder does not exist") { Where = folder, Rule = $"the recordings of {_options.Name}" });
        }

        var corpus = CorpusFolder.Open(_options.Name, folder, _options.Converted);
        var columns = new ColumnReader(_options, corpus);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        var (clips, audit) = Name(corpus, columns, parallel);
        var measurements = MeasureAll(Path.Combine(folder, audit.Root), clips, parallel, progress);
        new ClipFilter(_options).RequireKnownNames(clips.ConvertAll(static clip => clip.Name));
        var usable = audit.SelectUsable(measurements);
        var report = audit.Report(usable) with
        {
            Roots = new Dictionary<string, string>(StringComparer.Ordinal) { [_options.Name] = audit.Root },
            Columns = columns.Columns.Count == 0 ? null : columns.Columns,
            HasSoftLabels = _options.Votes is not null && _options.Columns["label"].Rule == VoteRule.Soft,
        };
        return new CorpusIndex(usable, report);
    }

    // What the corpus states is forgotten once the clips have their names: for a million clips it is half a gigabyte.
    private (List<(string Path, ClipName Name)> Clips, CorpusAudit Audit) Name(
        CorpusFolder corpus, ColumnReader columns, ParallelOptions parallel)
    {
        var listing = columns.Complete(List(corpus));
        listing = _divide is { } divide ? SpeechStretches.Divide(corpus.Path, listing, divide, parallel) : listing;
        var root = CommonFolder.Of([.. listing.Clips.Select(static clip => clip.Path)]);
        var clips = MapNames(listing, columns, root);
        var audit = new CorpusAudit(_options, clips, LeftOut(corpus, listing), root);
        audit.TellInvisible(listing.Clips);
        audit.Tell(IndexFindingKind.Metadata, columns.Notes);
        return (clips, audit);
    }

    private List<LeftOutItem> LeftOut(CorpusFolder corpus, ClipListing listing)
    {
        var ignored = _options.Ignore is null ? null : new ClipNamePattern(_options.Ignore);
        return
        [
            .. corpus.LeftOut,
            .. listing.LeftOut.Select(item => IsIgnored(item) ? item with { Reason = LeftOutReason.Ignored } : item),
        ];

        bool IsIgnored(LeftOutItem item) =>
            item.Reason is LeftOutReason.UnmatchedName or LeftOutReason.MissingRow && ignored?.Fits(item.Path) == true;
    }

    private ClipListing List(CorpusFolder folder)
    {
        var format = _options.Format;
        var listing = format.List(folder);
        if (listing.Clips.Count > 0)
        {
            return listing;
        }

        var count = folder.AudioFiles.Count;
        throw new DatasetException(
            DatasetProblem.NotFound,
            new ErrorDetails("folder holds {value}")
            {
                Where = folder.Path,
                Value =
                    count == 0
                        ? "no audio file"
                        : string.Create(
                            CultureInfo.InvariantCulture,
                            $"{count} audio files, {folder.AudioFiles[0]} among them, and none fits"),
                Rule = format.Expectation,
                NextStep =
                    (listing.LeftOut.FirstOrDefault(static item => item.Reason == LeftOutReason.MissingFile) is { } missing
                        ? $"{missing.Path}: {missing.Message} "
                        : "")
                    + $"Correct dataset.source, or {_options.Name}.yaml.",
            });
    }

    private List<(string Path, ClipName Name)> MapNames(ClipListing listing, ColumnReader columns, string root)
    {
        var codes = new ClipCodes(_options);
        var clips = new List<(string Path, ClipName Name)>(listing.Clips.Count);
        foreach (var clip in listing.Clips)
        {
            clips.Add((CommonFolder.Relative(root, clip.Path) + clip.Stretch?.Fragment, codes.Map(clip) with
            {
                Values = columns.Read(clip),
                Stretch = clip.Stretch,
                Origin = clip.Stretch is null ? "" : clip.Origin,
            }));
        }

        codes.RequireOneSpelling(clips, root);
        columns.RequireOneValuePerSpeaker(listing.Clips.Select((clip, i) => (clip, clips[i].Name.Speaker, clips[i].Name.Values)));
        return clips;
    }

    private ClipMeasurement[] MeasureAll(
        string folder,
        List<(string Path, ClipName Name)> clips,
        ParallelOptions parallel,
        IProgress<AcquisitionProgress>? progress)
    {
        var measurements = new ClipMeasurement[clips.Count];
        var done = 0;
        var files = Enumerable.Range(0, clips.Count).GroupBy(i => FileOf(clips[i]), StringComparer.Ordinal).ToList();
        try
        {
            Parallel.ForEach(
                files,
                parallel,
                file =>
                {
                    var path = Path.Combine(folder, file.Key);
                    var measured = file.Select(i => (clips[i].Path, clips[i].Name.Stretch, clips[i].Name.Origin)).ToList();
                    foreach (var (i, measurement) in file.Zip(ClipMeasurement.TakeAll(path, measured, _options)))
                    {
                        measurements[i] = measurement;
                        var count = Interlocked.Increment(ref done);
                        progress?.Report(new AcquisitionProgress(count, measurements.Length, 0, null, clips[i].Path));
                    }
                });
        }
        catch (AggregateException exception) when (exception.InnerExceptions[0] is IOException or UnauthorizedAccessException)
        {
            throw FolderHasher.Unreadable(folder, exception);
        }

        return measurements;
    }

    private static string FileOf((string Path, ClipName Name) clip) =>
        clip.Name.Stretch is { } stretch ? clip.Path[..^stretch.Fragment.Length] : clip.Path;
}

/// <summary>The usable clips of a corpus and its audit.</summary>
/// <param name="Clips">Clips in the order of <see cref="Clip.ByContent"/>.</param>
/// <param name="Report">The audit.</param>
public sealed record CorpusIndex(IReadOnlyList<Clip> Clips, IndexReport Report);
