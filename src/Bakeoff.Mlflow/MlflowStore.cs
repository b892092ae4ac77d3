using Bakeoff.Mlflow.FileStores;
using Bakeoff.Mlflow.Rest;

namespace Bakeoff.Mlflow;

/// <summary>Opens tracking stores.</summary>
public static class MlflowStore
{
    private const string Place = "MLflow tracking URI";
    private const string Workspace = "Give the workspace's https address, and its token as credentials.";
    private static readonly string[] Databases = ["sqlite", "mysql", "postgresql", "mssql"];

    /// <summary>
    /// Opens the store that a URI names. Nothing is read, written or sent yet; <see cref="IMlflowStore.CheckAsync"/> does that.
    /// </summary>
    /// <param name="trackingUri">
    /// A folder (path or <c>file:</c> URI) or a server (<c>http://</c>, <c>https://</c>; <c>user:password@</c> in front of the host is used
    /// and then forgotten). Null means <see cref="MlflowStoreOptions.TrackingUri"/>, else <c>mlruns</c> in the current folder, as MLflow 2
    /// does.
    /// </param>
    /// <param name="options">
    /// Settings; null for the defaults. The environment is only read by <see cref="MlflowStoreOptions.FromEnvironment"/>.
    /// </param>
    /// <exception cref="MlflowException">
    /// The URI is malformed or of a kind that only MLflow's Python library opens, such as <c>sqlite:</c>, or a certificate file cannot be
    /// used: <see cref="MlflowErrorCodes.InvalidParameterValue"/>.
    /// </exception>
    public static IMlflowStore Open(string? trackingUri = null, MlflowStoreOptions? options = null)
    {
        options ??= new MlflowStoreOptions();
        string uri = trackingUri ?? options.TrackingUri ?? "mlruns";
        string scheme = uri == "databricks" || Directory.Exists(uri) ? "" : ArtifactUris.SchemeOf(uri);
        return scheme switch
        {
            "" when uri == "databricks" => throw Refuse(uri, Workspace),
            "" or "file" => OpenFolder(uri, options),
            "http" or "https" => OpenServer(uri, options),
            "databricks" => throw Refuse(scheme, Workspace),
            _ when Array.Exists(Databases, database => scheme.StartsWith(database, StringComparison.Ordinal)) =>
                throw Refuse(scheme, "Start an MLflow server on that database and give its address."),
            _ => throw Refuse(scheme, Suggest(scheme, uri[(scheme.Length + 1)..])),
        };
    }

    private static FileStore OpenFolder(string uri, MlflowStoreOptions options)
    {
        bool isWindows = OperatingSystem.IsWindows();
        if (!isWindows && uri.Length > 2 && char.IsAsciiLetter(uri[0]) && uri[1..3] == @":\")
        {
            throw RefuseFolder($"'{uri}'", "a path of this computer", "Paths with a drive belong to Windows; write one with slashes.");
        }

        if (!isWindows && !ArtifactUris.IsThisComputer(ArtifactUris.HostOf(uri)))
        {
            string rest = uri["file://".Length..];
            throw RefuseFolder(
                $"'{uri}', a folder of the computer '{ArtifactUris.HostOf(uri)}'",
                "one of this computer",
                $"Write three slashes before a full path (file:///{rest}), or a plain path ({rest}).");
        }

        return new FileStore(Directory.Exists(uri) ? uri : ArtifactUris.ToPath(uri) ?? uri, options);
    }

    private static RestStore OpenServer(string text, MlflowStoreOptions options)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0)
        {
            // The text may hold a password, so it is not repeated.
            throw new MlflowException("not a valid address")
            {
                Where = Place,
                Rule = "http://HOST:PORT/PREFIX",
                NextStep = "Correct it.",
                ErrorCode = MlflowErrorCodes.InvalidParameterValue,
                Endpoint = "open",
            };
        }

        if (uri.UserInfo.Length > 0)
        {
            string[] parts = uri.UserInfo.Split(':', 2);
            string password = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
            options = options with { Credentials = MlflowCredentials.Basic(Uri.UnescapeDataString(parts[0]), password) };
        }

        string address = uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

        // The options are visible to callers; the text with the password ends here.
        return new RestStore(address, options with { TrackingUri = address });
    }

    private static MlflowException RefuseFolder(string value, string rule, string nextStep) => new("folder")
    {
        Where = Place,
        Value = value,
        Rule = rule,
        NextStep = nextStep,
        ErrorCode = MlflowErrorCodes.InvalidParameterValue,
        Endpoint = "open",
    };

    private static MlflowException Refuse(string scheme, string nextStep) => new("scheme")
    {
        Where = Place,
        Value = $"'{scheme}:'",
        Rule = "http:, https:, file: or a path",
        NextStep = nextStep,
        ErrorCode = MlflowErrorCodes.InvalidParameterValue,
        Endpoint = "open",
    };

    private static string Suggest(string scheme, string rest)
    {
        if (!rest.StartsWith("//", StringComparison.Ordinal))
        {
            return "Put http:// in front of the name of a server, or ./ in front of that of a folder.";
        }

        string likely = scheme.EndsWith('s') ? "https" : "http";
        return IsNear(scheme, likely) ? $"Did you mean '{likely}:'?" : "Give the address of an MLflow server.";
    }

    // True if the words differ in at most two neighbouring letters, such as 'htp', 'htttp' and 'htpt' from 'http'.
    private static bool IsNear(string text, string word)
    {
        if (Math.Abs(text.Length - word.Length) > 1)
        {
            return false;
        }

        int start = 0;
        while (start < text.Length && start < word.Length && text[start] == word[start])
        {
            start++;
        }

        int end = 0;
        while (end < text.Length - start && end < word.Length - start && text[^(end + 1)] == word[^(end + 1)])
        {
            end++;
        }

        return Math.Max(text.Length, word.Length) - start - end <= 2;
    }
}
