using System.Collections.Frozen;
using Bakeoff.Audio.Decoding;
using Bakeoff.Corpora.Acquisition;

namespace Bakeoff.Corpora.Formats;

/// <summary>The files of one corpus on disk.</summary>
public sealed class CorpusFolder
{
    // Beyond what can be decoded, so that a recording in another format is reported and not passed over.
    private static readonly FrozenSet<string> OtherExtensions = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        ".mp3",
        ".ogg",
        ".opus",
        ".m4a");

    private CorpusFolder(string dataset, string path, IReadOnlyList<string> files)
    {
        Dataset = dataset;
        Path = path;
        Files = files;
        AudioFiles = [.. files.Where(IsAudio)];
    }

    /// <summary>Name of the corpus.</summary>
    public string Dataset { get; }

    /// <summary>Path of the folder.</summary>
    public string Path { get; }

    /// <summary>Paths of all files that are not hidden, relative to the folder, with forward slashes, in ordinal order.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Those of <see cref="Files"/> whose extension is one of audio, in formats that can be decoded and others.</summary>
    public IReadOnlyList<string> AudioFiles { get; }

    /// <summary>Lists a folder.</summary>
    /// <param name="dataset">Name of the corpus, for messages.</param>
    /// <param name="path">Path of the folder.</param>
    public static CorpusFolder Open(string dataset, string path) => new(dataset, path, FolderHasher.List(path));

    private static bool IsAudio(string path) =>
        AudioDecoder.HasExtension(path) || OtherExtensions.Contains(System.IO.Path.GetExtension(path));
}
