using System.Globalization;
using System.IO.Compression;

namespace Bakeoff.Corpora.Acquisition;

/// <summary>What an archive will write where, judged before anything is written.</summary>
internal sealed record ZipPlan(IReadOnlyList<(string Path, ZipArchiveEntry Entry)> Files, long Bytes)
{
    private const int UnixTypeMask = 0xF000;
    private const int UnixRegularFile = 0x8000;
    private const int UnixFolder = 0x4000;

    /// <summary>Reads the directory of an archive.</summary>
    /// <exception cref="DatasetException">An entry escapes the folder, is a link or a device, is encrypted, or doubles another; or the archive exceeds the limits.</exception>
    public static ZipPlan Make(string archive, ZipArchive zip, AcquisitionLimits limits, long archiveBytes)
    {
        var files = new SortedDictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        var folded = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var bytes = 0L;
        foreach (var entry in zip.Entries)
        {
            var path = Check(archive, entry);
            if (path.EndsWith('/') || IsLitter(path))
            {
                continue;
            }

            if (!folded.TryAdd(path, path))
            {
                Reconcile(archive, path, entry, folded[path], files[folded[path]]);
                continue;
            }

            files.Add(path, entry);
            bytes = checked(bytes + entry.Length);
        }

        CheckLimits(archive, limits, files.Count, bytes, archiveBytes);
        return files.Count == 0
            ? throw new DatasetException(DatasetProblem.NotFound, archive, $"{archive}: archive holds 0 files, expected recordings. Correct dataset.source.")
            : new ZipPlan([.. files.Select(static pair => (pair.Key, pair.Value))], bytes);
    }

    private static string Check(string archive, ZipArchiveEntry entry)
    {
        // Some Windows tools write backslashes; taken as separators so that the same archive unpacks alike everywhere.
        var path = entry.FullName.Replace('\\', '/');
        if (!SafePath.IsSafe(path))
        {
            throw new DatasetException(DatasetProblem.Unsafe, archive, $"{archive}: entry '{entry.FullName}' would be written outside its folder, expected a relative path without '..'. Do not use this archive.");
        }

        var type = (entry.ExternalAttributes >> 16) & UnixTypeMask;
        if (type is not (0 or UnixRegularFile or UnixFolder))
        {
            throw new DatasetException(DatasetProblem.Unsafe, archive, $"{archive}: entry '{entry.FullName}' is a link or a device, expected files and folders only. Do not use this archive.");
        }

        return entry.IsEncrypted
            ? throw new DatasetException(DatasetProblem.NotAnArchive, archive, $"{archive}: entry '{entry.FullName}' is encrypted. Unpack the archive by hand and name the folder instead.")
            : path;
    }

    // On a file system that ignores case both would be one file: harmless only if they are equal.
    private static void Reconcile(string archive, string path, ZipArchiveEntry entry, string firstPath, ZipArchiveEntry first)
    {
        if (entry.Length != first.Length || entry.Crc32 != first.Crc32)
        {
            throw new DatasetException(DatasetProblem.Unsafe, archive, $"{archive}: entries '{firstPath}' and '{path}' differ in content but not in name, expected one file for a name. Download it from another source.");
        }
    }

    private static void CheckLimits(string archive, AcquisitionLimits limits, int files, long bytes, long archiveBytes)
    {
        var ratio = bytes / (double)Math.Max(1, archiveBytes);
        var (what, value, limit) = files > limits.MaxFiles ? ("files", files, limits.MaxFiles)
            : bytes > limits.MaxBytes ? ("bytes", (double)bytes, limits.MaxBytes)
            : ratio > limits.MaxRatio ? ("bytes unpacked for one packed", ratio, limits.MaxRatio)
            : ("", 0, 0);
        if (what.Length > 0)
        {
            throw new DatasetException(DatasetProblem.Unsafe, archive, string.Create(CultureInfo.InvariantCulture, $"{archive}: archive declares {value:0.#} {what}, expected at most {limit:0.#}. It looks like an archive made to fill the disk; unpack it by hand if you trust it."));
        }
    }

    private static bool IsLitter(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return path.StartsWith("__MACOSX/", StringComparison.Ordinal) || name.StartsWith("._", StringComparison.Ordinal) || name is ".DS_Store" or "Thumbs.db";
    }
}
