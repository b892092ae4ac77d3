using Microsoft.AspNetCore.Http;

namespace Bakeoff.Serving;

/// <summary>Creates answers with problem details after RFC 9457 (<c>application/problem+json</c>).</summary>
internal static class Problem
{
    /// <summary>Seconds after which a rejected client should try again.</summary>
    private const string RetryAfterSeconds = "1";

    public static IResult Of(HttpContext context, int status, string detail)
    {
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        if (status is StatusCodes.Status413PayloadTooLarge or StatusCodes.Status408RequestTimeout)
        {
            // The rest of the body is not read.
            context.Response.Headers.Connection = "close";
        }

        return Results.Problem(detail, statusCode: status);
    }
}
