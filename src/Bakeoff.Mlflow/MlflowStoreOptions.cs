using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bakeoff.Mlflow;

/// <summary>Settings of a store.</summary>
public sealed record MlflowStoreOptions
{
    /// <summary>Store to use when the caller names none; see <see cref="MlflowStore.Open"/>. Default null.</summary>
    public string? TrackingUri { get; init; }

    /// <summary>Clock for the times of logged values. Waiting uses the operating system's timers. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Receives warnings about retries, cut values and undelivered data, never a secret. Default none.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>
    /// Folder for the journals of runs on a server, which hold the logged but undelivered values. Default
    /// <c>mlflow-journal</c> in the user's local application data. A file store keeps each journal beside the run.
    /// </summary>
    public string JournalFolder { get; init; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "mlflow-journal");

    /// <summary>Credentials; null for none, or for those in the tracking URI. Default null.</summary>
    public MlflowCredentials? Credentials { get; init; }

    /// <summary>Workspace of MLflow 3; null for none. Default null.</summary>
    public string? Workspace { get; init; }

    /// <summary>True to accept any server certificate. Default false.</summary>
    public bool InsecureTls { get; init; }

    /// <summary>PEM file with the authorities to trust for the server's certificate; null for the system's. Default null.</summary>
    public string? ServerCertificatePath { get; init; }

    /// <summary>PEM file with certificate and key to show to the server; null for none. Default null.</summary>
    public string? ClientCertificatePath { get; init; }

    /// <summary>Proxy; null for the system's, which follows HTTP_PROXY, HTTPS_PROXY and NO_PROXY. Default null.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>Longest time for one request without its content. Default 120 seconds, as MLflow's own clients.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Further attempts after connection errors and answers 408, 429, 500, 502, 503 and 504. Range 0..10. Default 5.</summary>
    public int MaxRetries { get; init; } = 5;

    /// <summary>Seconds before the second retry; doubles with each. The first retry is immediate but for the jitter. Default 2.</summary>
    public double BackoffFactorSeconds { get; init; } = 2;

    /// <summary>Most seconds added at random to a pause, so that many clients do not return at once. Default 1.</summary>
    public double BackoffJitterSeconds { get; init; } = 1;

    /// <summary>Smallest size in bytes of an artifact that is sent in parts, where the server offers that. Default 500 MiB.</summary>
    public long MultipartFromBytes { get; init; } = 500L << 20;

    /// <summary>Size in bytes of such a part. Default 10 MiB.</summary>
    public int MultipartPartBytes { get; init; } = 10 << 20;

    /// <summary>
    /// True to write artifacts directly into a run's local artifact folder, false to upload them through the server. Null writes directly
    /// if the server is on this computer and the folder or one of the two above it exists. Default null.
    /// </summary>
    public bool? WriteLocalArtifacts { get; init; }

    /// <summary>
    /// The time now, in milliseconds since 1970 UTC. A clock before that counts as its first millisecond: servers refuse negative times,
    /// and take 0 for none.
    /// </summary>
    internal long NowMs() => Math.Max(1, TimeProvider.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>The main settings as text; never a password or token, not even one within <see cref="TrackingUri"/>.</summary>
    public override string ToString() =>
        $"{nameof(MlflowStoreOptions)} {{ {nameof(TrackingUri)} = {ArtifactUris.HideUser(TrackingUri) ?? "none"}, "
        + $"{nameof(JournalFolder)} = {JournalFolder}, {nameof(Credentials)} = {Credentials?.ToString() ?? "none"}, "
        + $"{nameof(Workspace)} = {Workspace ?? "none"} }}";

    /// <summary>Reads the settings that MLflow's own clients take from environment variables and <c>~/.mlflow/credentials</c>.</summary>
    /// <param name="read">Returns a variable's value by name, or null; null means the environment of this process.</param>
    /// <returns>Options with the values found and defaults elsewhere.</returns>
    /// <exception cref="MlflowException">A variable breaks its rule, or two contradict each other; the message names them.</exception>
    public static MlflowStoreOptions FromEnvironment(Func<string, string?>? read = null) =>
        new MlflowEnvironment(read ?? Environment.GetEnvironmentVariable).ToOptions();
}
