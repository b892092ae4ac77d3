namespace Bakeoff.Options.Files;

/// <summary>
/// A folder that is written beside its place and takes the place of an earlier one as a whole, or leaves that as it is. A killed process
/// leaves the folder beside, which nothing reads.
/// </summary>
public sealed class AtomicFolder : IDisposable
{
    private readonly string _path;

    /// <summary>Makes an empty folder beside the place.</summary>
    /// <param name="path">The place; the folder above it is created.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public AtomicFolder(string path)
    {
        _path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        Pending = Path.Combine(
            Path.GetDirectoryName(_path)!, FormattableString.Invariant($".{Path.GetFileName(_path)}.{Environment.ProcessId}"));
        TryDelete(Pending);
        TryDelete(Earlier);
        Directory.CreateDirectory(Pending);
    }

    /// <summary>Path of the folder to write to.</summary>
    public string Pending { get; }

    private string Earlier => Pending + ".old";

    /// <summary>True where a new folder can stand: nothing is there, or an empty folder.</summary>
    /// <param name="path">The place.</param>
    public static bool IsFree(string path) =>
        !File.Exists(path) && (!Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any());

    /// <summary>Removes a folder that nothing reads any more; what cannot be removed is left.</summary>
    /// <param name="path">The folder; need not exist.</param>
    public static void TryDelete(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Never made, which is as good.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What nothing reads does no harm.
        }
    }

    /// <summary>Moves the folder into its place.</summary>
    /// <exception cref="IOException">The folders cannot be moved.</exception>
    public void MoveIntoPlace()
    {
        // The earlier one is renamed first: a rename is atomic, a deletion is not.
        if (Directory.Exists(_path))
        {
            Directory.Move(_path, Earlier);
        }

        Directory.Move(Pending, _path);
        TryDelete(Earlier);
    }

    /// <inheritdoc/>
    public void Dispose() => TryDelete(Pending);
}
