using Bakeoff.Reports.Pages;
using Bakeoff.Testing;
using Bakeoff.Testing.Browser;
using Microsoft.Playwright;

namespace Bakeoff.Serving.Tests.Browser;

/// <summary>The page as people see it: in a real browser, against a real server.</summary>
public sealed class PredictionPageTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    private static string OutputFolder { get; } = Path.Combine(Fixture.RepositoryRoot, "artifacts", "test-output", "serving");

    [Fact]
    public async Task ChooseFile_LongClip_ShowsLabelBarsAndCourse()
    {
        await using var server = await RunningServer.StartAsync();
        var (page, problems) = await OpenAsync(server);
        await page.Locator("#file")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "long clip.wav",
                    MimeType = "audio/wav",
                    Buffer = Sounds.Wav(8),
                });
        await page.Locator("#result").WaitForAsync();
        (await page.Locator("#about").InnerTextAsync()).ShouldBe("long clip.wav, 8.00 s, judged as a whole.");
        (await page.Locator(".scores li").CountAsync()).ShouldBe(SmallModel.Labels.Count);
        (await page.Locator("#verdict").InnerTextAsync()).ShouldMatch($"^({string.Join('|', SmallModel.Labels)}), [0-9.]+ %$");
        (await page.Locator("#windows tbody tr").CountAsync()).ShouldBe(13);
        (await page.Locator("#picture rect[class]").CountAsync()).ShouldBe((13 * SmallModel.Labels.Count) + 1);
        var shares = await page.Locator(".scores data").EvaluateAllAsync<double[]>("cells => cells.map(cell => Number(cell.value))");
        shares.Sum().ShouldBe(1, 1e-5);
        problems.AddRange(await PageAudit.RunAsync(page, Path.Combine(OutputFolder, "page")));
        problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task ChooseFile_ModelOfNumbers_ShowsThemAndTheirTableOverTime()
    {
        await using var server = await RunningServer.StartAsync(targets: ["arousal", "<b>valence</b>"]);
        var (page, problems) = await OpenAsync(server);
        await page.Locator("#file")
            .SetInputFilesAsync(new FilePayload { Name = "long.wav", MimeType = "audio/wav", Buffer = Sounds.Wav(8) });
        await page.Locator("#result").WaitForAsync();
        (await page.Locator("h1").InnerTextAsync()).ShouldBe("How does it sound?");
        (await page.Locator("#verdict").InnerTextAsync()).ShouldMatch("^arousal -?[0-9.]+, <b>valence</b> -?[0-9.]+$");
        (await page.Locator(".values li").AllInnerTextsAsync()).ShouldAllBe(static text => text.Contains('.'));
        (await page.Locator("#windows thead th").AllInnerTextsAsync()).ShouldBe(["Seconds", "arousal", "<b>valence</b>"]);
        (await page.Locator("#windows tbody tr").CountAsync()).ShouldBe(13);
        (await page.Locator("#windows tbody td").First.InnerTextAsync()).ShouldMatch("^-?[0-9.]+$");
        problems.AddRange(await PageAudit.RunAsync(page, Path.Combine(OutputFolder, "page")));
        problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task ChooseFile_NoSound_ShowsTheServersMessage()
    {
        await using var server = await RunningServer.StartAsync();
        var (page, _) = await OpenAsync(server);
        await page.Locator("#file")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "notes.txt",
                    MimeType = "text/plain",
                    Buffer = "hello"u8.ToArray(),
                });
        await page.Locator("#state.bad").WaitForAsync();
        (await page.Locator("#state").InnerTextAsync()).ShouldContain("expected WAV");
        (await page.Locator("#result").IsVisibleAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task ChooseFile_FormatThatOnlyTheBrowserReads_IsConverted()
    {
        await using var server = await RunningServer.StartAsync();
        var (page, _) = await OpenAsync(server);

        // An ID3 tag before a WAV file stands for any format that the server does not know; the browser is told to decode it.
        await page.EvaluateAsync(
            """
            OfflineAudioContext.prototype.decodeAudioData = async function () {
              const b = new AudioBuffer({ length: 44100, sampleRate: 44100, numberOfChannels: 2 });
              for (const c of [0, 1]) { const d = b.getChannelData(c); for (let i = 0; i < d.length; i++) { d[i] = Math.sin(i / 30) / 3; } }
              return b;
            }
            """);
        await page.Locator("#file")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "song.mp3",
                    MimeType = "audio/mpeg",
                    Buffer = "ID3......"u8.ToArray(),
                });
        await page.Locator("#result").WaitForAsync();
        (await page.Locator("#about").InnerTextAsync()).ShouldBe("song.mp3, 1.00 s, judged as a whole. The browser converted it first.");
    }

    [Fact]
    public async Task Record_StartAndStop_JudgesWhatWasHeard()
    {
        await using var server = await RunningServer.StartAsync();
        var (page, problems) = await OpenAsync(server);

        // In place of a microphone: a tone. What comes after it (worklet, WAV, server) is the real thing.
        await page.EvaluateAsync(
            """
            navigator.mediaDevices.getUserMedia = async () => {
              const c = new AudioContext();
              await c.resume();
              const o = new OscillatorNode(c, { frequency: 220 });
              const d = c.createMediaStreamDestination();
              o.connect(d);
              o.start();
              return d.stream;
            }
            """);
        await page.Locator("#record").ClickAsync();
        (await page.Locator("#record").GetAttributeAsync("aria-pressed")).ShouldNotBeNull();
        await page.Locator("#state", new PageLocatorOptions { HasText = "Recording: " }).WaitForAsync();
        await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
        (await page.Locator("#record").InnerTextAsync()).ShouldBe("Stop");
        await page.Locator("#record").ClickAsync();
        await page.Locator("#result").WaitForAsync();
        (await page.Locator("#about").InnerTextAsync()).ShouldMatch("^Your recording, [0-9.]+ s, judged as a whole.$");
        (await page.Locator("#record").InnerTextAsync()).ShouldBe("Record");
        problems.ShouldBeEmpty();
    }

    private async Task<(IPage Page, List<string> Problems)> OpenAsync(RunningServer server)
    {
        Assert.SkipWhen(chromium.Browser is null, chromium.Reason ?? "No browser.");
        var context = await chromium.Browser!.NewContextAsync();
        context.SetDefaultTimeout(120_000);
        var page = await context.NewPageAsync();
        var problems = new List<string>();
        page.Console += (_, message) =>
            problems.AddRange(message.Type is "error" or "warning" ? [$"console {message.Type}: {message.Text}"] : []);
        page.PageError += (_, error) => problems.Add($"script error: {error}");
        page.Request += (_, request) =>
            problems.AddRange(
                request.Url.StartsWith(server.Address.ToString(), StringComparison.Ordinal)
                || request.Url.StartsWith("data:", StringComparison.Ordinal)
                || request.Url.StartsWith("blob:", StringComparison.Ordinal)
                    ? []
                    : [$"request to {request.Url}"]);
        await page.GotoAsync(server.Address.ToString());
        return (page, problems);
    }
}
