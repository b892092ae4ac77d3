using AngleSharp.Html.Parser;
using Bakeoff.Reports.Pages;
using Bakeoff.Reports.Tests.Samples;

namespace Bakeoff.Reports.Tests.Pages;

public sealed class ComparisonReportPageTests
{
    [Fact]
    public void Render_Sweep_ShowsOnlyParametersThatDiffer()
    {
        var document = new HtmlParser().ParseDocument(ComparisonReportPage.Render(SampleComparison.Create()));
        document
            .QuerySelectorAll("#runs-table thead th")
            .Select(heading => heading.TextContent)
            .ShouldBe([
                "Run",
                "Seeds",
                "Unweighted average recall",
                "Accuracy",
                "Cross-entropy",
                "model.lstm.units",
                "training.learning_rate",
                "training.optimizer",
            ]);
        document.QuerySelectorAll("#runs-table tbody tr").Length.ShouldBe(9);
        document.DocumentElement.TextContent.ShouldNotContain("of 0 clips", Case.Sensitive, "how many there were is not known here");
        document.QuerySelector("#runs-table tbody a")!.GetAttribute("href").ShouldBe("run-1/report.html");
        document.QuerySelector("#runs-table .state-failed")!.TextContent.ShouldBe("failed in train");
    }

    [Fact]
    public void Render_Cross_StandsFirstWithItsTableAndRemarks()
    {
        var report = SampleComparison.Create() with
        {
            Cross = new CrossSection(SampleCharts.Cross, ["corpus", "clips"], [["emns", "12"], ["<b>", "3"]], ["12 clips of emns are left out."]),
        };
        var document = new HtmlParser().ParseDocument(ComparisonReportPage.Render(report));

        document.QuerySelector("main > section")!.Id.ShouldBe("cross");
        var numbers = document.QuerySelectorAll("#cross .numbers tbody tr").Select(static row => row.TextContent).ToList();
        numbers[0].ShouldBe("emns–41.2\u202F% (38.0\u202F% to 44.1\u202F%)34.7\u202F% (30.0\u202F% to 39.0\u202F%)38.0\u202F%");
        numbers[^1].ShouldStartWith("Mean of the others37.5");
        document.QuerySelectorAll("#cross p").Select(static p => p.TextContent).ShouldBe(["12 clips of emns are left out."]);
        document.QuerySelectorAll("#cross table:not(.numbers) tbody tr").Select(static row => row.TextContent).ShouldBe(["emns12", "<b>3"]);
        ComparedCharts.Create(report)[0].FileName.ShouldBe("cross.svg");
        SampleCharts.Cross.Description.ShouldEndWith(
            "Highest: trained on tess-100-words, tested on tess-100-words, 98.1\u202F%. Lowest: trained on urdu, tested on emns, 25.0\u202F%.");
    }

    [Fact]
    public void Render_NoRuns_SaysSo()
    {
        var document = new HtmlParser().ParseDocument(ComparisonReportPage.Render(new ComparisonReport { Title = "nothing" }));
        document.QuerySelectorAll(".missing").Select(element => element.TextContent).ShouldContain("There are no runs to compare.");
    }

    [Fact]
    public void Render_RunsWithEqualParameters_SaysThatNoneDiffers()
    {
        var run = new ComparedRun { Name = "a", Parameters = [new Fact("seed", "1")] };
        var document = new HtmlParser().ParseDocument(
            ComparisonReportPage.Render(Report(run, run with { Name = "b" })));
        document
            .QuerySelectorAll(".missing")
            .Select(element => element.TextContent)
            .ShouldContain("No parameter differs between the runs.");
    }

    [Fact]
    public void Render_LinkThatLeavesTheMachine_IsNotALink()
    {
        var report = Report(
            new ComparedRun { Name = "a", Link = "javascript:alert(1)" },
            new ComparedRun { Name = "b", Link = "https://example.org/" });
        new HtmlParser().ParseDocument(ComparisonReportPage.Render(report)).QuerySelectorAll("#runs-table a").ShouldBeEmpty();
    }

    [Fact]
    public void Render_TwoGroups_HasAHeadingAndATableForEach()
    {
        var sample = SampleComparison.Create();
        var other = new ComparedGroup { Title = "emodb, 50 test clips", Runs = [new ComparedRun { Name = "c" }] };
        var document = new HtmlParser().ParseDocument(ComparisonReportPage.Render(sample with { Groups = [.. sample.Groups, other] }));
        document
            .QuerySelectorAll("#runs h3")
            .Select(heading => heading.TextContent)
            .ShouldBe(["tess, 280 test clips", "emodb, 50 test clips"]);
        document.QuerySelectorAll("#runs-2-table tbody tr").Length.ShouldBe(1);
        document
            .QuerySelectorAll("#differences tbody tr")
            .Select(row => row.QuerySelectorAll("td")[5].TextContent)
            .ShouldBe(["unclear", "different"]);
    }

    private static ComparisonReport Report(params ComparedRun[] runs) =>
        new() { Title = "x", Groups = [new ComparedGroup { Title = "tess, 280 test clips", Runs = runs }] };
}
