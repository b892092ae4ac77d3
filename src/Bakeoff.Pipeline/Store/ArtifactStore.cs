using System.Globalization;
using System.Text.Json;
using Bakeoff.Options;
using Bakeoff.Options.Files;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Pipeline.Store;

/// <summary>Results by fingerprint: <c>&lt;root&gt;/&lt;stage&gt;/&lt;fingerprint&gt;/</c>, safe for many processes at once.</summary>
/// <remarks>
/// An entry is written in <c>.pending</c>, flushed, and renamed into place with its record inside, so that it is either whole or absent.
/// A killed process leaves a pending folder, which nothing reads and the next run removes.
/// </remarks>
[OutsideFingerprint("carries results and makes none")]
public sealed class ArtifactStore
{
    private const int DigitsInPath = 32;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, StoreEntry>? _read;

    /// <summary>Opens a store; folders are made when first written to.</summary>
    /// <param name="root">The store's folder.</param>
    /// <param name="time">Clock for the times in records, which no digest contains.</param>
    /// <param name="remembers">
    /// True for one that reads no record twice, for many looks right after each other. Not thread-safe, and never for computing: another
    /// process may replace a result meanwhile.
    /// </param>
    public ArtifactStore(string root, TimeProvider time, bool remembers = false)
    {
        Root = Path.GetFullPath(root);
        _time = time;
        _read = remembers ? new Dictionary<string, StoreEntry>(StringComparer.Ordinal) : null;
    }

    /// <summary>Full path of the store's folder.</summary>
    public string Root { get; }

    /// <summary>Folder of results in the making.</summary>
    internal string PendingRoot => Path.Combine(Root, ".pending");

    /// <summary>Folder that the entry of a stage and fingerprint has or would have.</summary>
    public string FolderOf(string stage, string fingerprint) => Path.Combine(Root, stage, fingerprint[..DigitsInPath]);

    /// <summary>Folder that a stage may keep checkpoints in until its entry is finished.</summary>
    public string ScratchFolderOf(string stage, string fingerprint) =>
        Path.Combine(Root, ".scratch", $"{stage}-{fingerprint[..DigitsInPath]}");

    /// <summary>Finds a finished entry; ask it for damage before using it.</summary>
    /// <returns>The entry, or null when there is none.</returns>
    /// <exception cref="StoreException">The entry was written by a newer version of Bakeoff.</exception>
    public StoreEntry? Find(string stage, string fingerprint)
    {
        var folder = FolderOf(stage, fingerprint);
        if (_read is null || !_read.TryGetValue(folder, out var entry))
        {
            entry = Read(folder);
            if (_read is not null && entry is not null)
            {
                _read.Add(folder, entry);
            }
        }

        return entry?.Record.Fingerprint == fingerprint ? entry : null;
    }

    /// <summary>All finished entries, damaged ones included, in ordinal order of their folders.</summary>
    public IEnumerable<StoreEntry> Entries()
    {
        if (!Directory.Exists(Root))
        {
            yield break;
        }

        var stages = Directory.EnumerateDirectories(Root).Where(d => !Path.GetFileName(d).StartsWith('.'));
        foreach (var stage in stages.Order(StringComparer.Ordinal))
        {
            foreach (var folder in Directory.EnumerateDirectories(stage).Order(StringComparer.Ordinal))
            {
                if (Read(folder) is { } entry)
                {
                    yield return entry;
                }
            }
        }
    }

