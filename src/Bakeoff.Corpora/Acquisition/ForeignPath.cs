using Bakeoff.Options.Unicode;

namespace Bakeoff.Corpora.Acquisition;

/// <summary>Paths that others chose: entries of archives, names in a service's listing.</summary>
internal static class ForeignPath
{
    /// <summary>Brings a path into the form in which it is written below a folder.</summary>
    /// <param name="name">
    /// Path as stated. Backslashes are separators, because some Windows tools write them; <c>./</c> and doubled slashes mean nothing.
    /// </param>
    /// <param name="path">Path with forward slashes; ends in one for a folder; empty for the folder itself.</param>
    /// <returns>False if the path leads out of the folder, or holds a control character.</returns>
    public static bool TryTidy(string name, out string path)
    {
        var slashes = name.Replace('\\', '/');
        var segments = slashes.Split('/').Where(static segment => segment is not ("" or ".")).ToList();
        var isFolder = segments.Count > 0 && (slashes.EndsWith('/') || slashes.EndsWith("/.", StringComparison.Ordinal));
        path = string.Join('/', segments) + (isFolder ? "/" : "");
        if (OperatingSystem.IsWindows())
        {
            // There a colon would name another stream of the file; everywhere else it is a letter.
            path = path.Replace(':', '_');
        }

        return !slashes.StartsWith('/')
            && !segments.Contains("..", StringComparer.Ordinal)
            && !(segments.Count > 0 && segments[0] is [>= 'A' and <= 'Z' or >= 'a' and <= 'z', ':'])
            && !segments.Exists(static segment => segment.Any(char.IsControl));
    }

    /// <summary>True for files that desktops leave beside the recordings.</summary>
    public static bool IsLitter(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return path.StartsWith("__MACOSX/", StringComparison.Ordinal)
            || name.StartsWith("._", StringComparison.Ordinal)
            || name is ".DS_Store" or "Thumbs.db" or "desktop.ini" or "Icon\r";
    }

    /// <summary>A key that is equal for paths which some file system takes for one file.</summary>
    public static string Fold(string path) => ComposedText.Compose(path).ToUpperInvariant();
}
