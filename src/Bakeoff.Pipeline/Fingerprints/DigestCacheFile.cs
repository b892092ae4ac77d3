using System.Text.Json;
using Bakeoff.Options.Files;

namespace Bakeoff.Pipeline.Fingerprints;

/// <summary>
/// A JSON file of names with digests that saves computing them again. A cache that cannot be read or written costs only time.
/// </summary>
internal static class DigestCacheFile
{
    /// <summary>The digests by name; empty when there is no file or it cannot be read.</summary>
    public static Dictionary<string, string> ReadOrEmpty(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), PipelineJson.Default.DictionaryStringString) ?? [];
        }
        catch (Exception exception) when (exception is IOException or JsonException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>
    /// Writes the file whole or not at all. A full disk or a read-only folder is no error: the digests are computed again next time.
    /// </summary>
    public static void TryWrite(string path, Dictionary<string, string> digests)
    {
        try
        {
            AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(digests, PipelineJson.Default.DictionaryStringString));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nothing is lost but time.
        }
    }
}
