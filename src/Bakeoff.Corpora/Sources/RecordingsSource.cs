using Bakeoff.Corpora.Acquisition;
using Bakeoff.Options;
using Bakeoff.Options.Files;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Corpora.Sources;

/// <summary>Place of a corpus's recordings on this machine, identified by their content.</summary>
/// <param name="Path">Full path of the zip archive or folder, or null where the recordings are synthesised or fetched.</param>
/// <param name="IsFolder">True if the recordings are read in place: a folder without archives, and without recordings to convert.</param>
/// <param name="Content">Identity of the content, or null without a path.</param>
public sealed record RecordingsSource(string? Path, bool IsFolder, ExternalInput? Content)
{
    /// <summary>No archive or folder at hand: synthesised, or fetched from the public sources.</summary>
    public static RecordingsSource None { get; } = new(Path: null, IsFolder: false, Content: null);

    /// <summary>Finds the source: the one given, else the one that is remembered.</summary>
    /// <param name="memory">File that remembers the source of the last time.</param>
    /// <param name="given">Path from the command line, or null.</param>
    /// <param name="digests">Digests of files already known.</param>
    /// <exception cref="DatasetException">The path given does not exist.</exception>
    public static RecordingsSource Find(string memory, string? given, FileDigestCache digests)
    {
        if (given is null)
        {
            return Remembered(memory, digests);
        }

        var path = System.IO.Path.GetFullPath(given);
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            throw new DatasetException(
                DatasetProblem.NotFound,
                new ErrorDetails("dataset.source")
                {
                    Value = $"'{given}'",
                    Rule = "an existing zip archive or folder of recordings",
                    NextStep = $"Correct the path; it is relative to {Environment.CurrentDirectory}.",
                })
            {
                Path = given,
            };
        }

        var found = Describe(path, digests);
        AtomicFile.Write(memory, System.Text.Encoding.UTF8.GetBytes($"{path}\n{found.Content!.Digest}\n"));
        return found;
    }

    /// <summary>The source of the last time. An archive that is gone still names its content, which the store may hold unpacked.</summary>
    private static RecordingsSource Remembered(string memory, FileDigestCache digests)
    {
        if (!File.Exists(memory) || File.ReadAllLines(memory) is not [var path, var digest, ..])
        {
            return None;
        }

        return File.Exists(path) || Directory.Exists(path)
            ? Describe(path, digests)
            : new RecordingsSource(path, IsFolder: false, ArchiveInput(System.IO.Path.GetFileName(path), digest));
    }

    private static Dictionary<string, string> Digest(string folder, IReadOnlyList<string> files, FileDigestCache digests)
    {
        try
        {
            return files
                .AsParallel()
                .Select(file => (Name: file, Digest: digests.DigestOf(System.IO.Path.Combine(folder, file))))
                .ToDictionary(static file => file.Name, static file => file.Digest, StringComparer.Ordinal);
        }
        catch (AggregateException exception) when (exception.InnerExceptions[0] is IOException or UnauthorizedAccessException)
        {
            throw FolderHasher.Unreadable(folder, exception);
        }
    }

    private static ExternalInput ArchiveInput(string name, string digest) =>
        new(name, digest, new Dictionary<string, string>(StringComparer.Ordinal));

    private static RecordingsSource Describe(string path, FileDigestCache digests)
    {
        var name = System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(path));
        if (!Directory.Exists(path))
        {
            return new RecordingsSource(path, IsFolder: false, ArchiveInput(name, digests.DigestOf(path)));
        }

        var files = FolderHasher.List(path);
        var items = Digest(path, files, digests);
        var text = string.Join('\n', items.OrderBy(i => i.Key, StringComparer.Ordinal).Select(i => $"{i.Key} {i.Value}"));
        var isInPlace = !NestedZips.AreIn(path, files);
        return new RecordingsSource(
            path,
            isInPlace,
            new ExternalInput(name, ContentDigest.OfText(text), items, isInPlace ? "recordings" : ""));
    }
}
