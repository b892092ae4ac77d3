using Bakeoff.Corpora.Sources;

namespace Bakeoff.Corpora.Combining;

/// <summary>A corpus within a combined one, with what is known about it on this machine.</summary>
/// <param name="Options">How its labels map to the common ones.</param>
/// <param name="Description">Its own description.</param>
/// <param name="Source">Where its recordings come from.</param>
public sealed record CorpusPart(CorpusPartOptions Options, DatasetDescription Description, RecordingsSource Source)
{
    /// <summary>Its name; also the folder that its recordings are in.</summary>
    public string Name => Options.Dataset;
}
