using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Pages;

/// <summary>Decides which addresses a page may show, and writes them.</summary>
internal static class LocalLink
{
    private const string FileScheme = "file:///";

    /// <summary>Writes a relative path, or a <c>file:///</c> address as it is, for an attribute; null for what is neither.</summary>
    /// <param name="link">Relative path with forward slashes, as it stands on disk, or an address.</param>
    public static string? Attribute(string? link)
    {
        if (link is null || !IsLocal(link))
        {
            return null;
        }

        // '#', '?' and '%' are plain characters in a file name but not in an address.
        var address = link.StartsWith(FileScheme, StringComparison.Ordinal)
            ? link
            : string.Join('/', SafeText.Clean(link).Split('/').Select(Uri.EscapeDataString));
        return SafeText.Escape(address);
    }

    /// <summary>True for relative paths and <c>file:///</c>; other schemes (javascript:,
    /// https:) would run code or leave this machine.</summary>
    public static bool IsLocal(string link)
    {
        // Browsers drop control characters and leading blanks before they read the scheme, so such an address is never taken as relative.
        if (
            link.Length == 0
            || char.IsWhiteSpace(link[0])
            || link.Any(char.IsControl)
            || link.StartsWith("//", StringComparison.Ordinal)
            || link.Contains('\\', StringComparison.Ordinal))
        {
            return false;
        }

        var colon = link.IndexOf(':', StringComparison.Ordinal);
        var slash = link.IndexOf('/', StringComparison.Ordinal);
        return colon < 0 || (slash >= 0 && slash < colon) || link.StartsWith(FileScheme, StringComparison.Ordinal);
    }
}
