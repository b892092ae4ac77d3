using System.Runtime.CompilerServices;
using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.FileStores;

/// <summary>
/// A folder laid out as MLflow 2 and 3 read it. Several processes may write at once: changes to a run and to the list of experiments are
/// made under a lock, every file is replaced as a whole, and meta.yaml, which makes a folder count, is written last.
/// </summary>
internal sealed partial class FileStore : IMlflowStore
{
    private const string MetaFile = "meta.yaml";
    private const string TrashFolder = ".trash";
    private const string ModelsFolder = "models";
    private const string ExperimentsLock = ".experiments.lock";
    private const string RunLock = ".run.lock";
    private readonly MlflowStoreOptions _options;
    private readonly Lock _relocation = new();
    private bool _isRelocated;

    internal FileStore(string root, MlflowStoreOptions options)
    {
        Root = Path.GetFullPath(root);
        _options = options;
    }

    internal string Root { get; }

    public string TrackingUri => Root;

    public MlflowStoreOptions Options => _options;

    private TimeProvider TimeProvider => _options.TimeProvider;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // Disk work leaves the caller's thread, as the interface promises; and no exception escapes before there is a task.
    private Task<T> OnPool<T>(Func<T> work, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                RelocateOnce();
                return work();
            },
            cancellationToken);

    private Task OnPool(Action work, CancellationToken cancellationToken) =>
        OnPool(
            () =>
            {
                work();
                return true;
            },
            cancellationToken);

    private void RelocateOnce()
    {
        if (Volatile.Read(ref _isRelocated))
        {
            return;
        }

        lock (_relocation)
        {
            if (!_isRelocated && Directory.Exists(Root))
            {
                try
                {
                    StoreRelocation.Run(ExperimentFolders(), RunFolders, Path.Combine(Root, ModelsFolder));
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    // A store that can only be read is read as it is.
                }
            }

            Volatile.Write(ref _isRelocated, true);
        }
    }

    private async IAsyncEnumerable<T> Stream<T>(Func<IReadOnlyList<T>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (T item in await OnPool(read, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    private long NowMs() => TimeProvider.GetUtcNow().ToUnixTimeMilliseconds();

    private static MlflowException NoSuch(string what, string name, string place) =>
        new($"{place}: {what} '{name}' does not exist. Look at the names and identifiers in this store.")
        {
            ErrorCode = MlflowErrorCodes.ResourceDoesNotExist,
            Endpoint = place,
        };

    private static SortedDictionary<string, string> ReadKeyFiles(string folder)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string file in FilesBelow(folder))
        {
            values[KeyOf(folder, file)] = File.ReadAllText(file, StoreFile.Utf8);
        }

        return values;
    }

    private static IEnumerable<string> FilesBelow(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories) : [];

    private static string KeyOf(string folder, string file) => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');

    private static string PathOfKey(string folder, string key) => Path.Combine(folder, key.Replace('/', Path.DirectorySeparatorChar));
}
