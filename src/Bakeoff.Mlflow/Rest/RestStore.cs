using System.Runtime.CompilerServices;
using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Rest;

/// <summary>An MLflow server, version 2.10 and later or 3.</summary>
internal sealed partial class RestStore : IMlflowStore
{
    private readonly RestTransport _transport;
    private string? _version;

    internal RestStore(string server, MlflowStoreOptions options)
    {
        Options = options;
        _transport = new RestTransport(server, options);
    }

    public string TrackingUri => _transport.Server;

    public MlflowStoreOptions Options { get; }

    public ValueTask DisposeAsync()
    {
        _transport.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<bool> IsVersion3Async(CancellationToken cancellationToken)
    {
        _version ??= await _transport.GetTextAsync("/version", cancellationToken);
        string major = _version.Split('.')[0];
        return major.Length > 0 && major.All(char.IsAsciiDigit) && Read.Number(major) >= 3;
    }

    private static async IAsyncEnumerable<T> PagesAsync<T>(
        Func<string?, CancellationToken, Task<(IEnumerable<T> Items, string? Next)>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? token = null;
        do
        {
            (IEnumerable<T> items, string? next) = await read(token, cancellationToken);
            foreach (T item in items)
            {
                yield return item;
            }

            // A server that answers with the page it was asked for would never end.
            token = next == token ? null : next;
        }
        while (!string.IsNullOrEmpty(token));
    }

    private static bool IsMissing(MlflowException exception) => exception.ErrorCode == MlflowErrorCodes.ResourceDoesNotExist;
}
