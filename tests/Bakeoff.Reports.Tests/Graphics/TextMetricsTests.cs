using Bakeoff.Reports.Graphics;
using Bakeoff.Reports.Pages;
using Bakeoff.Reports.Tests.Samples;

namespace Bakeoff.Reports.Tests.Graphics;

public sealed class TextMetricsTests
{
    [Fact]
    public void Fit_AnyText_IsAtMostAsWideAsAsked()
    {
        foreach (var text in HostileText.All.Select(text => SafeText.Clean(text)))
        {
            for (var width = 0; width < 300; width += 7)
            {
                TextMetrics.Width(TextMetrics.Fit(text, width, 12), 12).ShouldBeLessThanOrEqualTo(width);
            }
        }
    }

    [Fact]
    public void Fit_LongFileName_KeepsBothEnds()
    {
        var fitted = TextMetrics.Fit("OAF_a_very_long_word_indeed_angry.wav", 120, 12);
        fitted.ShouldStartWith("OAF_");
        fitted.ShouldEndWith(".wav");
        fitted.ShouldContain("…");
    }

    [Fact]
    public void Fit_Emoji_AreNeverCutInHalf() =>
        SafeText.Clean(TextMetrics.Fit("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 90, 12)).ShouldNotContain("\uFFFD");

    [Fact]
    public void Wrap_MoreLinesThanAllowed_ShortensTheLast()
    {
        var lines = TextMetrics.Wrap("one two three four five six seven eight", 60, 12, bold: false, maxLines: 2);
        lines.Count.ShouldBe(2);
        lines[1].ShouldContain("…");
        lines.ShouldAllBe(line => TextMetrics.Width(line, 12) <= 60);
    }
}
