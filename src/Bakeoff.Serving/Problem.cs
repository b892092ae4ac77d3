using Microsoft.AspNetCore.Http;

namespace Bakeoff.Serving;

/// <summary>Answers that say what went wrong, as RFC 9457 has it (<c>application/problem+json</c>).</summary>
internal static class Problem
{
    /// <summary>Seconds after which a client that was sent away should try again.</summary>
    private const string RetryAfterSeconds = "1";

    public static IResult Of(HttpContext context, int status, string detail)
    {
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        if (status is StatusCodes.Status413PayloadTooLarge or StatusCodes.Status408RequestTimeout)
        {
            // What the client still wants to send is not waited for.
            context.Response.Headers.Connection = "close";
        }

        return Results.Problem(detail, statusCode: status);
    }
}
