using System.Globalization;
using Bakeoff.Corpora.Acquisition;

namespace Bakeoff.Corpora.Indexing;

/// <summary>Decodes and audits every clip of a corpus.</summary>
/// <remarks>Determinism: the result depends on the recordings and the description only, not on thread count or file order on disk. Memory: one decoded clip a thread.</remarks>
public sealed class CorpusIndexer
{
    private const int NamedInMessage = 5;
    private readonly IndexOptions _options;

    /// <summary>Creates an indexer for one corpus.</summary>
    /// <param name="options">How to read names, and what to do about defects.</param>
    public CorpusIndexer(IndexOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <summary>Indexes the recordings below a folder.</summary>
    /// <param name="folder">Folder of the recordings.</param>
    /// <param name="threads">Threads that decode, at least 1.</param>
    /// <param name="progress">Told after every clip.</param>
    /// <param name="cancellation">Stops between clips.</param>
    /// <returns>Usable clips and the audit.</returns>
    /// <exception cref="DatasetException">No file is a clip, a label is unknown, a clip is bad, or one recording has two labels, where the description says to fail.</exception>
    public CorpusIndex Index(string folder, int threads = 1, IProgress<AcquisitionProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (!Directory.Exists(folder))
        {
            throw new DatasetException(DatasetProblem.NotFound, folder, $"{folder}: folder does not exist, expected the recordings of {_options.Name}. Run Download first.");
        }

        var listing = ClipListing.Make(_options, folder);
        var measurements = MeasureAll(folder, listing.Clips, threads, progress, cancellation);
        var audit = new CorpusAudit(_options, listing);
        var clips = audit.Judge(measurements);
        return new CorpusIndex(clips, audit.Report(clips));
    }

    private ClipMeasurement[] MeasureAll(string folder, IReadOnlyList<(string Path, ClipName Name)> clips, int threads, IProgress<AcquisitionProgress>? progress, CancellationToken cancellation)
    {
        var measurements = new ClipMeasurement[clips.Count];
        var done = 0;
        try
        {
            Parallel.For(0, clips.Count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, i =>
            {
                var path = clips[i].Path;
                measurements[i] = ClipMeasurement.Take(Path.Combine(folder, path), path, _options);
                progress?.Report(new AcquisitionProgress(Interlocked.Increment(ref done), measurements.Length, 0, null, path));
            });
        }
        catch (AggregateException exception) when (exception.InnerExceptions[0] is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(DatasetProblem.Access, folder, $"{folder}: {exception.InnerExceptions[0].Message} Expected readable files.", exception);
        }

        return measurements;
    }

    /// <summary>Joins the first few of many messages.</summary>
    internal static string Some(IReadOnlyList<string> messages) =>
        string.Join(" ", messages.Take(NamedInMessage)) + (messages.Count > NamedInMessage ? string.Create(CultureInfo.InvariantCulture, $" And {messages.Count - NamedInMessage} more.") : "");
}
