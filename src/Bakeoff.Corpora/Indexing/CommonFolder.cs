namespace Bakeoff.Corpora.Indexing;

/// <summary>
/// The deepest folder that holds all clips of a corpus: paths relative to it are the same at whatever level a corpus is named.
/// </summary>
internal static class CommonFolder
{
    /// <summary>Finds the folder.</summary>
    /// <param name="paths">Paths with forward slashes.</param>
    /// <returns>Its path without a slash at the end; empty where the files share none.</returns>
    public static string Of(IReadOnlyCollection<string> paths)
    {
        // What the first and the last in ordinal order share, all between them share as well.
        var (first, last) = (paths.Min(StringComparer.Ordinal)!.Split('/'), paths.Max(StringComparer.Ordinal)!.Split('/'));
        var shared = first.SkipLast(1).Zip(last.SkipLast(1)).TakeWhile(static pair => pair.First == pair.Second);
        return string.Join('/', shared.Select(static pair => pair.First));
    }

    /// <summary>A path relative to a folder; <c>../</c> leads out of it.</summary>
    /// <param name="folder">The folder; empty for the root of all.</param>
    /// <param name="path">Path of a file.</param>
    public static string Relative(string folder, string path)
    {
        var above = 0;
        while (folder.Length > 0 && !path.StartsWith(folder + "/", StringComparison.Ordinal))
        {
            folder = folder[..Math.Max(0, folder.LastIndexOf('/'))];
            above++;
        }

        return string.Concat(Enumerable.Repeat("../", above)) + path[(folder.Length == 0 ? 0 : folder.Length + 1)..];
    }

    /// <summary>The path of a file in a folder.</summary>
    /// <param name="folder">The folder; empty for the root of all.</param>
    /// <param name="path">Path relative to it.</param>
    public static string Join(string folder, string path) => folder.Length == 0 ? path : $"{folder}/{path}";
}
