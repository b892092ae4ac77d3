using Bakeoff.Cli.Tests.Running;
using Bakeoff.Reports.Pages;
using Bakeoff.Testing;
using Bakeoff.Testing.Browser;
using Microsoft.Playwright;

namespace Bakeoff.Cli.Tests.Reporting;

/// <summary>
/// Pages of real runs as people see them: hostile names, one epoch, a class that is not tested, an hour of sound, folds, a sweep.
/// </summary>
public sealed class RealPagesTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>, IDisposable
{
    private static readonly string Screenshots = Path.Combine(Fixture.RepositoryRoot, "artifacts", "test-output", "real-pages");

    private readonly Project _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Pages_HostileNamesOneEpochUntestedClassAndAnHour_Stand()
    {
        Assert.SkipWhen(chromium.Browser is null, chromium.Reason ?? "No browser.");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows allows no such file names.");
        string[] labels = ["<script>alert(1)<⁄script>", "\"quoted\" & 'single'", "العربية", "a\u202Egpj.exe", new string('x', 80)];
        for (var k = 0; k < labels.Length; k++)
        {
            for (var clip = 0; clip < 8; clip++)
            {
                // The last label is never spoken by the voice that is tested.
                var speaker = k == labels.Length - 1 ? clip % 2 : clip % 3;
                Write(
                    $"clips/{labels[k]}/sp{speaker}_<img src=x onerror=alert({clip})>.wav",
                    Recording.Tone(0.2 + (0.1 * k) + (0.005 * clip), k == 0 && clip == 0 ? 3600 * 4000 : 4000, rateHz: 4000));
            }
        }

        _project.Write(
            "experiments/datasets/own.yaml",
            """
            name: own
            title: '<b>Own</b> "recordings"'
            licence: <i>own</i>
            citation: none
            pattern: '(?<label>[^/]+)/(?<speaker>sp[0-9])_(?<text>[^/]+)\.wav'
            """);
        _project.Write(
            "experiments/own.yaml",
            """
            # Question: what about <script>alert(2)</script> & "quotes"?
            name: own
            dataset: own
            features: {kind: mfcc, sample_rate_hz: 4000, n_fft: 256, hop_length: 128, n_mels: 20, n_mfcc: 8, duration_seconds: 1}
            split: {by: speaker, test_speakers: [sp2], validation_by: none, acknowledge: [shared_texts, duplicate_samples]}
            model:
              - lstm: {units: 4}
            training: {epochs: 1}
            """);
        _project.Succeed("report", "-e", "own", "--set=dataset.source=clips");
        await Check("own", "report.html", "hostile-report");
        await Check("own", "explore.html", "hostile-explore");
        new FileInfo(_project.Results("own", "explore.html")).Length.ShouldBeLessThan(1_500_000);
        File.ReadAllText(_project.Results("own", "report.html")).ShouldContain("No test clip has the label");
    }

    [Fact]
    public async Task Pages_FoldsAndSweepWithAFailedMember_Stand()
    {
        Assert.SkipWhen(chromium.Browser is null, chromium.Reason ?? "No browser.");
        _project.Write(
            "experiments/tiny.yaml",
            Project
                .TinyExperiment.Replace("by: random", "by: leave_one_speaker_out", StringComparison.Ordinal)
                .Replace("test: 0.2, ", string.Empty, StringComparison.Ordinal)
                .Replace("epochs: 3", "epochs: 2", StringComparison.Ordinal));
        _project.Succeed("report", "-e", "tiny");
        await Check("tiny", "report.html", "folds-report");
        _project.Write(
            "experiments/rates.yaml",
            Project
                .TinyExperiment.Replace("name: tiny", "name: rates", StringComparison.Ordinal)
                .Replace("n_mfcc: 13", "n_mfcc: 13, duration_seconds: 0.2", StringComparison.Ordinal)
                + "\nsweep: {list: [{training.learning_rate: 0.001}, {training.learning_rate: 0.01}, {features.n_fft: 8192}]}\n");
        _project.Run("sweep", "rates").ExitCode.ShouldBe(2);
        _project.Succeed("compare", "tiny", "rates");
        await Check(string.Empty, "comparison.html", "comparison");
    }

    private void Write(string relative, byte[] bytes)
    {
        var path = Path.Combine(_project.Root, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    private async Task Check(string experiment, string file, string name)
    {
        await using var context = await chromium.Browser!.NewContextAsync();
        context.SetDefaultTimeout(180_000);
        var page = await context.NewPageAsync();
        var problems = new List<string>();
        page.Console += (_, message) =>
            problems.AddRange(message.Type is "error" or "warning" ? [$"console {message.Type}: {message.Text}"] : []);
        page.PageError += (_, error) => problems.Add($"script error: {error}");
        page.Dialog += (_, dialog) => problems.Add($"a name became code: {dialog.Message}");
        page.Request += (_, request) =>
            problems.AddRange(
                request.Url.StartsWith("file:", StringComparison.Ordinal) || request.Url.StartsWith("data:", StringComparison.Ordinal)
                    ? []
                    : [$"request to {request.Url}"]);
        await page.GotoAsync(new Uri(_project.Results(experiment, file)).AbsoluteUri);
        await PagePictures.SetDetailsAsync(page, open: true);
        problems.AddRange(await PageAudit.RunAsync(page, Path.Combine(Screenshots, name)));
        problems.Distinct().Take(20).ShouldBeEmpty(name);
    }
}
