using System.Net;
using System.Text;

namespace Bakeoff.Mlflow;

/// <summary>An MLflow store refused a request, could not be reached, or holds something unreadable.</summary>
/// <remarks>The message is <c>where: what is value, expected rule. Next step.</c> and never contains a secret.</remarks>
public sealed class MlflowException : Exception
{
    private const string Placeholder = "{value}";

    /// <summary>Creates the exception.</summary>
    /// <param name="what">
    /// The thing that is wrong, such as <c>metric 'uar'</c>, or a whole clause. <c>{value}</c> in it is replaced by <see cref="Value"/>.
    /// </param>
    /// <param name="innerException">The cause; null if there is none.</param>
    public MlflowException(string what, Exception? innerException = null)
        : base(message: null, innerException) =>
        What = what;

    /// <summary>
    /// The store, call, file or variable at which the error lies, such as <c>MLflow http://localhost:5000, runs/get</c>; null if unknown.
    /// </summary>
    public string? Where { get; init; }

    /// <summary>The thing that is wrong.</summary>
    public string What { get; }

    /// <summary>The value found; null where there is none.</summary>
    public string? Value { get; init; }

    /// <summary>The rule that the value breaks; null where <see cref="What"/> makes it plain.</summary>
    public string? Rule { get; init; }

    /// <summary>Advice for the user, as sentences; null where only the caller has one. A caller may set it and rethrow.</summary>
    public string? NextStep { get; set; }

    /// <summary>MLflow's error code, one of <see cref="MlflowErrorCodes"/> or another that the server sent.</summary>
    public string ErrorCode { get; init; } = MlflowErrorCodes.InternalError;

    /// <summary>HTTP status; null for a file store or when no answer came.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>Call that failed, such as <c>runs/log-batch</c>; for a file store the path.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Run that the request was about; null if none.</summary>
    public string? RunId { get; init; }

    /// <summary>True if trying again later may help.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Pause that the server asked for before the next attempt; null if it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>All parts as one text for a person.</summary>
    public override string Message
    {
        get
        {
            var text = new StringBuilder();
            if (!string.IsNullOrEmpty(Where))
            {
                text.Append(Where).Append(": ");
            }

            bool isInside = What.Contains(Placeholder, StringComparison.Ordinal);
            text.Append(isInside ? What.Replace(Placeholder, Value, StringComparison.Ordinal) : What);
            if (Value is not null && !isInside)
            {
                text.Append(" is ").Append(Value);
            }

            if (!string.IsNullOrEmpty(Rule))
            {
                text.Append(", expected ").Append(Rule);
            }

            if (text.Length > 0 && text[^1] is not ('.' or '!' or '?'))
            {
                text.Append('.');
            }

            return string.IsNullOrEmpty(NextStep) ? text.ToString() : text.Append(' ').Append(NextStep).ToString();
        }
    }
}
