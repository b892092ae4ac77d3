using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Bakeoff.Mlflow.Rest;

/// <summary>Turns answers other than success into exceptions. Answers may be JSON, HTML or plain text.</summary>
internal static class RestErrors
{
    private const int LongestMessage = 500;

    internal static MlflowException FromAnswer(string server, string endpoint, string? runId, HttpResponseMessage response, string body)
    {
        int status = (int)response.StatusCode;
        ErrorBody? error = Parse(body);
        string code = error?.ErrorCode is { Length: > 0 } given ? given : CodeOf(response.StatusCode);
        string message = error?.Message is { Length: > 0 } text ? Shorten(text) : Describe(response, body);
        string run = runId is null ? "" : $", run {runId}";
        return new MlflowException(string.Create(CultureInfo.InvariantCulture, $"MLflow {server} answered {status} to {endpoint}{run}: {message} {NextStep(response.StatusCode, code)}"))
        {
            StatusCode = response.StatusCode,
            ErrorCode = code,
            Endpoint = endpoint,
            RunId = runId,
            IsTransient = status is 408 or 429 or 500 or 502 or 503 or 504 && code != MlflowErrorCodes.InvalidState,
            RetryAfter = WaitOf(response.Headers.RetryAfter),
        };
    }

    internal static MlflowException Unreachable(string server, string endpoint, string? runId, Exception cause)
    {
        string what = cause switch
        {
            OperationCanceledException => "no answer in time",
            HttpRequestException { InnerException: { } inner } => inner.Message,
            _ => cause.Message,
        };
        string run = runId is null ? "" : $", run {runId}";
        return new MlflowException($"MLflow {server} could not be reached for {endpoint}{run}: {what}. Check the address and whether the server runs.", cause)
        {
            ErrorCode = MlflowErrorCodes.Unreachable,
            Endpoint = endpoint,
            RunId = runId,
            IsTransient = cause is not HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError },
        };
    }

    internal static MlflowException Unreadable(string server, string endpoint, string? runId, HttpResponseMessage response, string body, Exception cause) =>
        new(string.Create(CultureInfo.InvariantCulture, $"MLflow {server} answered {(int)response.StatusCode} to {endpoint} with something else than its JSON: {Describe(response, body)} Check that the address is an MLflow server and not a sign-in page or another program."), cause)
        {
            StatusCode = response.StatusCode,
            ErrorCode = MlflowErrorCodes.Unreachable,
            Endpoint = endpoint,
            RunId = runId,
            IsTransient = true,
        };

    private static ErrorBody? Parse(string body)
    {
        if (!body.AsSpan().TrimStart().StartsWith("{"))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(body, RestJson.Default.ErrorBody);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string CodeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => "BAD_REQUEST",
        HttpStatusCode.Unauthorized => "UNAUTHENTICATED",
        HttpStatusCode.Forbidden => "PERMISSION_DENIED",
        HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => MlflowErrorCodes.EndpointNotFound,
        HttpStatusCode.TooManyRequests => "REQUEST_LIMIT_EXCEEDED",
        HttpStatusCode.NotImplemented => MlflowErrorCodes.NotImplemented,
        HttpStatusCode.ServiceUnavailable => "TEMPORARILY_UNAVAILABLE",
        _ => MlflowErrorCodes.InternalError,
    };

    private static string Describe(HttpResponseMessage response, string body)
    {
        if ((int)response.StatusCode is >= 300 and < 400)
        {
            return $"it points to {response.Headers.Location?.GetLeftPart(UriPartial.Path) ?? "another address"}.";
        }

        string trimmed = body.Trim();
        if (trimmed.Length == 0)
        {
            return response.ReasonPhrase is { Length: > 0 } reason ? reason + "." : "no explanation.";
        }

        return trimmed.StartsWith('<') ? "a page in HTML." : Shorten(trimmed);
    }

    private static string Shorten(string text)
    {
        string line = text.ReplaceLineEndings(" ").Trim();
        line = line.Length <= LongestMessage ? line : Requests.Cut(line, LongestMessage) + "...";
        return line.EndsWith('.') ? line : line + ".";
    }

    private static string NextStep(HttpStatusCode status, string code) => status switch
    {
        HttpStatusCode.Unauthorized => "Give name and password or a token (MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN).",
        HttpStatusCode.Forbidden => "Ask for permission; if the server refuses the host name, start it with --allowed-hosts.",
        HttpStatusCode.NotFound when code == MlflowErrorCodes.EndpointNotFound => "Check the address; the server may be of another MLflow version.",
        HttpStatusCode.NotFound => "Check the name or identifier.",
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => "Use that address.",
        >= HttpStatusCode.InternalServerError => "Look into the server's log.",
        _ => "Correct the request.",
    };

    private static TimeSpan? WaitOf(RetryConditionHeaderValue? header)
    {
        TimeSpan? wait = header?.Delta;
        return wait is { } given && given > TimeSpan.Zero ? given : null;
    }
}
