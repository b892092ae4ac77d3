using Bakeoff.Reports.Pages;

namespace Bakeoff.Reports.Tests.Pages;

public sealed class LocalLinkTests
{
    [Theory]
    [InlineData("clips/a.wav", true)]
    [InlineData("../store/a b.wav", true)]
    [InlineData("./with:colon.wav", true)]
    [InlineData("file:///data/a.wav", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData(" javascript:alert(1)", false)]
    [InlineData("java\nscript:alert(1)", false)]
    [InlineData("\u0001javascript:alert(1)", false)]
    [InlineData("https://example.org/a.wav", false)]
    [InlineData("//example.org/a.wav", false)]
    [InlineData("\\\\server\\a.wav", false)]
    [InlineData("data:text/html,x", false)]
    [InlineData("", false)]
    public void IsLocal_Link_AllowsOnlyThisMachine(string link, bool expected) => LocalLink.IsLocal(link).ShouldBe(expected);

    [Theory]
    [InlineData("a b/c#1?.wav", "a%20b/c%231%3F.wav")]
    [InlineData("../x/\"y\".wav", "../x/%22y%22.wav")]
    [InlineData("file:///data/a%20b.wav", "file:///data/a%20b.wav")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData(null, null)]
    public void Attribute_Path_IsEncodedAsAddress(string? link, string? expected) => LocalLink.Attribute(link).ShouldBe(expected);
}
