using Bakeoff.Options.Files;

namespace Bakeoff.Options.Tests;

public sealed class FileAddressTests
{
    [Fact]
    public void Of_AnyName_IsEscaped()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not take these names.");
        FileAddress.Of("/tmp/100%41 #1/x?y:ü").ShouldBe("file:///tmp/100%2541%20%231/x%3Fy%3A%C3%BC");
    }
}
