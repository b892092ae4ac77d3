namespace Bakeoff.Options.Files;

/// <summary>Writes files that are either whole or absent, also when the process is killed or the disk is full.</summary>
public static class AtomicFile
{
    /// <summary>Writes beside the target, flushes to disk, and renames into place.</summary>
    /// <param name="path">Target; its folder is created.</param>
    /// <param name="content">The whole content.</param>
    /// <exception cref="IOException">The disk is full or cannot be written; the old file is then untouched.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using var file = new FileBeside(path);
        file.Stream.Write(content);
        file.MoveIntoPlace();
    }

    /// <summary>
    /// Copies a file beside the target and renames into place. Not flushed, for it can be copied again: after a power failure the target may
    /// be empty. Memory: one block of the file.
    /// </summary>
    /// <param name="source">The file to copy.</param>
    /// <param name="path">Target; its folder is created.</param>
    /// <exception cref="IOException">The disk is full or cannot be written; the old file is then untouched.</exception>
    public static void Copy(string source, string path)
    {
        using var content = File.OpenRead(source);
        using var file = new FileBeside(path);
        content.CopyTo(file.Stream);
        file.MoveIntoPlace(flush: false);
    }

    /// <summary>Writes beside the target what some work leaves in a stream, flushes to disk, and renames into place.</summary>
    /// <param name="path">Target; its folder is created.</param>
    /// <param name="write">The work; the stream can seek.</param>
    /// <exception cref="IOException">The disk is full or cannot be written; the old file is then untouched.</exception>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        using var file = new FileBeside(path);
        await write(file.Stream).ConfigureAwait(false);
        file.MoveIntoPlace();
    }

    /// <summary>A file beside its target, which is gone when this is disposed.</summary>
    private sealed class FileBeside : IDisposable
    {
        private readonly string _path;
        private readonly string _beside;

        public FileBeside(string path)
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            RequireRoom(path, folder);
            Directory.CreateDirectory(folder);
            (_path, _beside) = (path, $"{path}.{Guid.NewGuid():N}.tmp");
            try
            {
                Stream = new FileStream(_beside, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            }
            catch (UnauthorizedAccessException exception)
            {
                throw new UnauthorizedAccessException($"{path} cannot be written: its folder takes no new files from this user.", exception);
            }
            catch (FileNotFoundException exception)
            {
                throw new IOException($"{path} cannot be written: its folder takes no files.", exception);
            }
        }

        public FileStream Stream { get; }

        // The system's own errors name the file beside, or come when all is computed and only the renaming is left.
        private static void RequireRoom(string path, string folder)
        {
            if (Directory.Exists(path))
            {
                throw new IOException($"{path} is a folder, expected the path of a file.");
            }

            for (var above = folder; above is not null && !Directory.Exists(above); above = Path.GetDirectoryName(above))
            {
                if (File.Exists(above))
                {
                    throw new IOException($"{above} is a file, expected a folder.");
                }
            }
        }

        public void MoveIntoPlace(bool flush = true)
        {
            Stream.Flush(flushToDisk: flush);
            Stream.Dispose();
            File.Move(_beside, _path, overwrite: true);
        }

        public void Dispose()
        {
            try
            {
                Stream.Dispose();
            }
            finally
            {
                File.Delete(_beside);
            }
        }
    }
}
