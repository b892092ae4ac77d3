namespace Bakeoff.Architecture.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void Root_IsFound_HoldsSolution() => File.Exists(Path.Combine(Testing.Fixture.RepositoryRoot, "Bakeoff.slnx")).ShouldBeTrue();
}
