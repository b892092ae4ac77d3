using Bakeoff.Corpora.Sources;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Corpora.Combining;

/// <summary>Finds descriptions and recordings of the corpora that a combined one is made of.</summary>
internal static class PartSources
{
    /// <summary>All parts, in the order of the description.</summary>
    /// <param name="folders">The project's folders.</param>
    /// <param name="combined">The combined corpus.</param>
    /// <param name="given">Folder from the command line that holds a folder NAME or an archive NAME.zip for some of the parts; null where each was named before.</param>
    /// <param name="digests">Digests of files already known.</param>
    /// <exception cref="ConfigurationException">A part is not described.</exception>
    /// <exception cref="DatasetException">The folder given holds none of the parts, or a part is itself combined.</exception>
    public static IReadOnlyList<CorpusPart> Find(CorpusFolders folders, DatasetDescription combined, string? given, FileDigestCache digests)
    {
        var parts = combined.Corpora.Select(part => Find(folders, combined.Name, part, given, digests)).ToList();
        if (given is not null && combined.Corpora.Count > 0 && combined.Corpora.All(part => PathOf(given, part.Dataset) is null))
        {
            throw new DatasetException(DatasetProblem.NotFound, given, $"dataset.source is '{given}', expected a folder with {string.Join(", ", combined.Corpora.Select(part => $"{part.Dataset} or {part.Dataset}.zip"))} in it. Correct the path, or name each corpus's recordings once by an experiment of its own.");
        }

        return parts;
    }

    private static CorpusPart Find(CorpusFolders folders, string combined, CorpusPartOptions part, string? given, FileDigestCache digests)
    {
        var description = DatasetCatalogue.Read(folders, part.Dataset);
        if (description.Corpora.Count > 0)
        {
            throw new DatasetException(DatasetProblem.Description, null, $"experiments/datasets/{combined}.yaml: corpus {part.Dataset} is itself made of others, expected single corpora. List those instead.");
        }

        var source = description.Synthetic is null ? RecordingsSource.Find(folders, part.Dataset, given is null ? null : PathOf(given, part.Dataset), digests) : RecordingsSource.None;
        return new CorpusPart(part, description, source);
    }

    private static string? PathOf(string folder, string part)
    {
        var path = Path.Combine(folder, part);
        return Directory.Exists(path) ? path : File.Exists(path + ".zip") ? path + ".zip" : null;
    }
}
