using Bakeoff.Corpora.Sources;

namespace Bakeoff.Corpora.Sets;

/// <summary>One corpus of a <see cref="CorpusSet"/>.</summary>
/// <param name="Description">Its own description.</param>
/// <param name="Source">Place of its recordings on this machine.</param>
/// <param name="CommonLabels">
/// Its labels and the set's common ones, without regard to case; clips of labels that are not listed are left out. Empty: all labels as
/// they are.
/// </param>
public sealed record CorpusPart(DatasetDescription Description, RecordingsSource Source, IReadOnlyDictionary<string, string> CommonLabels)
{
    /// <summary>Its name; in a set of several, also the folder that its recordings are in.</summary>
    public string Name => Description.Name;
}
