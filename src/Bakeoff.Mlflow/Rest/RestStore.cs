using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;

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

    public bool IsServer => true;

    public MlflowStoreOptions Options { get; }

    public async Task<StoreCheck> CheckAsync(TimeSpan limit, CancellationToken cancellationToken = default)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(limit);
        try
        {
            // A real call, because /version and /health answer without credentials and whatever the host name.
            await _transport
                .CallOnceAsync(Endpoints.SearchExperiments, new SearchExperiments(1, null, "ACTIVE_ONLY", null), runId: null, timer.Token)
                .ConfigureAwait(false);
            return new StoreCheck(Problem: null, await ReadVersionAsync(timer.Token).ConfigureAwait(false));
        }
        catch (MlflowException exception)
        {
            return new StoreCheck(exception, ServerVersion: null);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            var problem = new MlflowException(
                string.Create(CultureInfo.InvariantCulture, $"no answer in {limit.TotalSeconds:0.###} s"), exception)
            {
                Where = $"MLflow {TrackingUri}",
                NextStep = "Check the address and whether the server runs.",
                ErrorCode = MlflowErrorCodes.Unreachable,
                Endpoint = Endpoints.SearchExperiments.Path,
                IsTransient = true,
            };
            return new StoreCheck(problem, ServerVersion: null);
        }
    }

    public ValueTask DisposeAsync()
    {
        _transport.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<bool> IsVersion3Async(CancellationToken cancellationToken)
    {
        string? version = await _transport.RetryAsync((_, token) => ReadVersionAsync(token), cancellationToken).ConfigureAwait(false);
        return version is not null && Read.Number(version.Split('.')[0]) >= 3;
    }

    /// <summary>The server's version; null for a server that does not report one in MLflow's form.</summary>
    private async Task<string?> ReadVersionAsync(CancellationToken cancellationToken)
    {
        if (_version is null)
        {
            string text;
            try
            {
                text = await _transport.GetTextAsync("/version", cancellationToken).ConfigureAwait(false);
            }
            catch (MlflowException exception) when (exception.StatusCode is HttpStatusCode.NotFound)
            {
                return null;
            }

            string major = text.Split('.')[0];
            if (major.Length is 0 or > 4 || !major.All(char.IsAsciiDigit))
            {
                return null;
            }

            _version = text;
        }

        return _version;
    }

    private static async IAsyncEnumerable<T> PagesAsync<T>(
        Func<string?, CancellationToken, Task<(IEnumerable<T> Items, string? Next)>> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? token = null;
        do
        {
            (IEnumerable<T> items, string? next) = await read(token, cancellationToken).ConfigureAwait(false);
            foreach (T item in items)
            {
                yield return item;
            }

            // A server that returns the token of the requested page would never end.
            token = next == token ? null : next;
        }
        while (!string.IsNullOrEmpty(token));
    }

    private static bool IsMissing(MlflowException exception) => exception.ErrorCode == MlflowErrorCodes.ResourceDoesNotExist;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
