using AngleSharp.Html.Parser;
using Bakeoff.Reports.Pages;
using Bakeoff.Reports.Tests.Samples;

namespace Bakeoff.Reports.Tests.Pages;

public sealed class ExploreReportPageTests
{
    [Fact]
    public void Render_CompleteCorpus_ShowsEverySection()
    {
        var document = new HtmlParser().ParseDocument(ExploreReportPage.Render(SampleExplore.Create()));
        document
            .QuerySelectorAll("section")
            .Select(section => section.Id)
            .ShouldBe(["dataset", "counts", "distributions", "voices", "maps", "clips"]);
        document.QuerySelectorAll(".missing").ShouldBeEmpty();
        document.QuerySelectorAll("#clips figure").Length.ShouldBe(4 * SampleRun.Emotions.Length);
        document.QuerySelectorAll("#dataset li").Length.ShouldBe(2);
    }

    [Fact]
    public void Render_NothingButAName_SaysWhatIsMissing() =>
        new HtmlParser()
            .ParseDocument(ExploreReportPage.Render(new ExploreReport { Name = "x" }))
            .QuerySelectorAll("section .missing")
            .Length.ShouldBe(6);

    [Fact]
    public void Render_Columns_AreCountedOrDistributed()
    {
        var report = SampleExplore.Create() with
        {
            Columns =
            [
                new ColumnPicture("mother_tongue", [new("angry", 3, "Urdu"), new("sad", 1, "missing")], []),
                new ColumnPicture("age", [], [new("angry", [20, 31, 64])]),
            ],
        };

        var document = new HtmlParser().ParseDocument(ExploreReportPage.Render(report));

        document.QuerySelectorAll("section").Select(section => section.Id).Take(4).ShouldBe(["dataset", "counts", "columns", "distributions"]);
        document.QuerySelectorAll("#columns svg title").Select(title => title.TextContent)
            .ShouldContain("missing: sad, 1 clips");
        ExploreCharts.Create(report).Select(chart => chart.FileName).ShouldContain("column-mother-tongue.svg");
    }

    [Fact]
    public void Create_CompleteCorpus_NamesEveryFileOnce()
    {
        var names = ExploreCharts.Create(SampleExplore.Create()).Select(chart => chart.FileName).ToList();
        names.ShouldBeUnique();
        names.ShouldAllBe(name => name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-' || c == '.'));
    }
}
