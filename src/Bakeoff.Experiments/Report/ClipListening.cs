using Bakeoff.Corpora;
using Bakeoff.Options.Files;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Report;

/// <summary>
/// Finds the sound of a clip for a page: carried by the page where the licence lets anyone pass recordings on, else a link to the file on
/// this machine.
/// </summary>
/// <param name="options">Licence of the corpus.</param>
/// <param name="place">Where the page is written.</param>
/// <param name="recordings">Folder of the recordings.</param>
/// <param name="clips">All clips.</param>
internal sealed class ClipListening(ReportOptions options, ReportPlace place, string recordings, IReadOnlyList<Clip> clips)
{
    /// <summary>Largest recording that a page carries, in bytes; a dozen of them must not make it unwieldy.</summary>
    private const long MostEmbeddedBytes = 512 * 1024;

    private readonly Dictionary<string, string> _files =
        clips.ToDictionary(static clip => clip.Path, static clip => clip.File, StringComparer.Ordinal);

    /// <summary>A sentence on where the recordings are.</summary>
    public string Note =>
        options.Dataset.IsRedistributable
            ? $"The recordings are part of this page ({options.Dataset.Licence}); long ones are linked."
            : $"The licence ({options.Dataset.Licence}) does not let a page carry the recordings: the players read them from this "
                + $"machine and are silent elsewhere.";

    /// <summary>Finds a clip.</summary>
    /// <param name="path">Its path in <c>index.csv</c>.</param>
    /// <returns>Where its sound is; null when the file is gone.</returns>
    public ClipSource? Find(string path)
    {
        var file = _files.TryGetValue(path, out var name) ? new FileInfo(Path.Combine(recordings, name)) : null;
        if (file is not { Exists: true })
        {
            return null;
        }

        return options.Dataset.IsRedistributable && file.Length <= MostEmbeddedBytes
            ? Carried(File.ReadAllBytes(file.FullName))
            : new ClipSource(Link(file.FullName));
    }

    private static ClipSource Carried(byte[] bytes) => new(null, bytes, MediaType(bytes));

    private static string MediaType(ReadOnlySpan<byte> file) =>
        file.StartsWith("FORM"u8) ? "audio/aiff"
        : file.StartsWith("fLaC"u8) ? "audio/flac"
        : "audio/wav";

    /// <summary>Relative inside the project, so that the project can be moved; else the full address.</summary>
    private string Link(string file)
    {
        var fromRoot = Path.GetRelativePath(place.Root, file);
        return fromRoot.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(fromRoot)
            ? FileAddress.Of(file)
            : Path.GetRelativePath(place.ResultsFolder, file).Replace(Path.DirectorySeparatorChar, '/');
    }
}
