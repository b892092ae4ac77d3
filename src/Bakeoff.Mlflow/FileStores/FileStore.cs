using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Bakeoff.Mlflow.Files;

namespace Bakeoff.Mlflow.FileStores;

/// <summary>
/// A folder laid out as MLflow 2 and 3 read it. Several processes may write at once: changes to a run, to the registry and to the list of
/// experiments are made under a lock, every file is replaced as a whole, and meta.yaml, without which a folder is ignored, is written last.
/// </summary>
internal sealed partial class FileStore : IFolderStore
{
    private const string MetaFile = "meta.yaml";
    private const string TagsFolder = "tags";
    private const string AliasesFolder = "aliases";
    private const string TrashFolder = ".trash";
    private const string ModelsFolder = "models";
    private const string ExperimentsLock = ".experiments.lock";
    private const string RunLock = ".run.lock";
    private readonly Lock _relocation = new();
    private readonly ConcurrentDictionary<string, string> _skipped = new(StringComparer.Ordinal);
    private bool _isRelocated;

    internal FileStore(string root, MlflowStoreOptions options)
    {
        Root = Path.GetFullPath(root);
        Options = options;
    }

    internal string Root { get; }

    public string TrackingUri => Root;

    public bool IsServer => false;

    public MlflowStoreOptions Options { get; }

    public IReadOnlyList<string> Skipped => [.. _skipped.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value)];

    public string FolderOfRun(string runId) => RunFolder(runId);

    public IEnumerable<string> FoldersOfRuns() => Directory.Exists(Root) ? ExperimentFolders().SelectMany(RunFolders) : [];

    // What somebody else left broken in the store is no reason to stop: it is left out, and named in Skipped.
    private T? TryRead<T>(string folder, Func<string, T> read)
        where T : class
    {
        try
        {
            return read(folder);
        }
        catch (MlflowException exception)
        {
            _skipped[folder] = exception.Message;
        }
        catch (Exception exception) when (DiskErrors.IsDiskError(exception))
        {
            if (Path.Exists(folder))
            {
                _skipped[folder] = DiskErrors.Translate(exception, folder).Message;
            }
        }

        return null;
    }

    public async Task<StoreCheck> CheckAsync(TimeSpan limit, CancellationToken cancellationToken = default)
    {
        try
        {
            await OnPoolAsync(WriteProbe, cancellationToken).WaitAsync(limit, cancellationToken).ConfigureAwait(false);
            return new StoreCheck(Problem: null, ServerVersion: null);
        }
        catch (MlflowException exception)
        {
            return new StoreCheck(exception, ServerVersion: null);
        }
        catch (TimeoutException exception)
        {
            var problem = new MlflowException("the folder does not answer in time", exception)
            {
                Where = Root,
                NextStep = "Check the disk or the network drive.",
                ErrorCode = MlflowErrorCodes.Unreachable,
                Endpoint = Root,
                IsTransient = true,
            };
            return new StoreCheck(problem, ServerVersion: null);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void WriteProbe()
    {
        Directory.CreateDirectory(Root);
        string path = Path.Combine(Root, $".{Guid.NewGuid():N}.tmp");
        try
        {
            StoreFile.Write(path, "probe", Root);
        }
        finally
        {
            File.Delete(path);
        }
    }

    // Disk work leaves the caller's thread, as the interface promises; and no exception escapes before there is a task.
    private Task<T> OnPoolAsync<T>(Func<T> work, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                try
                {
                    RelocateOnce();
                    return work();
                }
                catch (Exception exception) when (DiskErrors.IsDiskError(exception))
                {
                    throw DiskErrors.Translate(exception, Root);
                }
            },
            cancellationToken);

    private Task OnPoolAsync(Action work, CancellationToken cancellationToken) =>
        OnPoolAsync(
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
                    StoreRelocation.Run(
                        ExperimentFolders(),
                        RunFolders,
                        Path.Combine(Root, ModelsFolder),
                        folder => TryRead(folder, static at => MetaReader.Read(Path.Combine(at, MetaFile))));
                }
                catch (Exception exception) when (DiskErrors.IsDiskError(exception))
                {
                    // A store that can only be read is read as it is.
                }
            }

            Volatile.Write(ref _isRelocated, true);
        }
    }

    private async IAsyncEnumerable<T> StreamAsync<T>(
        Func<IReadOnlyList<T>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (T item in await OnPoolAsync(read, cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    private long NowMs() => Options.NowMs();

    private static MlflowException NoSuch(string what, string name, string place) => new($"{what} '{name}' does not exist")
    {
        Where = place,
        NextStep = "List the names and identifiers in this store.",
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

    private static string KeyOf(string folder, string file) =>
        Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');

    private static string PathOfKey(string folder, string key) => Path.Combine(folder, key.Replace('/', Path.DirectorySeparatorChar));
}
