using System.IO.Compression;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Acquisition;

/// <summary>Unpacks zip archives that lie among the recordings, such as one for each speaker.</summary>
/// <remarks>
/// An archive becomes a folder of its name, unless a folder of that name is all that it holds. One that cannot be unpacked, or lies deeper
/// than <see cref="MostLevels"/>, stays, and the index reports it.
/// </remarks>
internal sealed class NestedZips(UnpackOptions options, Func<string, long> freeBytes)
{
    /// <summary>Most archives within each other.</summary>
    public const int MostLevels = 3;

    private const string Workplace = ".unpacking";

    /// <summary>True if a folder holds an archive to unpack.</summary>
    /// <param name="folder">Path of the folder.</param>
    /// <param name="files">Its files, relative to it.</param>
    public static bool AreIn(string folder, IReadOnlyList<string> files) =>
        files.Any(file => RecordingNames.IsZip(file) && MayHoldRecordings(Path.Combine(folder, file)));

    /// <summary>True unless an archive holds neither recordings nor archives; one that cannot be read may.</summary>
    public static bool MayHoldRecordings(string archive)
    {
        try
        {
            using var zip = ZipFile.OpenRead(archive);
            return zip.Entries.Any(static entry =>
                RecordingNames.IsAudio(entry.FullName)
                || RecordingNames.IsZip(entry.FullName)
                || RecordingNames.IsOtherArchive(entry.FullName));
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }

    /// <summary>The reason why an archive was not unpacked.</summary>
    public static string Explain(string archive)
    {
        try
        {
            new ZipUnpacker(archive, new UnpackOptions(new AcquisitionLimits(), NameEncoding: null), DiskSpace.FreeBytes).Check();
            return FormattableString.Invariant($"it lies in more than {MostLevels} archives");
        }
        catch (DatasetException exception)
        {
            return new ErrorDetails(exception.What) { Value = exception.Value }
                .ToString()
                .TrimEnd('.');
        }
    }

    /// <summary>Unpacks the archives in a folder, and those within them, and removes them.</summary>
    /// <param name="folder">Folder that may be changed.</param>
    /// <param name="files">Its files.</param>
    /// <param name="packedBytes">Bytes of the archive or folder that everything comes from, to which the limits refer.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <returns>The files that are there then, in ordinal order of paths.</returns>
    /// <exception cref="DatasetException">The limits are exceeded, or an archive holds another file of the same name.</exception>
    public IReadOnlyList<ManifestEntry> Unpack(
        string folder,
        IReadOnlyList<ManifestEntry> files,
        long packedBytes,
        CancellationToken cancellationToken)
    {
        var found = new SortedDictionary<string, ManifestEntry>(files.ToDictionary(static file => file.Path), StringComparer.Ordinal);
        IReadOnlyList<ManifestEntry> fresh = files;
        for (var level = 0; level < MostLevels && fresh.Count > 0; level++)
        {
            var next = new List<ManifestEntry>();
            foreach (var archive in fresh.Where(file => RecordingNames.IsZip(file.Path) && MayHoldRecordings(PathOf(folder, file.Path))))
            {
                if (UnpackOne(folder, archive.Path, Remaining(found.Values, packedBytes), cancellationToken) is { } entries)
                {
                    found.Remove(archive.Path);
                    next.AddRange(Place(folder, archive.Path, entries, found));
                }
            }

            fresh = next;
        }

        return [.. found.Values];
    }

    private static string PathOf(string folder, string path) => Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar));

    // Archives within archives multiply: all of them together keep to the limits of one.
    private AcquisitionLimits Remaining(ICollection<ManifestEntry> files, long packedBytes)
    {
        var bytes = files.Sum(static file => file.Bytes);
        var most = Math.Min(options.Limits.MaxBytes, (long)(options.Limits.MaxRatio * Math.Max(1, packedBytes)));
        return options.Limits with { MaxFiles = Math.Max(0, options.Limits.MaxFiles - files.Count), MaxBytes = Math.Max(0, most - bytes) };
    }

    private IReadOnlyList<ManifestEntry>? UnpackOne(
        string folder,
        string path,
        AcquisitionLimits limits,
        CancellationToken cancellationToken)
    {
        var target = Directory.CreateDirectory(Path.Combine(folder, Workplace)).FullName;
        try
        {
            var unpacker = new ZipUnpacker(PathOf(folder, path), options with { Limits = limits }, freeBytes) { Name = path };
            return unpacker.Unpack(target, null, cancellationToken);
        }
        catch (DatasetException exception) when (exception.Problem is not (DatasetProblem.Unsafe or DatasetProblem.NoSpace))
        {
            Directory.Delete(target, recursive: true);
            return null;
        }
    }

    private static IEnumerable<ManifestEntry> Place(
        string folder,
        string archive,
        IReadOnlyList<ManifestEntry> entries,
        SortedDictionary<string, ManifestEntry> found)
    {
        var workplace = Path.Combine(folder, Workplace);
        var parent = archive[..(archive.LastIndexOf('/') + 1)];
        var name = Path.GetFileNameWithoutExtension(archive);
        var isWrapped = entries.All(entry => entry.Path.StartsWith(name + "/", StringComparison.OrdinalIgnoreCase));
        File.Delete(PathOf(folder, archive));
        foreach (var entry in entries)
        {
            var placed = entry with { Path = isWrapped ? $"{parent}{entry.Path}" : $"{parent}{name}/{entry.Path}" };
            if (!found.TryAdd(placed.Path, placed))
            {
                RequireEqual(archive, placed, found[placed.Path]);
                continue;
            }

            var target = PathOf(folder, placed.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(PathOf(workplace, entry.Path), target);
            yield return placed;
        }

        Directory.Delete(workplace, recursive: true);
    }

    private static void RequireEqual(string archive, ManifestEntry entry, ManifestEntry present)
    {
        if (entry.Sha256 != present.Sha256)
        {
            throw new DatasetException(
                DatasetProblem.Unsafe,
                new ErrorDetails("archive holds another file than {value} beside it")
                {
                    Where = archive,
                    Value = $"'{present.Path}'",
                    Rule = "one file for a name",
                    NextStep = "Remove the archive or the folder.",
                });
        }
    }
}
