using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;
using Bakeoff.Reports.Tests.Samples;

namespace Bakeoff.Reports.Tests.Pages;

public sealed class RunReportPageTests
{
    [Fact]
    public void Render_CompleteRun_ShowsEverySectionAndMissesNothing()
    {
        var document = Parse(SampleRun.Create());
        document
            .QuerySelectorAll("section")
            .Select(section => section.Id)
            .ShouldBe(["results", "protocol", "training", "wrong-clips", "corpus", "configuration", "reproduce"]);
        document.QuerySelectorAll(".missing").ShouldBeEmpty();
        document
            .QuerySelectorAll(".card .value")
            .Select(value => value.TextContent)
            .ShouldBe(["97.5\u202F%", "97.5\u202F%", "97.4\u202F%", "0.1132"]);
        document.QuerySelector(".card .interval")!.TextContent.ShouldBe("95 % interval 95.5\u202F% to 99.1\u202F%");
        document.QuerySelector("#configuration pre")!.TextContent.ShouldBe(SampleRun.Create().ConfigurationYaml);
    }

    [Fact]
    public void Render_EveryChart_HasTitleDescriptionAndNumbers()
    {
        var figures = Parse(SampleRun.Create()).QuerySelectorAll("figure");
        figures.Length.ShouldBeGreaterThan(30);
        foreach (var figure in figures)
        {
            foreach (var svg in figure.QuerySelectorAll("svg"))
            {
                svg.GetAttribute("role").ShouldBe("img");
                svg.QuerySelector("title")!.TextContent.ShouldNotBeNullOrWhiteSpace();
                svg.QuerySelector("desc")!.TextContent.ShouldNotBeNullOrWhiteSpace();
            }

            var holder = figure.ClassList.Contains("tile") ? figure.ParentElement!.NextElementSibling! : figure;
            holder.QuerySelectorAll("table tbody tr").ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Render_NothingButAName_SaysWhatIsMissing()
    {
        var document = Parse(new RunReport { Name = "empty" });
        document.QuerySelectorAll(".missing").Select(element => element.TextContent).ShouldBe(
        [
            "No metrics: the run was not evaluated.", "No confusion matrix: nothing was predicted on the test side.",
            "The protocol is not described.", "No leakage audit was made.",
            "No training history was recorded.", "No wrong clips are listed.", "The corpus is not described.", "No clips were counted.",
            "The experiment's YAML is not recorded.", "No commands are recorded.",
        ]);
    }

    [Fact]
    public void Render_RunThatFailed_ShowsTheMessageAndTheEpochsSoFar()
    {
        var document = Parse(SamplePages.Failed());
        document.QuerySelector(".failure[role=alert]")!.TextContent.ShouldContain("This run did not finish: train");
        document.QuerySelector(".failure")!.TextContent.ShouldContain("Lower training.learning_rate (0.5).");
        document.QuerySelectorAll("#training svg").ShouldNotBeEmpty();
        document.QuerySelectorAll("#reproduce .state-failed").Single().TextContent.ShouldBe("failed");
    }

    [Fact]
    public void Render_ClassWithoutTestClips_IsNamed()
    {
        var counts = SampleRun.Confusion(3);
        (counts[3], counts[4], counts[5]) = (0, 0, 0);
        var document = Parse(
            new RunReport
            {
                Name = "x",
                Confusion = new ConfusionCounts(["angry", "calm", "sad"], counts),
                Classes =
                [
                    new ClassRow("angry", new Estimate(0.9), 0.9, 0.9, 40),
                    new ClassRow("calm", new Estimate(double.NaN), double.NaN, double.NaN, 0),
                ],
            });
        document.QuerySelector("#results")!.TextContent.ShouldContain("No test clip has the label calm.");
        document.QuerySelector("#results")!.TextContent.ShouldContain("not tested");
    }

    [Fact]
    public void Render_HostileNames_StayText()
    {
        var html = RunReportPage.Render(SamplePages.Hostile());
        var document = new HtmlParser().ParseDocument(html);
        document.Scripts.Length.ShouldBe(1);
        document.QuerySelectorAll("img, iframe, object, embed, base, form").ShouldBeEmpty();
        document
            .All.SelectMany(element => element.Attributes)
            .ShouldNotContain(attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal));
        document
            .QuerySelectorAll("[src], [href]")
            .Select(element => element.GetAttribute("src") ?? element.GetAttribute("href")!)
            .ShouldAllBe(address =>
                !address.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)
                && !address.StartsWith("http", StringComparison.OrdinalIgnoreCase));
        document
            .QuerySelectorAll("audio[src^='data:']")
            .ShouldAllBe(audio => audio.GetAttribute("src")!.StartsWith("data:application/octet-stream;base64,", StringComparison.Ordinal));
        document.QuerySelectorAll("tbody th bdi").Select(name => name.TextContent).ShouldContain(HostileText.Script);
        html.ShouldNotContain('\0');
        html.ShouldNotContain('\u202E');
        html.EnumerateRunes().ShouldNotContain(rune => rune.Value == 0x1B);
    }

    [Fact]
    public void Render_Page_AllowsOnlyItsOwnScriptAndNoConnection()
    {
        var policy = Parse(SampleRun.Create()).QuerySelector("meta[http-equiv='Content-Security-Policy']")!.GetAttribute("content")!;
        policy.ShouldStartWith("default-src 'none';");
        policy.ShouldContain("script-src 'sha256-");
        policy.ShouldNotContain("http");
    }

    [Fact]
    public void Render_LinkedAndEmbeddedClips_GetPlayers()
    {
        var players = Parse(SampleRun.Create())
            .QuerySelectorAll<IHtmlAudioElement>("#wrong-clips audio")
            .Select(player => player.GetAttribute("src"))
            .ToList();
        players.ShouldBe(["clips/OAF_back_fear.wav", "data:audio/wav;base64,UklGRg=="]);
    }

    private static IHtmlDocument Parse(RunReport report) => new HtmlParser().ParseDocument(RunReportPage.Render(report));
}
