using Bakeoff.Options.Files;

namespace Bakeoff.Options.Tests;

public sealed class DiskFullTests
{
    [Theory]
    [InlineData("No space left on device : 'a'", 28, true)]
    [InlineData("Disk quota exceeded : 'a'", 122, true)]
    [InlineData("Failed to create 'a' with allocation size '9' because the disk was full.", unchecked((int)0x80131620), true)]
    [InlineData("Could not find file 'a'.", unchecked((int)0x80070002), false)]
    public void IsCauseOf_ErrorsOfLinux_KnowsAFullDisk(string message, int code, bool isFull)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "these are the codes of Linux");

        DiskFull.IsCauseOf(new IOException(message, code)).ShouldBe(isFull);
    }

    [Fact]
    public void IsCauseOf_WritingToAFullDevice_IsTrue()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /dev/full");

        DiskFull.IsCauseOf(Should.Throw<IOException>(() => File.AppendAllText("/dev/full", "a"))).ShouldBeTrue();
    }

    [Fact]
    public void IsCauseOf_MissingFile_IsFalse() =>
        DiskFull.IsCauseOf(Should.Throw<IOException>(() => File.ReadAllText("does-not-exist"))).ShouldBeFalse();
}
