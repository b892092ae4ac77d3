using System.Globalization;
using System.IO.Compression;
using System.Text;
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
    /// <param name="archive">Path of the archive, for messages.</param>
    /// <param name="zip">The archive.</param>
    /// <param name="stream">Its bytes; the position is not kept.</param>
    /// <param name="options">Limits and the encoding of names.</param>
    /// <exception cref="DatasetException">
    /// An entry escapes the folder, is a link or a device, is encrypted, has a name or compression that cannot be read, or doubles another;
    /// or the archive
    /// exceeds the limits.
    /// </exception>
    public static ZipPlan Make(string archive, ZipArchive zip, Stream stream, UnpackOptions options)
    {
        var headers = ZipDirectory.Read(stream);
        var files = new SortedDictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        var folded = new Dictionary<string, string>(StringComparer.Ordinal);
        var bytes = 0L;
        for (var i = 0; i < zip.Entries.Count; i++)
        {
            var entry = zip.Entries[i];
            var header = headers.Count == zip.Entries.Count ? headers[i] : null;
            var path = Check(archive, entry, NameOf(archive, entry, header, options.NameEncoding));
            if (path.Length == 0 || path.EndsWith('/') || ForeignPath.IsLitter(path))
            {
                continue;
            }

            RequireReadable(archive, path, entry, header);
            if (!folded.TryAdd(ForeignPath.Fold(path), path))
            {
                var first = folded[ForeignPath.Fold(path)];
                RequireEqual(archive, path, entry, first, files[first]);
                continue;
            }

            files.Add(path, entry);
            bytes = checked(bytes + entry.Length);
        }

        CheckLimits(archive, options.Limits, files.Count, bytes, stream.Length);
        return files.Count == 0
            ? throw new DatasetException(
                DatasetProblem.NotFound,
                new ErrorDetails("archive holds 0 files")
                {
                    Where = archive,
                    Rule = "recordings",
                    NextStep = "Correct dataset.source.",
                })
            : new ZipPlan([.. files.Select(static pair => (pair.Key, pair.Value))], bytes);
    }

    // Without the flag a name is in the code page of the machine that packed it, which the archive does not state; macOS and Linux write
    // UTF-8 all the same.
    private static string NameOf(string archive, ZipArchiveEntry entry, ZipEntryHeader? header, string? encoding)
    {
        if (header is null || Ascii.IsValid(header.Name))
        {
            return entry.FullName;
        }

        var isUtf8 = StrictText.FindInvalidUtf8(header.Name) < 0;
        if (header.IsUtf8 || encoding is null)
        {
            return isUtf8 ? Encoding.UTF8.GetString(header.Name) : throw UnreadableName(archive, header, "UTF-8");
        }

        try
        {
            return StrictText.FindEncoding(encoding)!.GetString(header.Name);
        }
        catch (DecoderFallbackException)
        {
            throw UnreadableName(archive, header, encoding);
        }
    }

    private static DatasetException UnreadableName(string archive, ZipEntryHeader header, string encoding) =>
        new(
            DatasetProblem.Name,
            new ErrorDetails("name of an entry, {value}, cannot be read")
            {
                Where = archive,
                Value = $"'{Encoding.ASCII.GetString(header.Name)}' (bytes {Convert.ToHexStringLower(header.Name)})",
                Rule = $"{encoding}",
                NextStep =
                    "Name the encoding of the machine that packed it in the description, such as archive_encoding: gb18030 or ibm437.",
            });

    private static string Check(string archive, ZipArchiveEntry entry, string name)
    {
        if (!ForeignPath.TryTidy(name, out var path) && !ForeignPath.IsLitter(path))
        {
            throw Unsafe(
                archive,
                "entry {value} would be written outside its folder",
                name,
                "a relative path without '..' and control characters");
        }

        var type = (entry.ExternalAttributes >> 16) & UnixTypeMask;
        if (type is not (0 or UnixRegularFile or UnixFolder))
        {
            throw Unsafe(archive, "entry {value} is a link or a device", name, "files and folders only");
        }

        return path;
    }

    private static void RequireReadable(string archive, string path, ZipArchiveEntry entry, ZipEntryHeader? header)
    {
        var details =
            entry.IsEncrypted ? new ErrorDetails($"entry '{path}' is encrypted")
            : header?.UnsupportedMethod is { } method
                ? new ErrorDetails($"entry '{path}' is compressed by {{value}}") { Value = method, Rule = "Deflate or no compression" }
            : null;
        if (details is not null)
        {
            throw new DatasetException(
                DatasetProblem.NotAnArchive,
                details with
                {
                    Where = archive,
                    NextStep = "Unpack the archive by hand and name the folder instead.",
                });
        }
    }

    private static DatasetException Unsafe(string archive, string what, string entry, string rule) =>
        new(
            DatasetProblem.Unsafe,
            new ErrorDetails(what)
            {
                Where = archive,
                Value = $"'{entry}'",
                Rule = rule,
                NextStep = DoNotUse,
            });

    // On a file system that ignores case both would be one file: harmless only if they are equal.
    private static void RequireEqual(string archive, string path, ZipArchiveEntry entry, string firstPath, ZipArchiveEntry first)
    {
        if (entry.Length != first.Length || entry.Crc32 != first.Crc32)
        {
            throw new DatasetException(
                DatasetProblem.Unsafe,
                new ErrorDetails("entries {value} differ in content but not in name")
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
        var (what, value, limit) =
            files > limits.MaxFiles ? ("files", files, limits.MaxFiles)
            : bytes > limits.MaxBytes ? ("bytes", (double)bytes, limits.MaxBytes)
            : ratio > limits.MaxRatio ? ("bytes unpacked for one packed", ratio, limits.MaxRatio)
            : ("", 0, 0);
        if (what.Length > 0)
        {
            throw new DatasetException(
                DatasetProblem.Unsafe,
                new ErrorDetails($"archive declares {{value}} {what}")
                {
                    Where = archive,
                    Value = value.ToString("0.#", CultureInfo.InvariantCulture),
                    Rule = string.Create(CultureInfo.InvariantCulture, $"at most {limit:0.#}"),
                    NextStep = "It looks like an archive made to fill the disk; unpack it by hand if you trust it.",
                });
        }
    }
}
