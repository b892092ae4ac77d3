using Bakeoff.Reports.Pages;
using Bakeoff.Reports.Tests.Samples;
using Bakeoff.Testing.Browser;
using Microsoft.Playwright;

namespace Bakeoff.Reports.Tests.Browser;

/// <summary>The pages as people see them: in a real browser, at three widths, in light and dark.</summary>
public sealed class PageInBrowserTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    public static TheoryData<string> Pages => ["run", "explore", "comparison", "run-hostile", "run-failed", "run-hundred"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Open_EveryPage_HasNoErrorNoOverflowAndReadableText(string name)
    {
        await using var context = await OpenContext();
        var page = await context.NewPageAsync();
        var problems = new List<string>();
        page.Console += (_, message) =>
            problems.AddRange(message.Type is "error" or "warning" ? [$"console {message.Type}: {message.Text}"] : []);
        page.PageError += (_, error) => problems.Add($"script error: {error}");
        page.Request += (_, request) =>
            problems.AddRange(
                request.Url.StartsWith("file:", StringComparison.Ordinal) || request.Url.StartsWith("data:", StringComparison.Ordinal)
                    ? []
                    : [$"request to {request.Url}"]);
        var path = TestOutput.Write($"{name}.html", SamplePages.Render(name));
        await page.GotoAsync(new Uri(path).AbsoluteUri);
        await PagePictures.SetDetailsAsync(page, open: true);
        problems.AddRange(await PageAudit.RunAsync(page, Path.Combine(TestOutput.Folder, name)));
        problems.Distinct().Take(20).ShouldBeEmpty();
    }

    [Fact]
    public async Task Audits_PageWithPlantedFaults_FindThem()
    {
        await using var context = await OpenContext();
        var page = await context.NewPageAsync();
        await page.SetViewportSizeAsync(360, 600);
        await page.SetContentAsync("""
            <!DOCTYPE html><html lang="en"><title>x</title><main><h1 id="a">T</h1><h3 id="a" style="color:#aaa;background:#fff">pale</h3>
            <button></button>
            <div style="width:500px">wide</div>
            <svg role="img" width="100" height="40" viewBox="0 0 100 40"><title>p</title><desc>d</desc>
            <text x="10" y="20">one text</text><text x="14" y="20">two text</text><text x="90" y="35">leaves the box</text></svg></main>
            """);
        var overflow = await page.EvaluateAsync<string[]>(PageAudit.Overflow);
        overflow.ShouldContain(problem => problem.StartsWith("page is 5", StringComparison.Ordinal));
        overflow.ShouldContain(problem => problem.Contains("'one text' lies on 'two text'", StringComparison.Ordinal));
        overflow.ShouldContain(problem => problem.Contains("'leaves the box' leaves p", StringComparison.Ordinal));
        var names = await page.EvaluateAsync<string[]>(PageAudit.Names);
        names.ShouldContain("ids are not unique: a");
        names.ShouldContain("<button></button> has no name");
        names.ShouldContain("heading pale skips a level");
        (await page.EvaluateAsync<string[]>(PageAudit.Contrast)).ShouldContain(problem =>
            problem.StartsWith("'pale' (H3.) has contrast 2.3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sort_ClickOnHeading_OrdersRowsByNumberWithMissingOnesLast()
    {
        await using var context = await OpenContext();
        var page = await Open(context, "comparison");
        var heading = page.Locator("#runs-table thead th").Nth(1);
        await heading.Locator("button").ClickAsync();
        (await heading.GetAttributeAsync("aria-sort")).ShouldBe("ascending");
        var rising = await page.Locator("#runs-table tbody tr td:nth-child(2) data")
            .EvaluateAllAsync<double[]>("cells => cells.map(cell => Number(cell.value))");
        rising.ShouldBe(rising.Order());
        (await page.Locator("#runs-table tbody tr").Last.InnerTextAsync()).ShouldContain("failed in");
        await heading.Locator("button").PressAsync("Enter");
        (await heading.GetAttributeAsync("aria-sort")).ShouldBe("descending");
        (
            await page.Locator("#runs-table tbody tr td:nth-child(2) data")
                .EvaluateAllAsync<double[]>("cells => cells.map(cell => Number(cell.value))")).ShouldBe(rising.Reverse());
        (await page.Locator("#runs-table tbody tr").Last.InnerTextAsync()).ShouldContain("failed in");
    }

    [Fact]
    public async Task Filter_TwoWords_ShowsRowsThatHoldBoth()
    {
        await using var context = await OpenContext();
        var page = await Open(context, "comparison");
        await page.GetByLabel("Filter").FillAsync("adam 0.001");
        var shown = await page.Locator("#runs-table tbody tr:visible").AllInnerTextsAsync();
        shown.ShouldNotBeEmpty();
        shown.ShouldAllBe(text => text.Contains("adam") && text.Contains("0.001"));
        (await page.Locator(".filter output").InnerTextAsync()).ShouldBe($"{shown.Count} of 9 rows");
        await page.GetByLabel("Filter").FillAsync(string.Empty);
        (await page.Locator("#runs-table tbody tr:visible").CountAsync()).ShouldBe(9);
    }

    [Fact]
    public async Task Theme_Button_SwitchesColours()
    {
        await using var context = await OpenContext();
        var page = await Open(context, "run");
        var before = await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        await page.Locator("#theme").ClickAsync();
        (await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")).ShouldNotBe(before);
        (await page.Locator("#theme").InnerTextAsync()).ShouldBe("Light colours");
    }

    [Fact]
    public async Task Print_DarkReader_IsDarkOnWhite()
    {
        await using var context = await OpenContext();
        var page = await Open(context, "run");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark, Media = Media.Print });
        (await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")).ShouldBe("rgb(255, 255, 255)");
        (await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('figure svg text')).fill")).ShouldBe("rgb(27, 35, 48)");
        var pdf = await page.PdfAsync(new PagePdfOptions { Format = "A4", Path = Path.Combine(TestOutput.Folder, "run.pdf") });
        pdf.Length.ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public async Task Keyboard_TabFromTheTop_ReachesSkipLinkFirst()
    {
        await using var context = await OpenContext();
        var page = await Open(context, "run");
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.className")).ShouldBe("skip");
        (await page.Locator(".skip").BoundingBoxAsync())!.X.ShouldBeGreaterThanOrEqualTo(0);
    }

    private static async Task<IPage> Open(IBrowserContext context, string name)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(TestOutput.Write($"{name}.html", SamplePages.Render(name))).AbsoluteUri);
        return page;
    }

    private async Task<IBrowserContext> OpenContext()
    {
        Assert.SkipWhen(chromium.Browser is null, chromium.Reason ?? "No browser.");
        var context = await chromium.Browser!.NewContextAsync();
        // A picture of a tall page takes half a minute on a machine that is busy with other tests.
        context.SetDefaultTimeout(180_000);
        return context;
    }
}
