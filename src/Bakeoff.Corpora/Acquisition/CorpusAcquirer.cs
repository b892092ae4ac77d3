using Bakeoff.Options;

namespace Bakeoff.Corpora.Acquisition;

/// <summary>Brings one corpus from an archive or a folder on this machine to where later work finds it, every file hashed.</summary>
/// <remarks>Nothing half-done is left under the target's name: archives unpack beside it and are renamed into place. Thread-safe.</remarks>
public sealed class CorpusAcquirer
{
    private readonly UnpackOptions _options;
    private readonly Func<string, long> _freeBytes;

    /// <summary>Creates an acquirer.</summary>
    /// <param name="limits">Largest content that an archive may unpack to. Default: <see cref="AcquisitionLimits"/>'s own defaults.</param>
    /// <param name="freeBytes">Returns the free bytes of the disk that holds a folder. Default: asks the system.</param>
    /// <param name="nameEncoding">
    /// Encoding of names in archives that do not state it, such as <c>gb18030</c>. Default: UTF-8; any other name is refused.
    /// </param>
    public CorpusAcquirer(AcquisitionLimits? limits = null, Func<string, long>? freeBytes = null, string? nameEncoding = null)
    {
        _options = new UnpackOptions(limits ?? new AcquisitionLimits(), nameEncoding);
        _freeBytes = freeBytes ?? DiskSpace.FreeBytes;
    }

    /// <summary>Acquires the recordings of a zip archive or a folder.</summary>
    /// <param name="source">Path of the archive or folder.</param>
    /// <param name="targetFolder">
    /// Where an archive is unpacked; must not exist, or be empty. A folder is read in place and this stays untouched, unless archives lie
    /// in it: then it is copied, and they are unpacked.
    /// </param>
    /// <param name="threads">Threads that hash the files of a folder, at least 1; the result does not depend on it.</param>
    /// <param name="progress">Receives the progress after every file.</param>
    /// <param name="cancellationToken">Stops between blocks; what was unpacked so far is removed.</param>
    /// <returns>
    /// The folder that holds the recordings: <paramref name="targetFolder"/> for an archive, <paramref name="source"/> for a folder; and
    /// every file in it.
    /// </returns>
    /// <exception cref="DatasetException">
    /// The source is missing, empty, not a zip archive, damaged, unsafe, or does not fit on the disk.
    /// </exception>
    public AcquiredCorpus Acquire(
        string source,
        string targetFolder,
        int threads = 1,
        IProgress<AcquisitionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentException.ThrowIfNullOrEmpty(targetFolder);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (Directory.Exists(source))
        {
            if (NestedZips.AreIn(source, FolderTree.Read(source).Files))
            {
                return Fill(source, targetFolder, folder => Copy(source, folder, progress, cancellationToken));
            }

            return new AcquiredCorpus(Path.GetFullPath(source), FolderHasher.Hash(source, threads, progress, cancellationToken));
        }

        return File.Exists(source)
            ? Fill(source, targetFolder, folder => Unpack(source, folder, progress, cancellationToken))
            : throw new DatasetException(
                DatasetProblem.NotFound,
                new ErrorDetails("source does not exist")
                {
                    Where = source,
                    Rule = "a zip archive or a folder of recordings",
                    NextStep = "Correct dataset.source.",
                });
    }

    private IReadOnlyList<ManifestEntry> Unpack(
        string archive,
        string folder,
        IProgress<AcquisitionProgress>? progress,
        CancellationToken cancellationToken)
    {
        var files = new ZipUnpacker(archive, _options, _freeBytes).Unpack(folder, progress, cancellationToken);
        return new NestedZips(_options, _freeBytes).Unpack(folder, files, new FileInfo(archive).Length, cancellationToken);
    }

    private IReadOnlyList<ManifestEntry> Copy(
        string source,
        string folder,
        IProgress<AcquisitionProgress>? progress,
        CancellationToken cancellationToken)
    {
        var files = FolderHasher.Hash(source, 1, progress, cancellationToken);
        RequireWhole(new AcquiredCorpus(source, files));
        var bytes = files.Sum(static file => file.Bytes);
        DiskSpace.Require(source, folder, bytes, _freeBytes);
        CopyFiles(source, files, folder, cancellationToken);
        return new NestedZips(_options, _freeBytes).Unpack(folder, files, bytes, cancellationToken);
    }

    /// <summary>Fails where a part of a folder could not be read: a copy would hide it.</summary>
    /// <exception cref="DatasetException">A folder or link leads to no file, or a file cannot be read.</exception>
    internal static void RequireWhole(AcquiredCorpus corpus)
    {
        var tree = FolderTree.Read(corpus.Folder);
        tree.RequireAll(corpus.Folder);
        if (tree.Files.Except(corpus.Files.Select(static file => file.Path), StringComparer.Ordinal).FirstOrDefault() is { } missing)
        {
            throw new DatasetException(
                DatasetProblem.Access,
                new ErrorDetails("file cannot be read, and recordings that are copied are copied as a whole")
                {
                    Where = Path.Combine(corpus.Folder, missing),
                    NextStep = "Make it readable, or remove it.",
                });
        }
    }

    /// <summary>Copies the files of a folder.</summary>
    internal static void CopyFiles(string source, IReadOnlyList<ManifestEntry> files, string target, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = Path.Combine(target, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(Path.Combine(source, file.Path), path);
            File.SetAttributes(path, FileAttributes.Normal);
        }
    }

    private static AcquiredCorpus Fill(string archive, string targetFolder, Func<string, IReadOnlyList<ManifestEntry>> fill)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(targetFolder));
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            throw new DatasetException(
                DatasetProblem.Access,
                new ErrorDetails("folder is not empty")
                {
                    Where = target,
                    Rule = $"a new or empty folder to unpack {archive} into",
                    NextStep = "Remove it first.",
                });
        }

        var partial = target + ".partial";
        try
        {
            Remove(partial);
            Directory.CreateDirectory(partial);
            var files = fill(partial);
            if (Directory.Exists(target))
            {
                Directory.Delete(target);
            }

            Directory.Move(partial, target);
            return new AcquiredCorpus(target, files);
        }
        catch (Exception exception)
        {
            Remove(partial);
            if (exception is IOException or UnauthorizedAccessException)
            {
                throw DiskSpace.Explain(archive, target, exception);
            }

            throw;
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
