using System.Globalization;
using System.IO.Compression;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Acquisition;

/// <summary>The files that an archive will write, checked before anything is written.</summary>
internal sealed record ZipPlan(IReadOnlyList<(string Path, ZipArchiveEntry Entry)> Files, long Bytes)
{
    private const int UnixTypeMask = 0xF000;
    private const int UnixRegularFile = 0x8000;
    private const int UnixFolder = 0x4000;
    private const string DoNotUse = "Do not use this archive.";

    /// <summary>Reads the directory of an archive.</summary>
    /// <exception cref="DatasetException">
    /// An entry escapes the folder, is a link or a device, is encrypted, or doubles another; or the archive exceeds the limits.
    /// </exception>
    public static ZipPlan Make(string archive, ZipArchive zip, AcquisitionLimits limits, long archiveBytes)
    {
        var files = new SortedDictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        var folded = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var bytes = 0L;
        foreach (var entry in zip.Entries)
        {
            var path = Check(archive, entry);
            if (path.EndsWith('/') || ForeignPath.IsLitter(path))
            {
                continue;
            }

            if (!folded.TryAdd(path, path))
            {
                RequireEqual(archive, path, entry, folded[path], files[folded[path]]);
                continue;
            }

            files.Add(path, entry);
            bytes = checked(bytes + entry.Length);
        }

        CheckLimits(archive, limits, files.Count, bytes, archiveBytes);
        return files.Count == 0
            ? throw new DatasetException(
                DatasetProblem.NotFound,
                new ErrorDetails("archive holds 0 files") { Where = archive, Rule = "recordings", NextStep = "Correct dataset.source." })
            : new ZipPlan([.. files.Select(static pair => (pair.Key, pair.Value))], bytes);
    }

    private static string Check(string archive, ZipArchiveEntry entry)
    {
        // Some Windows tools write backslashes; taken as separators so that the same archive unpacks alike everywhere.
        var path = entry.FullName.Replace('\\', '/');
        if (!ForeignPath.IsSafe(path))
        {
            throw Unsafe(archive, "entry {value} would be written outside its folder", entry.FullName, "a relative path without '..'");
        }

        var type = (entry.ExternalAttributes >> 16) & UnixTypeMask;
        if (type is not (0 or UnixRegularFile or UnixFolder))
        {
            throw Unsafe(archive, "entry {value} is a link or a device", entry.FullName, "files and folders only");
        }

        return entry.IsEncrypted
            ? throw new DatasetException(DatasetProblem.NotAnArchive, new ErrorDetails("entry {value} is encrypted")
            {
                Where = archive,
                Value = $"'{entry.FullName}'",
                NextStep = "Unpack the archive by hand and name the folder instead.",
            })
            : path;
    }

    private static DatasetException Unsafe(string archive, string what, string entry, string rule) =>
        new(DatasetProblem.Unsafe, new ErrorDetails(what) { Where = archive, Value = $"'{entry}'", Rule = rule, NextStep = DoNotUse });

    // On a file system that ignores case both would be one file: harmless only if they are equal.
    private static void RequireEqual(string archive, string path, ZipArchiveEntry entry, string firstPath, ZipArchiveEntry first)
    {
        if (entry.Length != first.Length || entry.Crc32 != first.Crc32)
        {
            throw new DatasetException(DatasetProblem.Unsafe, new ErrorDetails("entries {value} differ in content but not in name")
            {
                Where = archive,
                Value = $"'{firstPath}' and '{path}'",
                Rule = "one file for a name",
                NextStep = "Download it from another source.",
            });
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
            throw new DatasetException(DatasetProblem.Unsafe, new ErrorDetails($"archive declares {{value}} {what}")
            {
                Where = archive,
                Value = value.ToString("0.#", CultureInfo.InvariantCulture),
                Rule = string.Create(CultureInfo.InvariantCulture, $"at most {limit:0.#}"),
                NextStep = "It looks like an archive made to fill the disk; unpack it by hand if you trust it.",
            });
        }
    }
}