    /// <summary>
    /// Takes the lock of an entry, waiting while another process holds it. The lock ends with the process, however that ends.
    /// </summary>
    /// <param name="stage">Name of the stage.</param>
    /// <param name="fingerprint">Its fingerprint.</param>
    /// <param name="onWait">Called once when there is something to wait for.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Dispose to release.</returns>
    public async Task<IDisposable> LockAsync(string stage, string fingerprint, Action onWait, CancellationToken cancellationToken)
    {
        for (var waited = false; ; waited = true)
        {
            if (TryLock($"{stage}-{fingerprint[..DigitsInPath]}") is { } held)
            {
                return held;
            }

            if (!waited)
            {
                onWait();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes a lock unless another process holds it.</summary>
    /// <param name="name">The stage's name, a minus, and the fingerprint as in paths.</param>
    /// <returns>Dispose to release; null when it is held.</returns>
    internal IDisposable? TryLock(string name)
    {
        var path = Path.Combine(Root, ".locks", name);
        CreateFolder(Path.GetDirectoryName(path)!);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (IsHeldByAnother(exception))
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full disk or a read-only one looks no different at first, and waiting for it would never end.
            var details = new ErrorDetails($"the store cannot be written ({exception.Message.TrimEnd('.')})")
            {
                NextStep = Remedy(exception),
            };
            throw new StoreException(path, details, exception);
        }
    }

    private static bool IsHeldByAnother(IOException exception)
    {
        const int windowsSharingViolation = 32;
        const int linuxWouldBlock = 11;
        const int macWouldBlock = 35;
        var code = exception.HResult & 0xFFFF;
        return OperatingSystem.IsWindows() ? code == windowsSharingViolation : code is linuxWouldBlock or macWouldBlock;
    }

    /// <summary>Makes an empty folder for a result in the making. Call it with the entry's lock held.</summary>
    public string BeginEntry(string stage, string fingerprint)
    {
        var prefix = $"{stage}-{fingerprint[..DigitsInPath]}-";
        CreateFolder(PendingRoot);
        foreach (var leftover in Directory.EnumerateDirectories(PendingRoot, prefix + "*"))
        {
            // The lock is ours, so whoever made this folder is dead.
            Directory.Delete(leftover, recursive: true);
        }

        var folder = Path.Combine(PendingRoot, prefix + Guid.NewGuid().ToString("N"));
        CreateFolder(folder);
        return folder;
    }

    /// <summary>Turns a pending folder into the finished entry.</summary>
    /// <param name="pending">Folder from <see cref="BeginEntry"/>, with all outputs.</param>
    /// <param name="content">The content of the fingerprint.</param>
    /// <param name="seconds">Duration of the run, in seconds.</param>
    /// <param name="externalItems">Digests of content outside the store that belongs to the result.</param>
    /// <param name="summary">The line of facts.</param>
    /// <returns>The finished entry.</returns>
    public StoreEntry Commit(
        string pending,
        FingerprintContent content,
        double seconds,
        IReadOnlyDictionary<string, string> externalItems,
        string summary)
    {
        var files = Directory.EnumerateFiles(pending, "*", SearchOption.AllDirectories)
            .Select(path => (Path: path, Relative: Path.GetRelativePath(pending, path).Replace('\\', '/')))
            .OrderBy(f => f.Relative, StringComparer.Ordinal)
            .AsParallel().AsOrdered()
            .Select(f => new StoreFile(f.Relative, FlushedLength(f.Path), ContentDigest.OfFile(f.Path)))
            .ToList();
        var record = new StoreRecord
        {
            Version = StoreRecord.CurrentVersion,
            Fingerprint = content.ComputeDigest(),
            Content = content,
            Files = files,
            ExternalItems = externalItems,
            Summary = summary,
            FinishedAt = _time.GetUtcNow(),
            Seconds = seconds,
            MadeOn = MachineState.Current,
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(record, PipelineJson.Default.StoreRecord);
        AtomicFile.Write(Path.Combine(pending, StoreRecord.FileName), json);

        var folder = FolderOf(content.Stage, record.Fingerprint);
        CreateFolder(Path.GetDirectoryName(folder)!);
        if (Directory.Exists(folder))
        {
            SetAside(folder);
        }

        Directory.Move(pending, folder);
        AtomicFolder.TryDelete(ScratchFolderOf(content.Stage, record.Fingerprint));
        return new StoreEntry(folder, record);
    }

    /// <summary>Moves a damaged or replaced entry to <c>.damaged</c>, where nothing reads it.</summary>
    /// <returns>Where it is now; the folder of all damaged entries when another process was first.</returns>
    public string SetAside(string folder)
    {
        var damaged = Path.Combine(Root, ".damaged");
        CreateFolder(damaged);
        var stage = Path.GetFileName(Path.GetDirectoryName(folder));
        var target = Path.Combine(damaged, $"{stage}-{Path.GetFileName(folder)}-{Guid.NewGuid():N}");
        try
        {
            Directory.Move(folder, target);
            return target;
        }
        catch (DirectoryNotFoundException)
        {
            return damaged;
        }
    }

    private static StoreEntry? Read(string folder)
    {
        var path = Path.Combine(folder, StoreRecord.FileName);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        try
        {
            using (var document = JsonDocument.Parse(bytes))
            {
                var root = document.RootElement;
                if (root.TryGetProperty("version", out var version)
                    && version.TryGetInt32(out var number)
                    && number > StoreRecord.CurrentVersion)
                {
                    throw new StoreException(path, new ErrorDetails("version")
                    {
                        Value = number.ToString(CultureInfo.InvariantCulture),
                        Rule = FormattableString.Invariant($"at most {StoreRecord.CurrentVersion}"),
                        NextStep = "A newer Bakeoff wrote this store; use that version, or another folder.",
                    });
                }
            }

            return JsonSerializer.Deserialize(bytes, PipelineJson.Default.StoreRecord) is { } record ? new StoreEntry(folder, record) : null;
        }
        catch (JsonException)
        {
            // A record is written whole or not at all, so this one was damaged later: the entry does not count.
            return null;
        }
    }

    private static long FlushedLength(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        RandomAccess.FlushToDisk(stream.SafeFileHandle);
        return stream.Length;
    }

    private static string Remedy(Exception exception) =>
        DiskFull.IsCauseOf(exception)
            ? "The disk is full: free some space; the command 'clean' deletes results that nothing needs."
            : "Make the folder writable for this user.";

    private static void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var details = new ErrorDetails($"the store's folder cannot be made ({exception.Message})")
            {
                NextStep = Remedy(exception),
            };
            throw new StoreException(folder, details, exception);
        }
    }
}
