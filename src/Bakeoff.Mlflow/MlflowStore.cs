using Bakeoff.Mlflow.FileStores;
using Bakeoff.Mlflow.Rest;

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
    /// <exception cref="ArgumentException">The URI is of a kind that only MLflow's Python library opens, such as <c>sqlite:</c>, or is malformed.</exception>
    public static IMlflowStore Open(string? trackingUri = null, MlflowStoreOptions? options = null)
    {
        options ??= new MlflowStoreOptions();
        string uri = trackingUri ?? options.TrackingUri ?? "mlruns";
        int colon = uri.IndexOf(':', StringComparison.Ordinal);
        string scheme = colon > 1 ? uri[..colon].ToLowerInvariant() : colon < 0 && uri == "databricks" ? uri : "";
        return scheme switch
        {
            "" or "file" => new FileStore(ArtifactUris.ToPath(uri) ?? uri, options),
            "http" or "https" => OpenServer(uri, options),
            "databricks" => throw new ArgumentException("tracking URI is for Databricks, expected http:, https:, file: or a path. Give the workspace's https address and its token as credentials.", nameof(trackingUri)),
            _ => throw new ArgumentException($"tracking URI begins with '{scheme}:', expected http:, https:, file: or a path. Start an MLflow server on that database and give its address.", nameof(trackingUri)),
        };
    }

    private static RestStore OpenServer(string text, MlflowStoreOptions options)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0)
        {
            // The text may hold a password, so it is not repeated.
            throw new ArgumentException("tracking URI is no valid address, expected http://HOST:PORT/PREFIX. Correct it.", nameof(text));
        }

        if (uri.UserInfo.Length > 0)
        {
            string[] parts = uri.UserInfo.Split(':', 2);
            options = options with { Credentials = MlflowCredentials.Basic(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "") };
        }

        string address = uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

        // The options are visible to callers; the text with the password ends here.
        return new RestStore(address, options with { TrackingUri = address });
    }
}
