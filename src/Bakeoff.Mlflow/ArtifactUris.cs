using System.Text.RegularExpressions;

namespace Bakeoff.Mlflow;

/// <summary>Distinguishes paths from URIs, and turns <c>file:</c> URIs into paths and back.</summary>
internal static partial class ArtifactUris
{
    private const string FilePrefix = "file:";
    private const string LocalHost = "localhost";

    /// <summary>The scheme of a URI in lower case; empty for a path, in which colons are ordinary characters.</summary>
    /// <remarks>A single letter is a drive.</remarks>
    internal static string SchemeOf(string text) => Scheme().Match(text) is { Success: true } match
        ? match.Groups["scheme"].Value.ToLowerInvariant()
        : "";

    /// <summary>The <c>file:</c> URI of a path, escaped as MLflow's own clients do it: all but letters, digits and <c>-._~/</c>.</summary>
    internal static string FromPath(string path)
    {
        string full = Path.GetFullPath(path);
        return OperatingSystem.IsWindows()
            ? new Uri(full).AbsoluteUri
            : "file://" + string.Join('/', full.Split('/').Select(Uri.EscapeDataString));
    }

    /// <summary>The local path of a URI; null if it is not local.</summary>
    internal static string? ToPath(string uri)
    {
        string scheme = SchemeOf(uri);
        if (uri.Length == 0 || scheme is not ("" or "file"))
        {
            return null;
        }

        if (scheme.Length == 0)
        {
            return Path.GetFullPath(uri);
        }

        if (OperatingSystem.IsWindows() && uri.StartsWith("file://", StringComparison.OrdinalIgnoreCase)
            && Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed))
        {
            return parsed.LocalPath;
        }

        // A question mark or hash that is not escaped can only be meant as part of the name: there is nothing to query in a file.
        string rest = uri[FilePrefix.Length..];
        string path = HostOf(uri) is { } host ? rest[(2 + host.Length)..] : rest;
        return Path.GetFullPath(Uri.UnescapeDataString(path));
    }

    /// <summary>The computer that a <c>file://</c> URI names; null if it has no such part.</summary>
    internal static string? HostOf(string uri)
    {
        if (!uri.StartsWith("file://", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        int slash = uri.IndexOf('/', FilePrefix.Length + 2);
        return slash < 0 ? uri[(FilePrefix.Length + 2)..] : uri[(FilePrefix.Length + 2)..slash];
    }

    /// <summary>True for the computer itself: no name, or <c>localhost</c>.</summary>
    internal static bool IsThisComputer(string? host) =>
        string.IsNullOrEmpty(host) || host.Equals(LocalHost, StringComparison.OrdinalIgnoreCase);

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

    [GeneratedRegex("^(?<scheme>[A-Za-z][A-Za-z0-9+.-]+):", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Scheme();
}
