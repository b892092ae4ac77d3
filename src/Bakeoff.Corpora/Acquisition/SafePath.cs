namespace Bakeoff.Corpora.Acquisition;

/// <summary>Judges paths that others chose: entries of archives, names in a service's listing.</summary>
internal static class SafePath
{
    /// <summary>Whether a path with forward slashes stays below the folder it is put into, on every system.</summary>
    public static bool IsSafe(string path)
    {
        var segments = path.TrimEnd('/').Split('/');
        return path.Length > 0 && Array.TrueForAll(segments, static segment => segment is not ("" or "." or "..") && !segment.Contains('\\', StringComparison.Ordinal) && !segment.Any(static c => c == ':' || char.IsControl(c)));
    }
}
