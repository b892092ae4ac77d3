namespace Bakeoff.Reports.Pages;

/// <summary>Decides which addresses a page may show.</summary>
internal static class LocalLink
{
    /// <summary>True for relative addresses and <c>file:///</c>; other schemes (javascript:, https:) would run code or leave this machine.</summary>
    public static bool IsLocal(string link)
    {
        // Browsers drop control characters and leading blanks before they read the scheme, so such an address is never taken as relative.
        if (link.Length == 0 || char.IsWhiteSpace(link[0]) || link.Any(char.IsControl) || link.StartsWith("//", StringComparison.Ordinal) || link.Contains('\\', StringComparison.Ordinal))
        {
            return false;
        }

        var colon = link.IndexOf(':', StringComparison.Ordinal);
        var slash = link.IndexOf('/', StringComparison.Ordinal);
        return colon < 0 || (slash >= 0 && slash < colon) || link.StartsWith("file:///", StringComparison.Ordinal);
    }
}
