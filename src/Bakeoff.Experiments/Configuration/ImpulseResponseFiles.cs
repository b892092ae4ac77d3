using Bakeoff.Audio.Augmentation;
using Bakeoff.Audio.Decoding;
using Bakeoff.Options;
using Bakeoff.Options.Files;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Configuration;

/// <summary>The files of <c>augmentation.reverb.impulse_responses</c>, identified by their content: neither names nor order decide.</summary>
/// <param name="Paths">Full paths in the order of the files' digests, each content once; empty where the experiment uses none.</param>
/// <param name="Content">Identity of the content; null where the experiment uses none.</param>
public sealed record ImpulseResponseFiles(IReadOnlyList<string> Paths, ExternalInput? Content)
{
    private static readonly EnumerationOptions WavFiles = new()
    {
        MatchCasing = MatchCasing.CaseInsensitive,
        RecurseSubdirectories = true,
    };

    /// <summary>Finds the files of an experiment that was checked.</summary>
    /// <param name="root">Folder that the path is relative to.</param>
    /// <param name="path">File or folder as the experiment names it; null for none.</param>
    /// <param name="digests">Digests of files already known.</param>
    /// <exception cref="IOException">A file was removed since the check, or cannot be read.</exception>
    public static ImpulseResponseFiles Find(string root, string? path, FileDigestCache digests)
    {
        ArgumentNullException.ThrowIfNull(digests);
        if (path is null)
        {
            return new ImpulseResponseFiles([], Content: null);
        }

        var full = Path.GetFullPath(path, root);
        var files = List(full).Select(file => (Path: file, Digest: digests.DigestOf(file))).ToList();
        var once = files.DistinctBy(static file => file.Digest).OrderBy(static file => file.Digest, StringComparer.Ordinal).ToList();
        return new ImpulseResponseFiles(
            [.. once.Select(static file => file.Path)],
            new ExternalInput(
                path,
                ContentDigest.OfText(string.Join('\n', once.Select(static file => file.Digest))),
                new Dictionary<string, string>(StringComparer.Ordinal)));
    }

    /// <summary>Decodes the responses.</summary>
    /// <exception cref="BakeoffException">A file changed since the check and is no response.</exception>
    public IReadOnlyList<ImpulseResponse> Read() => [.. Paths.Select(static path => Read(path, path))];

    /// <summary>Decodes one response.</summary>
    internal static ImpulseResponse Read(string path, string name)
    {
        using var recording = AudioReader.Open(path, name);
        return ImpulseResponse.FromRecording(recording.ReadToEnd(), name);
    }

    /// <summary>The file, or the WAV files of a folder and of those below it; empty if there is neither.</summary>
    internal static IReadOnlyList<string> List(string path) =>
        File.Exists(path) ? [path]
        : Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, "*.wav", WavFiles)]
        : [];
}
