using Bakeoff.Corpora.Acquisition;

namespace Bakeoff.Corpora.Sources;

/// <summary>State of a corpus's recordings on this machine, for people.</summary>
/// <param name="State">Kind of the state.</param>
/// <param name="Path">Archive or folder that the recordings were last taken from; null where none was.</param>
/// <param name="FileCount">Files in the folder; 0 for anything else.</param>
/// <param name="Bytes">Bytes of the archive or of all files in the folder.</param>
public sealed record LocalRecordings(LocalState State, string? Path = null, int FileCount = 0, long Bytes = 0)
{
    /// <summary>Looks where a corpus was last taken from.</summary>
    /// <param name="folders">The project's folders.</param>
    /// <param name="description">The corpus.</param>
    public static LocalRecordings Find(CorpusFolders folders, DatasetDescription description)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(description);
        if (description.Corpora.Count > 0)
        {
            return new LocalRecordings(LocalState.OfParts);
        }

        if (description.Synthetic is not null)
        {
            return new LocalRecordings(LocalState.Synthesised);
        }

        if (!IsSameForAll(description))
        {
            return new LocalRecordings(LocalState.OfExperiments);
        }

        var memory = MemoryOf(folders, description, experiment: "");
        return File.Exists(memory) ? Measure(File.ReadLines(memory).First()) : new LocalRecordings(LocalState.Unknown);
    }

    /// <summary>File that remembers the place of a corpus's recordings: for all experiments, or for one where each has its own.</summary>
    internal static string MemoryOf(CorpusFolders folders, DatasetDescription description, string experiment) =>
        System.IO.Path.Combine(
            folders.Sources,
            IsSameForAll(description)
                ? $"{description.RecordingsName}.source"
                : System.IO.Path.Combine("of-experiments", experiment, $"{description.RecordingsName}.source"));

    // A description that names public sources means one corpus; any other, such as 'folder', fits whatever recordings it is given.
    private static bool IsSameForAll(DatasetDescription description) => description.Sources.Count > 0;

    private static LocalRecordings Measure(string path)
    {
        if (File.Exists(path))
        {
            return new LocalRecordings(LocalState.Archive, path, Bytes: new FileInfo(path).Length);
        }

        if (!Directory.Exists(path))
        {
            return new LocalRecordings(LocalState.Gone, path);
        }

        var files = FolderHasher.List(path);
        return new LocalRecordings(
            LocalState.Folder,
            path,
            files.Count,
            files.Sum(file => new FileInfo(System.IO.Path.Combine(path, file)).Length));
    }
}

/// <summary>Kinds of states of a corpus's recordings on this machine.</summary>
public enum LocalState
{
    /// <summary>The corpus is made of others, each with a state of its own.</summary>
    OfParts,

    /// <summary>The recordings are synthesised when they are needed.</summary>
    Synthesised,

    /// <summary>The description fits any recordings, and each experiment has its own.</summary>
    OfExperiments,

    /// <summary>No archive or folder was named yet.</summary>
    Unknown,

    /// <summary>The archive or folder that was named is no longer there.</summary>
    Gone,

    /// <summary>A zip archive.</summary>
    Archive,

    /// <summary>A folder.</summary>
    Folder,
}
