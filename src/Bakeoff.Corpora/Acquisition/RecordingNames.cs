using System.Collections.Frozen;
using Bakeoff.Audio.Decoding;

namespace Bakeoff.Corpora.Acquisition;

/// <summary>File names that tell of recordings, or of archives that may hold some.</summary>
internal static class RecordingNames
{
    // Beyond what can be decoded, so that a recording in another format is reported and not passed over. Videos hold speech as well.
    private static readonly FrozenSet<string> OtherAudio = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        [
            ".3ga",
            ".aac",
            ".ac3",
            ".amr",
            ".ape",
            ".awb",
            ".bwf",
            ".caf",
            ".dff",
            ".dsf",
            ".gsm",
            ".m4a",
            ".m4b",
            ".mka",
            ".mp1",
            ".mp2",
            ".mpc",
            ".nist",
            ".pcm",
            ".ra",
            ".shn",
            ".spx",
            ".sph",
            ".tta",
            ".voc",
            ".vox",
            ".wma",
            ".wv",
            ".3g2",
            ".3gp",
            ".avi",
            ".flv",
            ".m4v",
            ".mkv",
            ".mov",
            ".mp4",
            ".mpeg",
            ".mpg",
            ".ogv",
            ".webm",
            ".wmv",
        ]);

    private static readonly string[] OtherArchives =
    [
        ".7z",
        ".rar",
        ".tar",
        ".tar.bz2",
        ".tar.gz",
        ".tar.lz4",
        ".tar.xz",
        ".tar.zst",
        ".tbz2",
        ".tgz",
        ".txz",
        ".tzst",
    ];

    /// <summary>True for the extension of a recording, in a format that can be decoded or another.</summary>
    public static bool IsAudio(string path) => AudioDecoder.HasExtension(path) || OtherAudio.Contains(Path.GetExtension(path));

    /// <summary>True for the extension of a zip archive.</summary>
    public static bool IsZip(string path) => Path.GetExtension(path).Equals(".zip", StringComparison.OrdinalIgnoreCase);

    /// <summary>True for the extension of an archive that is not unpacked.</summary>
    public static bool IsOtherArchive(string path) =>
        Array.Exists(OtherArchives, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
