using Bakeoff.Audio.Decoding;
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
    /// <summary>Largest recording that a page carries, in bytes.</summary>
    private const long MostEmbeddedBytes = 512 * 1024;

    /// <summary>All recordings together that a page carries, in bytes; a dozen of them must not make it unwieldy.</summary>
    private const long MostEmbeddedBytesTogether = 1536 * 1024;

    private long _embeddedBytes;

    /// <summary>A sentence on where the recordings are.</summary>
    public string Note =>
        options.Dataset.IsRedistributable
            ? $"The recordings are part of this page ({options.Dataset.Licence}); long ones are linked."
            : $"The licence ({options.Dataset.Licence}) does not let a page carry the recordings: the players read them from this "
                + $"machine and are silent elsewhere.";

    /// <summary>Finds a clip. Cost: goes through all clips.</summary>
    /// <param name="path">Its path in <c>index.csv</c>.</param>
    /// <returns>Where its sound is; null when the file is gone.</returns>
    public ClipSource? Find(string path)
    {
        var clip = clips.FirstOrDefault(clip => string.Equals(clip.Path, path, StringComparison.Ordinal));
        var file = clip is null ? null : new FileInfo(Path.Combine(recordings, clip.File));
        if (file is not { Exists: true })
        {
            return null;
        }

        if (clip!.Stretch is { } stretch)
        {
            return options.Dataset.IsRedistributable ? Cut(clip) : new ClipSource(Link(file.FullName)) { Time = stretch.Time };
        }

        return options.Dataset.IsRedistributable && Fits(file.Length)
            ? Carried(File.ReadAllBytes(file.FullName))
            : new ClipSource(Link(file.FullName));
    }

    // A page carries the stretch alone, as mono of 16 bits; a long one is linked like a long file.
    private ClipSource Cut(Clip clip)
    {
        using var wav = new MemoryStream();
        ClipSounds.ForEach(
            recordings,
            [clip],
            new ParallelOptions(),
            (_, sound) => WavWriter.Write16(wav, sound.ReadToEnd().ToMono(), sound.Info.SampleRateHz));
        return Fits(wav.Length)
            ? Carried(wav.ToArray())
            : new ClipSource(Link(Path.Combine(recordings, clip.File))) { Time = clip.Stretch!.Time };
    }

    private bool Fits(long bytes) => bytes <= MostEmbeddedBytes && _embeddedBytes + bytes <= MostEmbeddedBytesTogether;

    private ClipSource Carried(byte[] bytes)
    {
        _embeddedBytes += bytes.Length;
        return new ClipSource(null, bytes, MediaType(bytes));
    }

    private static string MediaType(ReadOnlySpan<byte> file) =>
        file.StartsWith("FORM"u8) ? "audio/aiff"
        : file.StartsWith("fLaC"u8) ? "audio/flac"
        : file.StartsWith("OggS"u8) ? "audio/ogg"
        : file.StartsWith("ID3"u8) || file is [0xFF, >= 0xE0, ..] ? "audio/mpeg"
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
