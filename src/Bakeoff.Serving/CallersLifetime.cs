using Microsoft.Extensions.Hosting;

namespace Bakeoff.Serving;

/// <summary>Leaves the end of the server to its caller, who also handles the signals of the terminal.</summary>
internal sealed class CallersLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
