using Microsoft.Extensions.Hosting;

namespace Bakeoff.Serving;

/// <summary>The server lives as long as its caller wants; signals of the terminal are the caller's matter.</summary>
internal sealed class CallersLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
