using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Bakeoff.Corpora.Tests.Downloading;

/// <summary>The ways in which servers answer, good and bad.</summary>
internal static class Answers
{
    /// <summary>Sends content, or the asked-for rest of it if the validator fits.</summary>
    public static Func<HttpContext, Task> Content(byte[] content, string? etag = "\"v1\"", bool honoursIfRange = true) =>
        async context =>
        {
            var from = Begin(context, content, etag, honoursIfRange);
            await context.Response.Body.WriteAsync(content.AsMemory(from));
        };

    /// <summary>Promises all, sends some, hangs up.</summary>
    public static Func<HttpContext, Task> CutOff(byte[] content, int bytes, string? etag = "\"v1\"") =>
        async context =>
        {
            var from = Begin(context, content, etag, true);
            await SendSomeAsync(context, content, from, bytes);
            context.Abort();
        };

    /// <summary>Promises all, sends some, falls silent.</summary>
    public static Func<HttpContext, Task> Stall(byte[] content, int bytes) =>
        async context =>
        {
            var from = Begin(context, content, "\"v1\"", true);
            await SendSomeAsync(context, content, from, bytes);
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        };

    /// <summary>Sends content without saying how long it is.</summary>
    public static Func<HttpContext, Task> Unbounded(byte[] content) => async context => await context.Response.Body.WriteAsync(content);

    public static Func<HttpContext, Task> Status(int status, string body = "", string? retryAfter = null) =>
        async context =>
        {
            context.Response.StatusCode = status;
            if (retryAfter is not null)
            {
                context.Response.Headers.RetryAfter = retryAfter;
            }

            await context.Response.WriteAsync(body);
        };

    public static Func<HttpContext, Task> Page(string html) =>
        async context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(html);
        };

    public static Func<HttpContext, Task> Redirect(string address, int status = 302) =>
        context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = address;
            return Task.CompletedTask;
        };

    public static Func<HttpContext, Task> Json(string json) =>
        async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(json);
        };

    private static int Begin(HttpContext context, byte[] content, string? etag, bool honoursIfRange)
    {
        var ifRange = context.Request.Headers.IfRange.ToString();
        var range = context.Request.Headers.Range.ToString();
        var fits = range.Length > 0 && (!honoursIfRange || ifRange.Length == 0 || ifRange == etag);
        var from = fits ? int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture) : 0;
        if (etag is not null)
        {
            context.Response.Headers.ETag = etag;
        }

        if (fits)
        {
            context.Response.StatusCode = from >= content.Length ? 416 : 206;
            context.Response.Headers.ContentRange =
                from >= content.Length ? $"bytes */{content.Length}" : $"bytes {from}-{content.Length - 1}/{content.Length}";
        }

        from = Math.Min(from, content.Length);
        context.Response.ContentLength = content.Length - from;
        return from;
    }

    private static async Task SendSomeAsync(HttpContext context, byte[] content, int from, int bytes)
    {
        await context.Response.Body.WriteAsync(content.AsMemory(from, Math.Min(bytes, content.Length - from)));
        await context.Response.Body.FlushAsync();
        // Long enough for the client to have read what was sent before the connection goes.
        await Task.Delay(300);
    }
}
