namespace Bakeoff.Mlflow.Files;

/// <summary>
/// Exclusive right of one process and thread to change a run or the list of experiments. Held through the operating system, so it ends with
/// the process, however that ends. The empty lock file stays: deleting it would let two processes lock two files of one name.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private const int PauseMilliseconds = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly FileStream _stream;

    private StoreLock(FileStream stream) => _stream = stream;

    internal static StoreLock Take(string path)
    {
        int attempts = (int)(Patience.TotalMilliseconds / PauseMilliseconds);
        for (int attempt = 0; attempt < attempts; attempt++)
        {
            if (TryTake(path) is { } taken)
            {
                return taken;
            }

            Thread.Sleep(PauseMilliseconds);
        }

        throw new MlflowException("another process holds this lock")
        {
            Where = path,
            Rule = FormattableString.Invariant($"it to be free within {Patience.TotalSeconds:0} s"),
            NextStep = "Look for a hanging process that writes to this store.",
            Endpoint = path,
            IsTransient = true,
        };
    }

    internal static StoreLock? TryTake(string path)
    {
        try
        {
            return new StoreLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    public void Dispose() => _stream.Dispose();
}
