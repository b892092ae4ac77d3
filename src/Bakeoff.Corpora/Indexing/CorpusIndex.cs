namespace Bakeoff.Corpora.Indexing;

/// <summary>The usable clips of a corpus and what its audit found.</summary>
/// <param name="Clips">Clips in ordinal order of paths.</param>
/// <param name="Report">The audit.</param>
public sealed record CorpusIndex(IReadOnlyList<Clip> Clips, IndexReport Report);
