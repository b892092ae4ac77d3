namespace Bakeoff.Mlflow;

/// <summary>Turns artifact URIs into local paths and back.</summary>
internal static class ArtifactUris
{
    internal static string FromPath(string path) => new Uri(Path.GetFullPath(path)).AbsoluteUri;

    /// <summary>The local path of a URI; null if it is not local.</summary>
    internal static string? ToPath(string uri)
    {
        if (uri.Length == 0)
        {
            return null;
        }

        if (uri.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            return uri.StartsWith("file://", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed)
                ? parsed.LocalPath
                : Path.GetFullPath(Uri.UnescapeDataString(uri["file:".Length..]));
        }

        int colon = uri.IndexOf(':', StringComparison.Ordinal);
        bool isDriveLetter = colon == 1 && OperatingSystem.IsWindows();
        bool isPath = colon < 0 || isDriveLetter || (uri.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash && slash < colon);
        return isPath ? Path.GetFullPath(uri) : null;
    }

    internal static string Append(string uri, string path) => uri.TrimEnd('/', '\\') + "/" + path;

    /// <summary>An address without the part before its <c>@</c>, which may be a name and password.</summary>
    internal static string? HideUser(string? uri)
    {
        int start = uri?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        if (start < 0)
        {
            return uri;
        }

        int path = uri!.IndexOf('/', start + 3);
        int at = uri.LastIndexOf('@', (path < 0 ? uri.Length : path) - 1);
        return at < start ? uri : uri[..(start + 3)] + uri[(at + 1)..];
    }
}
