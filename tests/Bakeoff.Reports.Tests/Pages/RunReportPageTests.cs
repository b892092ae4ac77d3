using AngleSharp.Html.Parser;
using Bakeoff.Reports.Pages;
using Bakeoff.Reports.Tests.Samples;

namespace Bakeoff.Reports.Tests.Pages;

public sealed class RunReportPageTests
{
    [Fact]
    public void Render_CompleteRun_ShowsEverySection()
    {
        var html = RunReportPage.Render(SampleRun.Create());
        TestOutput.Write("run.html", html);
        TestOutput.Write("explore.html", ExploreReportPage.Render(SampleExplore.Create()));
        TestOutput.Write("comparison.html", ComparisonReportPage.Render(SampleComparison.Create()));
        var document = new HtmlParser().ParseDocument(html);
        document.QuerySelectorAll("section").Select(section => section.Id).ShouldBe(["results", "protocol", "training", "wrong-clips", "corpus", "configuration", "reproduce"]);
        document.QuerySelectorAll(".missing").ShouldBeEmpty();
    }

    [Fact]
    public void Render_NothingButAName_SaysWhatIsMissing()
    {
        var document = new HtmlParser().ParseDocument(RunReportPage.Render(new RunReport { Name = "empty" }));
        document.QuerySelectorAll(".missing").Length.ShouldBeGreaterThan(6);
    }
}
