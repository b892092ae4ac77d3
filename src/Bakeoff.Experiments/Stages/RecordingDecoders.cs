using System.Reflection;
using Bakeoff.Audio.Decoding;
using Bakeoff.Codecs;
using Bakeoff.Options.Files;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Stages;

/// <summary>The libraries that decode compressed recordings, as inputs of the stages that decode them.</summary>
/// <remarks>
/// Download looks into the files and leaves the names of the formats that only libraries decode; a corpus without any leaves nothing, and
/// does not depend on the libraries.
/// </remarks>
[OutsideFingerprint("names libraries; their identities are inputs themselves")]
internal static class RecordingDecoders
{
    private const string FormatsFile = "compressed-formats.txt";

    /// <summary>Leaves the names of the compressed formats of a corpus, a line each; no file where there are none.</summary>
    /// <param name="recordings">Folder of the recordings.</param>
    /// <param name="files">Their paths below it.</param>
    /// <param name="outputFolder">Output folder of the download.</param>
    public static void Note(string recordings, IEnumerable<string> files, string outputFolder)
    {
        string[] formats =
        [
            .. files
                .AsParallel()
                .Select(file => AudioCodecs.FormatOf(Path.Combine(recordings, file)))
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
        if (formats.Length > 0)
        {
            File.WriteAllText(Path.Combine(outputFolder, FormatsFile), string.Concat(formats.Select(static format => $"{format}\n")));
        }
    }

    /// <summary>One input for each library that decodes recordings of a download, in ordinal order of their names.</summary>
    /// <param name="results">Results by stage.</param>
    public static IReadOnlyList<ExternalInput> Behind(IReadOnlyDictionary<string, StoreEntry> results)
    {
        var file = results.TryGetValue(StageNames.Download, out var download) ? Path.Combine(download.Folder, FormatsFile) : null;
        return !File.Exists(file)
            ? []
            :
            [
                .. File.ReadLines(file)
                    .Select(CompressedFormats.LibraryOf)
                    .OrderBy(static library => library.GetName().Name, StringComparer.Ordinal)
                    .Select(InputOf),
            ];
    }

    /// <summary>The library that decodes a compressed format.</summary>
    /// <param name="format">Name of the format.</param>
    public static ExternalInput Of(string format) => InputOf(CompressedFormats.LibraryOf(format));

    // The code that trims and checks what a library decodes counts with it.
    private static ExternalInput InputOf(Assembly library) => new(
        $"{library.GetName().Name} {library.GetName().Version!.ToString(3)}",
        ContentDigest.OfText($"{library.FullName} {IdentityOf(library)} {IdentityOf(typeof(CompressedFormats).Assembly)}"),
        new Dictionary<string, string>(StringComparer.Ordinal));

    private static string IdentityOf(Assembly assembly) => assembly.ManifestModule.ModuleVersionId.ToString("N");
}
