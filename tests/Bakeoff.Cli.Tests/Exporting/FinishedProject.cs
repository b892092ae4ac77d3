using Bakeoff.Cli.Tests.Running;

namespace Bakeoff.Cli.Tests.Exporting;

/// <summary>A project whose experiment <c>tiny</c> has been evaluated once for all tests.</summary>
public sealed class FinishedProject : IDisposable
{
    public FinishedProject() => Project.Succeed("evaluate", "-e", "tiny", "--no-summary");

    internal Project Project { get; } = new();

    public void Dispose() => Project.Dispose();
}
