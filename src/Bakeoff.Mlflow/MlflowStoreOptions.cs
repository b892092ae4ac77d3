using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bakeoff.Mlflow;

/// <summary>Settings of a store.</summary>
public sealed record MlflowStoreOptions
{
    /// <summary>Where the store is when the caller names none; see <see cref="MlflowStore.Open"/>. Default null.</summary>
    public string? TrackingUri { get; init; }

    /// <summary>Clock for timestamps, waiting and timeouts. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where warnings about retries, cut values and undelivered data go. Never sees a secret. Default nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>
    /// Folder for the journals of runs on a server: what was logged but not yet delivered. Default
    /// <c>mlflow-journal</c> in the user's local application data. A file store keeps each journal beside the run.
    /// </summary>
    public string JournalFolder { get; init; } = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "mlflow-journal");

    /// <summary>Reads the settings that MLflow's own clients take from environment variables.</summary>
    /// <param name="read">Gives a variable's value by name, or null; null means the environment of this process.</param>
    /// <returns>Options with the values found and defaults elsewhere.</returns>
    public static MlflowStoreOptions FromEnvironment(Func<string, string?>? read = null)
    {
        read ??= Environment.GetEnvironmentVariable;
        return new MlflowStoreOptions { TrackingUri = read("MLFLOW_TRACKING_URI") is { Length: > 0 } uri ? uri : null };
    }
}
