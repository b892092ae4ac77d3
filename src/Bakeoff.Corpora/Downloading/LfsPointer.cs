using System.Globalization;

namespace Bakeoff.Corpora.Downloading;

/// <summary>A file that Git LFS keeps elsewhere.</summary>
/// <param name="Path">Path in the repository.</param>
/// <param name="Sha256">Its name in the LFS store.</param>
/// <param name="Bytes">Its length.</param>
internal sealed record LfsPointer(string Path, string Sha256, long Bytes)
{
    /// <summary>Reads a pointer file; null if the text is none.</summary>
    public static LfsPointer? Parse(string path, string text)
    {
        const string Version = "version https://git-lfs.github.com/spec/v1";
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var oid = Array.Find(lines, static line => line.StartsWith("oid sha256:", StringComparison.Ordinal));
        var size = Array.Find(lines, static line => line.StartsWith("size ", StringComparison.Ordinal));
        if (lines is not [Version, ..] || oid is null || size is null)
        {
            return null;
        }

        return long.TryParse(size[5..], NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? new LfsPointer(path, oid[11..], bytes)
            : null;
    }
}
