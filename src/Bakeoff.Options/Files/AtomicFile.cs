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
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var beside = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
