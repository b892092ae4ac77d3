namespace Bakeoff.Options.Files;

/// <summary>The <c>file:</c> address of a path, for browsers and other programs.</summary>
public static class FileAddress
{
    /// <summary>Escapes a path. <see cref="Uri"/> takes <c>%41</c> in a name for the letter A, and so finds another file.</summary>
    /// <param name="path">Path, relative to the current folder or full.</param>
    /// <returns>An address in which only letters, digits, <c>-._~</c> and slashes stand as they are.</returns>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        return OperatingSystem.IsWindows()
            ? new Uri(full).AbsoluteUri
            : "file://" + string.Join('/', full.Split('/').Select(Uri.EscapeDataString));
    }
}
