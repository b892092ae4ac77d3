using System.Globalization;
using Bakeoff.Reports.Tests.Samples;

namespace Bakeoff.Reports.Tests.Pages;

public sealed class PageCultureTests
{
    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void Render_OtherCulture_GivesTheSameText(string culture)
    {
        string[] names = ["run", "explore", "comparison", "run-hostile"];
        var expected = names.Select(SamplePages.Render).ToList();
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            names.Select(SamplePages.Render).ToList().ShouldBe(expected);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
