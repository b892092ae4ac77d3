using System.Xml.Linq;
using Bakeoff.Reports.Graphics;
using Bakeoff.Reports.Pages;
using Bakeoff.Reports.Tests.Samples;
using FsCheck;
using FsCheck.Fluent;

namespace Bakeoff.Reports.Tests.Graphics;

public sealed class SafeTextTests
{
    [Fact]
    public void Escape_AnyString_IsOneXmlTextNode() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll<string>(text => RoundTrips(text)));

    [Fact]
    public void Escape_HostileText_IsOneXmlTextNode() => HostileText.All.ShouldAllBe(text => RoundTrips(text));

    [Fact]
    public void Clean_DirectionOverrideAndControls_BecomeVisible() =>
        SafeText.Clean("a\u202Eb\0c\td\uD800").ShouldBe("a\uFFFDb\uFFFDc d\uFFFD");

    [Fact]
    public void Clean_KeepLines_KeepsLineFeedsAndTabs() => SafeText.Clean("a:\r\n\tb", keepLines: true).ShouldBe("a:\n\tb");

    [Fact]
    public void Clean_EmojiAndArabic_StayAsTheyAre() => SafeText.Clean("😀 غضب").ShouldBe("😀 غضب");

    private static bool RoundTrips(string? text) =>
        XElement.Parse($"<a b=\"{SafeText.Escape(text)}\">{SafeText.Escape(text)}</a>", LoadOptions.PreserveWhitespace).Value
        == SafeText.Clean(text);
}
