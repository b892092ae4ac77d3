using Bakeoff.Options.Files;

namespace Bakeoff.Pipeline.Store;

/// <summary>Frees space in a store without ever taking what a running process or a kept result needs.</summary>
/// <remarks>
/// What has a lock is removed only with that lock held. A result is first renamed out of its place, so that a process killed while
/// removing leaves no half result that might be found.
/// </remarks>
public sealed class StoreCleaner
{
    private const int PendingSuffixLength = 33;
    private readonly ArtifactStore _store;

    /// <summary>Creates the cleaner of a store.</summary>
    public StoreCleaner(ArtifactStore store) => _store = store;

    /// <summary>Lists what can go; removes nothing.</summary>
    /// <param name="isKept">True for a finished result that must stay.</param>
    /// <param name="changedBefore">
    /// Checkpoints of interrupted stages that were written to later than this stay; null lets none stay.
    /// </param>
    /// <returns>Results first, in ordinal order of their folders, then what is damaged or was left by interrupted processes.</returns>
    /// <exception cref="StoreException">A newer Bakeoff wrote part of the store.</exception>
    public IReadOnlyList<CleaningItem> Plan(Func<StoreEntry, bool> isKept, DateTimeOffset? changedBefore)
    {
        var items = new List<CleaningItem>();

        // Folders first, then records, then what the caller keeps: what is finished meanwhile is not looked at, and what is taken into use
        // meanwhile is kept.
        var folders = Folders(_store.Root).Where(f => !Path.GetFileName(f).StartsWith('.')).SelectMany(Folders).ToList();
        var sound = _store.Entries().ToDictionary(e => e.Folder, StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            var lockName = $"{Path.GetFileName(Path.GetDirectoryName(folder))}-{Path.GetFileName(folder)}";
            if (!sound.TryGetValue(folder, out var entry))
            {
                items.Add(Item(folder, lockName, "its record is missing or damaged"));
            }
            else if (!isKept(entry))
            {
                items.Add(Item(folder, lockName, "no experiment's latest results use it"));
            }
        }

        items.AddRange(Folders(Path.Combine(_store.Root, ".damaged"))
            .Select(f => Item(f, lockName: null, "set aside as damaged or replaced")));
        items.AddRange(Folders(_store.PendingRoot).Select(f => Item(f, LockOfPending(f), "left by an interrupted process")));
        items.AddRange(Folders(Path.Combine(_store.Root, ".scratch"))
            .Where(f => changedBefore is null || LastWrite(f) < changedBefore)
            .Select(f => Item(f, Path.GetFileName(f), "checkpoints of an interrupted stage")));
        return items;
    }

    /// <summary>Removes one thing.</summary>
    /// <returns>False when a running process uses it, so that it stays.</returns>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public bool Remove(CleaningItem item)
    {
        using var held = item.LockName is null ? null : _store.TryLock(item.LockName);
        if (item.LockName is not null && held is null)
        {
            return false;
        }

        if (Directory.Exists(item.Folder))
        {
            var isResult = !Path.GetFileName(Path.GetDirectoryName(item.Folder)!).StartsWith('.');
            AtomicFolder.TryDelete(isResult ? _store.SetAside(item.Folder) : item.Folder);
        }

        return true;
    }

    private static CleaningItem Item(string folder, string? lockName, string reason) =>
        new(folder, lockName, reason, Files(folder).Sum(f => f.Exists ? f.Length : 0));

    /// <summary>Pending folders are named after their lock and a number of their own.</summary>
    private static string LockOfPending(string folder)
    {
        var name = Path.GetFileName(folder);
        return name.Length > PendingSuffixLength ? name[..^PendingSuffixLength] : name;
    }

    private static DateTimeOffset LastWrite(string folder) =>
        Files(folder).Select(f => new DateTimeOffset(f.LastWriteTimeUtc)).DefaultIfEmpty(DateTimeOffset.MinValue).Max();

    /// <summary>Files as they are listed: a running process may remove any of them, or the folder, at any moment.</summary>
    private static IReadOnlyList<FileInfo> Files(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).GetFiles("*", SearchOption.AllDirectories);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static IEnumerable<string> Folders(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).ToList() : [];
}
