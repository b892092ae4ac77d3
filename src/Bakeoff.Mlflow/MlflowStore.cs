using Bakeoff.Mlflow.FileStores;

namespace Bakeoff.Mlflow;

/// <summary>Opens tracking stores.</summary>
public static class MlflowStore
{
    /// <summary>Opens the store that a URI names. Nothing is read, written or sent yet.</summary>
    /// <param name="trackingUri">
    /// A folder (path or <c>file:</c> URI) or a server (<c>http://</c>, <c>https://</c>; <c>user:password@</c> in front of the host is used and
    /// then forgotten). Null means <see cref="MlflowStoreOptions.TrackingUri"/>, else <c>mlruns</c> in the current folder, as MLflow 2 does.
    /// </param>
    /// <param name="options">Settings; null for the defaults. The environment is only read by <see cref="MlflowStoreOptions.FromEnvironment"/>.</param>
    /// <exception cref="ArgumentException">The URI is of a kind that only MLflow's Python library opens, such as <c>sqlite:</c>.</exception>
    public static IMlflowStore Open(string? trackingUri = null, MlflowStoreOptions? options = null)
    {
        options ??= new MlflowStoreOptions();
        string uri = trackingUri ?? options.TrackingUri ?? "mlruns";
        int colon = uri.IndexOf(':', StringComparison.Ordinal);
        string scheme = colon > 1 ? uri[..colon].ToLowerInvariant() : "";
        return scheme switch
        {
            "" or "file" => new FileStore(ArtifactUris.ToPath(uri) ?? uri, options),
            _ => throw new ArgumentException($"tracking URI begins with '{scheme}:', expected http:, https:, file: or a path. Start an MLflow server on that database and give its address.", nameof(trackingUri)),
        };
    }
}
