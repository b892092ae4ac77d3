using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;

namespace Bakeoff.Mlflow.Rest;

/// <summary>Turns failed requests and unexpected answers into exceptions. Answers may be JSON, HTML or plain text.</summary>
internal static class RestErrors
{
    private const int LongestMessage = 500;
    private const string NotMlflowAdvice = "Check that the address is an MLflow server and not a sign-in page or another program.";
    private const string TlsAdvice =
        "Check whether the server speaks https. For a certificate from an authority of your own, name the authority's PEM file in "
        + "MLFLOW_TRACKING_SERVER_CERT_PATH (ServerCertificatePath); for a server that asks for a certificate, name yours in "
        + "MLFLOW_TRACKING_CLIENT_CERT_PATH (ClientCertificatePath).";

    private static readonly string[] SignsOfFullDisk = ["No space left on device", "database or disk is full"];

    internal static MlflowException FromAnswer(
        string server, RestRequest request, HttpResponseMessage response, string body, DateTimeOffset now)
    {
        int status = (int)response.StatusCode;
        ErrorBody? error = Parse(body);
        string message = error?.Message is { Length: > 0 } text ? Shorten(text) : Describe(response, body);
        bool isDiskFull = Array.Exists(SignsOfFullDisk, sign => message.Contains(sign, StringComparison.OrdinalIgnoreCase));
        string code = isDiskFull ? MlflowErrorCodes.DiskFull
            : error?.ErrorCode is { Length: > 0 } given ? given
            : CodeOf(response.StatusCode);
        return new MlflowException(string.Create(CultureInfo.InvariantCulture, $"answered {status} ({message.TrimEnd('.')})"))
        {
            Where = Place(server, request),
            NextStep = Advise(response.StatusCode, code),
            StatusCode = response.StatusCode,
            ErrorCode = code,
            Endpoint = request.Endpoint,
            RunId = request.RunId,
            IsTransient = status is 408 or 429 or 500 or 502 or 503 or 504 && code != MlflowErrorCodes.InvalidState,
            RetryAfter = WaitOf(response.Headers, now),
        };
    }

    internal static MlflowException Unreachable(string server, RestRequest request, TimeSpan timeout, Exception cause)
    {
        if (cause is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } insecure)
        {
            return NotTrusted(server, request, insecure);
        }

        (string what, string advice) = cause switch
        {
            OperationCanceledException => (
                string.Create(CultureInfo.InvariantCulture, $"no answer in {timeout.TotalSeconds:0.###} s"),
                "Check the address and whether the server runs."),
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => (
                $"no computer is named '{new Uri(server).Host}'",
                "Check the address."),
            HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => (
                "nothing listens at this address (connection refused)",
                "Check host and port, and whether the server runs."),
            _ => (
                $"no connection ({((cause as HttpRequestException)?.InnerException ?? cause).Message.TrimEnd('.')})",
                "Check the address and whether the server runs."),
        };
        return new MlflowException(what, cause)
        {
            Where = Place(server, request),
            NextStep = advice,
            ErrorCode = MlflowErrorCodes.Unreachable,
            Endpoint = request.Endpoint,
            RunId = request.RunId,
            IsTransient = true,
        };
    }

    internal static MlflowException Unreadable(
        string server, RestRequest request, HttpResponseMessage response, string body, Exception cause) =>
        new(FormattableString.Invariant($"answered {(int)response.StatusCode} without MLflow's JSON ({Describe(response, body)})"), cause)
        {
            Where = Place(server, request),
            NextStep = NotMlflowAdvice,
            StatusCode = response.StatusCode,
            ErrorCode = MlflowErrorCodes.NotMlflow,
            Endpoint = request.Endpoint,
            RunId = request.RunId,

            // A gateway may answer with a page for a moment while the server behind it restarts.
            IsTransient = true,
        };

    private static MlflowException NotTrusted(string server, RestRequest request, HttpRequestException cause)
    {
        return new MlflowException($"no secure connection ({(cause.InnerException ?? cause).Message.TrimEnd('.')})", cause)
        {
            Where = Place(server, request),
            NextStep = TlsAdvice,
            ErrorCode = MlflowErrorCodes.CertificateNotTrusted,
            Endpoint = request.Endpoint,
            RunId = request.RunId,
        };
    }

    private static string Place(string server, RestRequest request) =>
        request.RunId is null ? $"MLflow {server}, {request.Endpoint}" : $"MLflow {server}, {request.Endpoint}, run {request.RunId}";

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
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => MlflowErrorCodes.NotMlflow,
        HttpStatusCode.BadRequest => MlflowErrorCodes.BadRequest,
        HttpStatusCode.Unauthorized => MlflowErrorCodes.Unauthenticated,
        HttpStatusCode.Forbidden => MlflowErrorCodes.PermissionDenied,
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
            // The query may hold a token.
            return $"a redirect to {response.Headers.Location?.OriginalString.Split('?')[0] ?? "another address"}";
        }

        string trimmed = body.Trim();
        if (trimmed.Length == 0)
        {
            return response.ReasonPhrase is { Length: > 0 } reason ? reason : "no explanation";
        }

        return trimmed.StartsWith('<') ? "a page in HTML" : Shorten(trimmed);
    }

    private static string Shorten(string text)
    {
        string line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= LongestMessage ? line : Requests.Cut(line, LongestMessage) + "...";
    }

    private static string Advise(HttpStatusCode status, string code) => status switch
    {
        _ when code == MlflowErrorCodes.DiskFull => "Free some space on the server's disk.",
        HttpStatusCode.Unauthorized =>
            "Give name and password or a token (MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN).",
        HttpStatusCode.Forbidden => "Ask for permission; if the server refuses the host name, start it with --allowed-hosts.",
        HttpStatusCode.NotFound when code == MlflowErrorCodes.EndpointNotFound =>
            "Check the address; the server may be of another MLflow version.",
        HttpStatusCode.NotFound => "Check the name or identifier.",
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest =>
            "If that is the server's address, use it; if it is a sign-in page, give credentials that the server takes from programs.",
        >= HttpStatusCode.InternalServerError => "See the server's log.",
        _ => "Correct the request.",
    };

    // Either seconds or a date; a date counts by the server's own clock if the answer shows it.
    private static TimeSpan? WaitOf(HttpResponseHeaders headers, DateTimeOffset now)
    {
        RetryConditionHeaderValue? header = headers.RetryAfter;
        TimeSpan? wait = header?.Delta ?? header?.Date - (headers.Date ?? now);
        return wait is { } given && given > TimeSpan.Zero ? given : null;
    }
}
