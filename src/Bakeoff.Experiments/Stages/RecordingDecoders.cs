using System.IO.Compression;
using System.Reflection;
using Bakeoff.Codecs;
using Bakeoff.Corpora.Sources;
using Bakeoff.Options.Files;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Stages;

/// <summary>The libraries that decode compressed recordings, as inputs of the stages that decode them.</summary>
/// <remarks>
/// Which formats a corpus has is taken from the names in its folder or archive, so that nothing is opened to know a fingerprint. A corpus
/// without such names does not depend on the libraries.
/// </remarks>
[OutsideFingerprint("names libraries; their identities are inputs themselves")]
internal static class RecordingDecoders
{
    /// <summary>One input for each library, in ordinal order of their names.</summary>
    /// <param name="sources">Where the recordings are.</param>
    public static IReadOnlyList<ExternalInput> Of(IEnumerable<RecordingsSource> sources) =>
    [
        .. sources
            .SelectMany(NamesIn)
            .SelectMany(CompressedFormats.LibrariesFor)
            .Distinct()
            .OrderBy(static library => library.GetName().Name, StringComparer.Ordinal)
            .Select(InputOf),
    ];

    private static IEnumerable<string> NamesIn(RecordingsSource source)
    {
        if (source.Content is { Items.Count: > 0 } folder)
        {
            return folder.Items.Keys;
        }

        if (!File.Exists(source.Path))
        {
            return [];
        }

        try
        {
            using var archive = ZipFile.OpenRead(source.Path);
            return [.. archive.Entries.Select(static entry => entry.FullName)];
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // Download tells what is wrong with it.
            return [];
        }
    }

    // The code that trims and checks what a library decodes counts with it.
    private static ExternalInput InputOf(Assembly library) => new(
        $"{library.GetName().Name} {library.GetName().Version!.ToString(3)}",
        ContentDigest.OfText($"{library.FullName} {IdentityOf(library)} {IdentityOf(typeof(CompressedFormats).Assembly)}"),
        new Dictionary<string, string>(StringComparer.Ordinal));

    private static string IdentityOf(Assembly assembly) => assembly.ManifestModule.ModuleVersionId.ToString("N");
}
