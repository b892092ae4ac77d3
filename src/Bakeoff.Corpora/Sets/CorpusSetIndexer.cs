using Bakeoff.Corpora.Acquisition;
using Bakeoff.Corpora.Indexing;

namespace Bakeoff.Corpora.Sets;

/// <summary>Indexes and audits an experiment's corpora; the indices of several are joined.</summary>
/// <remarks>Determinism: the result depends on the recordings and the options only, not on thread count or file order on disk.</remarks>
public static class CorpusSetIndexer
{
    /// <summary>Indexes all recordings.</summary>
    /// <param name="indexing">The corpora.</param>
    /// <param name="folder">
    /// Folder of the recordings as <see cref="CorpusSetAcquirer"/> leaves it: of one corpus its own, of several a folder of the corpus's
    /// name each.
    /// </param>
    /// <param name="detectors">The network that hears speech for a corpus that divides recordings by one; null for none.</param>
    /// <param name="threads">Threads that decode, at least 1.</param>
    /// <param name="progress">Receives the progress after every clip.</param>
    /// <param name="cancellationToken">Stops between clips.</param>
    /// <returns>Usable clips in the order of <see cref="Clip.ByContent"/>, and the audit.</returns>
    /// <exception cref="DatasetException">
    /// No file is a clip, a label is unknown, or a clip breaks a rule that its description says to fail at.
    /// </exception>
    public static CorpusIndex Index(
        CorpusSetIndexing indexing,
        string folder,
        Func<SegmentOptions, ISpeechDetector>? detectors = null,
        int threads = 1,
        IProgress<AcquisitionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(indexing);
        if (indexing.Parts is [var one])
        {
            return IndexOne(one, folder);
        }

        var parts = indexing.Parts.Select(part => new IndexedPart(part, IndexOne(part, Path.Combine(folder, part.Options.Name)))).ToList();
        return IndexJoin.Join(indexing.Name, indexing.OnlyCommonLabels ? IndexJoin.KeepCommonLabels(indexing.Name, parts) : parts);

        CorpusIndex IndexOne(IndexingPart part, string place) =>
            new CorpusIndexer(part.Options, part.Options.Segment is { By: SegmentRule.Silero } segment ? detectors?.Invoke(segment) : null)
                .Index(place, threads, progress, cancellationToken);
    }
}
