using Bakeoff.Audio.Decoding;
using Bakeoff.Corpora.Acquisition;

namespace Bakeoff.Corpora.Formats;

/// <summary>The files of one corpus on disk.</summary>
public sealed class CorpusFolder
{
    private const int MarkerBytes = 64;

    private CorpusFolder(string dataset, string path, FolderTree tree)
    {
        Dataset = dataset;
        Path = path;
        Files = tree.Files;
        AudioFiles = [.. tree.Files.Where(file => RecordingNames.IsAudio(file) || IsAudioByContent(System.IO.Path.Combine(path, file)))];
        LeftOut =
        [
            .. tree.Unreachable.Select(static item => new LeftOutItem(item.Path, ReasonOf(item), $"{Sentence(item.Describe())}.")),
            .. tree.Files.Select(file => FindArchive(path, file)).OfType<LeftOutItem>(),
        ];
    }

    /// <summary>Name of the corpus.</summary>
    public string Dataset { get; }

    /// <summary>Path of the folder.</summary>
    public string Path { get; }

    /// <summary>
    /// Paths of all files that are not hidden, relative to the folder, with forward slashes, in ordinal order; links are followed.
    /// </summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>
    /// Those of <see cref="Files"/> that are audio by their extension, in formats that can be decoded and others, or by their content.
    /// </summary>
    public IReadOnlyList<string> AudioFiles { get; }

    /// <summary>Extensions of recordings that lie here as FLAC, while tables may name them as they were. Default: none.</summary>
    public IReadOnlyList<string> Converted { get; private init; } = [];

    /// <summary>Folders, links and archives whose recordings cannot be had.</summary>
    internal IReadOnlyList<LeftOutItem> LeftOut { get; }

    /// <summary>Lists a folder.</summary>
    /// <param name="dataset">Name of the corpus, for messages.</param>
    /// <param name="path">Path of the folder.</param>
    /// <param name="converted">Extensions of recordings that lie there as FLAC; null for none.</param>
    public static CorpusFolder Open(string dataset, string path, IReadOnlyList<string>? converted = null) =>
        new(dataset, path, FolderTree.Read(path)) { Converted = converted ?? [] };

    private static LeftOutReason ReasonOf(UnreachableItem item) =>
        item.Reason switch
        {
            UnreachableReason.NoPermission => LeftOutReason.UnreadableFolder,
            UnreachableReason.NameNotUtf8 => LeftOutReason.UnreadableName,
            UnreachableReason.BrokenLink => LeftOutReason.BrokenLink,
            _ => LeftOutReason.LinkLoop,
        };

    private static LeftOutItem? FindArchive(string folder, string file)
    {
        var path = System.IO.Path.Combine(folder, file);
        return RecordingNames.IsOtherArchive(file)
                ? new LeftOutItem(file, LeftOutReason.Archive, "Archive is of a kind that is not unpacked; unpack it by hand.")
            : RecordingNames.IsZip(file) && NestedZips.MayHoldRecordings(path)
                ? new LeftOutItem(file, LeftOutReason.Archive, $"Archive was not unpacked: {NestedZips.Explain(path)}.")
            : null;
    }

    // A recording without an extension, or with one of its own, is one nevertheless.
    private static bool IsAudioByContent(string file)
    {
        try
        {
            using var handle = File.OpenHandle(file);
            var start = new byte[MarkerBytes];
            var count = RandomAccess.Read(handle, start, 0);
            return count > 0 && AudioDecoder.IsRecognised(start.AsMemory(0, count));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
