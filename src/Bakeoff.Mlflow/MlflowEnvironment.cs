using System.Globalization;

namespace Bakeoff.Mlflow;

/// <summary>Reads MLflow's environment variables and credentials file.</summary>
internal sealed class MlflowEnvironment(Func<string, string?> read)
{
    private const string InsecureTls = "MLFLOW_TRACKING_INSECURE_TLS";
    private const string ServerCertificate = "MLFLOW_TRACKING_SERVER_CERT_PATH";

    internal MlflowStoreOptions ToOptions()
    {
        var defaults = new MlflowStoreOptions();
        bool insecure = IsTrue(InsecureTls);
        if (insecure && Text(ServerCertificate) is not null)
        {
            throw new MlflowException($"{InsecureTls} and {ServerCertificate} are both set")
            {
                Where = "environment",
                Rule = "one of them, because the first turns off what the second configures",
                NextStep = "Unset one.",
                ErrorCode = MlflowErrorCodes.InvalidParameterValue,
                Endpoint = ServerCertificate,
            };
        }

        double timeout = Number("MLFLOW_HTTP_REQUEST_TIMEOUT", defaults.RequestTimeout.TotalSeconds, 0.001, 86400);
        return defaults with
        {
            TrackingUri = Text("MLFLOW_TRACKING_URI"),
            Credentials = Credentials(),
            Workspace = Text("MLFLOW_WORKSPACE"),
            InsecureTls = insecure,
            ServerCertificatePath = Text(ServerCertificate),
            ClientCertificatePath = Text("MLFLOW_TRACKING_CLIENT_CERT_PATH"),
            RequestTimeout = TimeSpan.FromSeconds(timeout),
            MaxRetries = (int)Number("MLFLOW_HTTP_REQUEST_MAX_RETRIES", defaults.MaxRetries, 0, 10),
            BackoffFactorSeconds = Number("MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", defaults.BackoffFactorSeconds, 0, 600),
            BackoffJitterSeconds = Number("MLFLOW_HTTP_REQUEST_BACKOFF_JITTER", defaults.BackoffJitterSeconds, 0, 600),
            MultipartFromBytes =
                (long)Number("MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE", defaults.MultipartFromBytes, 1, long.MaxValue),
            MultipartPartBytes = (int)Number("MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE", defaults.MultipartPartBytes, 1, 1 << 30),
        };
    }

    internal bool IsTrue(string name) => Text(name) is { } flag && (flag.Equals("true", StringComparison.OrdinalIgnoreCase) || flag == "1");

    internal string? Text(string name) => read(name) is { Length: > 0 } value ? value : null;

    internal double Number(string name, double otherwise, double least, double most)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
        return isNumber && number >= least && number <= most
            ? number
            : throw new MlflowException(name)
            {
                Value = $"'{text}'",
                Rule = string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"),
                NextStep = "Correct or unset it.",
                ErrorCode = MlflowErrorCodes.InvalidParameterValue,
                Endpoint = name,
            };
    }

    // Name and password win over the token, in MLflow 2 and 3, against what the documentation says.
    private MlflowCredentials? Credentials()
    {
        string? username = Text("MLFLOW_TRACKING_USERNAME");
        string? password = Text("MLFLOW_TRACKING_PASSWORD");
        if (username is null || password is null)
        {
            (string? fileUsername, string? filePassword) = ReadCredentialsFile();
            username ??= fileUsername;
            password ??= filePassword;
        }

        return (username, password, Text("MLFLOW_TRACKING_TOKEN")) switch
        {
            ({ } name, { } secret, _) => MlflowCredentials.Basic(name, secret),
            (_, _, { } token) => MlflowCredentials.Bearer(token),
            _ => null,
        };
    }

    private (string? Username, string? Password) ReadCredentialsFile()
    {
        string? home = Text("HOME") ?? Text("USERPROFILE");
        string path = Path.Combine(home ?? "", ".mlflow", "credentials");
        if (home is null || !File.Exists(path))
        {
            return (null, null);
        }

        string? username = null;
        string? password = null;
        bool inSection = false;
        foreach (string line in File.ReadLines(path).Select(line => line.Trim()))
        {
            if (line.StartsWith('['))
            {
                inSection = line == "[mlflow]";
            }
            else if (inSection && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            {
                string value = line[(equals + 1)..].Trim();
                switch (line[..equals].Trim().ToLowerInvariant())
                {
                    case "mlflow_tracking_username":
                        username = value;
                        break;
                    case "mlflow_tracking_password":
                        password = value;
                        break;
                    default:
                        break;
                }
            }
        }

        return (username, password);
    }
}
