using System.Net;

namespace Bakeoff.Mlflow;

/// <summary>An MLflow store said no, could not be reached, or holds something unreadable.</summary>
public sealed class MlflowException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Where, what, expected rule, next step; never a secret.</param>
    /// <param name="innerException">Cause; may be null.</param>
    public MlflowException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>MLflow's error code, one of <see cref="MlflowErrorCodes"/> or another that the server sent.</summary>
    public string ErrorCode { get; init; } = MlflowErrorCodes.InternalError;

    /// <summary>HTTP status; null for a file store or when no answer came.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>Call that failed, such as <c>runs/log-batch</c>; for a file store the path.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Run that it was about; null if none.</summary>
    public string? RunId { get; init; }

    /// <summary>True if trying again later may help.</summary>
    public bool IsTransient { get; init; }

    /// <summary>How long the server asked to wait before the next attempt; null if it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
