namespace Bakeoff.Corpora.Acquisition;

/// <summary>Paths that others chose: entries of archives, names in a service's listing.</summary>
internal static class ForeignPath
{
    /// <summary>True if a path with forward slashes stays below the folder it is put into, on every system.</summary>
    public static bool IsSafe(string path) =>
        path.Length > 0
        && Array.TrueForAll(path.TrimEnd('/').Split('/'), static segment => segment is not ("" or "." or "..") && !segment.Any(IsUnsafe));

    /// <summary>True for files that desktops leave beside the recordings.</summary>
    public static bool IsLitter(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return path.StartsWith("__MACOSX/", StringComparison.Ordinal)
            || name.StartsWith("._", StringComparison.Ordinal)
            || name is ".DS_Store" or "Thumbs.db";
    }

    private static bool IsUnsafe(char letter) => letter is ':' or '\\' || char.IsControl(letter);
}
