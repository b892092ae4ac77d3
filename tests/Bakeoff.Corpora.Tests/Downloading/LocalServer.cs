using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bakeoff.Corpora.Tests.Downloading;

/// <summary>A server on this machine that answers as a test says, and remembers what it was asked.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _answers = new(StringComparer.Ordinal);

    private LocalServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.Run(async context =>
        {
            var path = context.Request.Path + context.Request.QueryString.Value;
            Requests.Enqueue(new Request(path, context.Request.Headers.Authorization.ToString(), context.Request.Headers.Range.ToString(), context.Request.Headers.IfRange.ToString()));
            if (_answers.TryGetValue(path, out var answer))
            {
                await answer(context);
            }
            else
            {
                context.Response.StatusCode = 404;
            }
        });
    }

    public ConcurrentQueue<Request> Requests { get; } = new();

    public Uri Address => new(_application.Urls.First() + "/");

    public static async Task<LocalServer> StartAsync()
    {
        var server = new LocalServer();
        await server._application.StartAsync();
        return server;
    }

    public void On(string path, Func<HttpContext, Task> answer) => _answers[path] = answer;

    /// <summary>Answers the first tries one way each, and all others as the last.</summary>
    public void On(string path, params Func<HttpContext, Task>[] answers)
    {
        var next = 0;
        On(path, context => answers[Math.Min(Interlocked.Increment(ref next), answers.Length) - 1](context));
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    /// <summary>The requests received.</summary>
    public sealed record Request(string Path, string Authorization, string Range, string IfRange);
}
