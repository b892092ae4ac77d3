namespace Bakeoff.Corpora.Acquisition;

/// <summary>Brings a corpus from an archive or a folder on this machine to where the other stages find it, every file hashed.</summary>
/// <remarks>Nothing half-done is left under the target's name: archives unpack beside it and are renamed into place. Thread-safe.</remarks>
public sealed class CorpusAcquirer
{
    private readonly AcquisitionLimits _limits;
    private readonly Func<string, long> _freeBytes;

    /// <summary>Creates an acquirer.</summary>
    /// <param name="limits">What an archive may unpack to. Default: <see cref="AcquisitionLimits"/>'s own defaults.</param>
    /// <param name="freeBytes">Tells the free bytes of the disk that holds a folder. Default: asks the system.</param>
    public CorpusAcquirer(AcquisitionLimits? limits = null, Func<string, long>? freeBytes = null)
    {
        _limits = limits ?? new AcquisitionLimits();
        _freeBytes = freeBytes ?? DiskSpace.FreeBytes;
    }

    /// <summary>Takes a zip archive or a folder.</summary>
    /// <param name="source">Path of the archive or folder.</param>
    /// <param name="targetFolder">Where an archive is unpacked; must not exist, or be empty. A folder is read in place and this stays untouched.</param>
    /// <param name="threads">Threads that hash the files of a folder, at least 1; the result does not depend on it.</param>
    /// <param name="progress">Told after every file.</param>
    /// <param name="cancellation">Stops between blocks; what was unpacked so far is removed.</param>
    /// <returns>The folder that holds the recordings: <paramref name="targetFolder"/> for an archive, <paramref name="source"/> for a folder; and every file in it.</returns>
    /// <exception cref="DatasetException">The source is missing, empty, not a zip archive, damaged, unsafe, or does not fit on the disk.</exception>
    public AcquiredCorpus Acquire(string source, string targetFolder, int threads = 1, IProgress<AcquisitionProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentException.ThrowIfNullOrEmpty(targetFolder);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (Directory.Exists(source))
        {
            return new AcquiredCorpus(Path.GetFullPath(source), FolderHasher.Hash(source, threads, progress, cancellation));
        }

        if (!File.Exists(source))
        {
            throw new DatasetException(DatasetProblem.NotFound, source, $"{source}: source does not exist, expected a zip archive or a folder of recordings. Correct dataset.source.");
        }

        return Unpack(source, targetFolder, progress, cancellation);
    }

    private AcquiredCorpus Unpack(string archive, string targetFolder, IProgress<AcquisitionProgress>? progress, CancellationToken cancellation)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(targetFolder));
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            throw new DatasetException(DatasetProblem.Access, target, $"{target}: folder is not empty, expected a new or empty folder to unpack {archive} into. Remove it first.");
        }

        var partial = target + ".partial";
        try
        {
            Remove(partial);
            Directory.CreateDirectory(partial);
            var files = new ZipUnpacker(archive, _limits, _freeBytes).Unpack(partial, progress, cancellation);
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
