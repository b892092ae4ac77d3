using System.Text.Json;

namespace Bakeoff.Cli.Tests.Running;

/// <summary>Corpora that are folders of recordings: nobody says who speaks or what.</summary>
public sealed class PlainFolderTests : IDisposable
{
    private const string Dataset = """
        name: plain
        title: A folder a label
        licence: none needed
        citation: none
        pattern: '(?<label>[a-z]+)/[^/]+\.wav'
        """;

    private const string Experiment = """
        name: plain
        seed: 1
        dataset: plain
        features: {kind: mfcc, sample_rate_hz: 16000, n_fft: 512, hop_length: 256, n_mels: 20, n_mfcc: 8}
        split: {by: random, test: 0.25, validation: 0.25}
        model: [masking: {}, lstm: {units: 4}]
        training: {epochs: 1, batch_size: 8}
        """;

    private readonly Project _project = new();

    public PlainFolderTests()
    {
        _project.Write("experiments/plain.yaml", Experiment);
        _project.Write("experiments/datasets/plain.yaml", Dataset);
    }

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Report_SpeakersAndTextsUnknown_LeaksCannotBeKnown()
    {
        const string Sentence = "cannot be known for speakers (unknown for all 12 clips) and texts (unknown for all 12 clips)";
        var corpus = Corpus(labels: 3, clips: 4);

        _project.Succeed("report", "-e", "plain", "--set=dataset.source=" + corpus).ShouldContain("leaks: " + Sentence);
        _project.Succeed("export", "-e", "plain", "--set=dataset.source=" + corpus);

        using var metrics = JsonDocument.Parse(File.ReadAllBytes(_project.Results("plain", "metrics.json")));
        metrics.RootElement.GetProperty("leakage").GetString().ShouldBe(Sentence);
        metrics.RootElement.GetProperty("unknown_leaks")[0].GetString().ShouldBe("shared_speakers");
        File.ReadAllText(_project.Results("plain", "report.html"))
            .ShouldContain("<bdi>shared_speakers</bdi></strong>: cannot be known, unknown for all 12 clips");
        Directory.EnumerateFiles(Path.Combine(_project.Root, "mlruns"), "bakeoff.leaks", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .ShouldBe([Sentence]);
        var card = Directory.EnumerateFiles(Path.Combine(_project.Root, "artifacts"), "MODEL_CARD.md", SearchOption.AllDirectories).First();
        File.ReadAllText(card).ShouldContain("- shared speakers: cannot be known (unknown for all 12 clips)\n");
        _project.Succeed("compare", "plain", "--json").ShouldContain("\"unknown_leaks\": [\n        \"shared_speakers\"");
    }

    [Fact]
    public void Report_OneClass_IsRefusedRightAfterTheIndex()
    {
        _project.Refuse("report", "-e", "plain", "--set=dataset.source=" + Corpus(labels: 1, clips: 6))
            .ShouldContain("dataset: the corpus has 1 class, 'a', expected at least 2 classes to tell apart.");

        Directory.GetDirectories(Path.Combine(_project.Root, "artifacts", "store"))
            .Select(folder => Path.GetFileName(folder))
            .Where(static name => name[0] != '.')
            .ShouldBe(["download", "index"], ignoreOrder: true);
        _project.Succeed("explore", "-e", "plain", "--set=dataset.source=" + Path.Combine(_project.Root, "recordings"));
    }

    [Fact]
    public void Report_OddFoldersAndABrokenNeighbour_GoesOnAndNamesIt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not take these names.");
        var runs = Path.Combine(_project.Root, "a:b 100%41#1?");
        var broken = Directory.CreateDirectory(Path.Combine(runs, "123456")).FullName;
        File.WriteAllText(Path.Combine(broken, "meta.yaml"), string.Empty);
        var corpus = Corpus(labels: 2, clips: 4, "re:c 100%41#1?");
        var address = "file://" + Uri.EscapeDataString(runs).Replace("%2F", "/", StringComparison.Ordinal);
        var environment = new Dictionary<string, string> { ["MLFLOW_TRACKING_URI"] = address };

        var (exitCode, output, error) = _project.Run(environment, "report", "-e", "plain", "--set=dataset.source=" + corpus);

        exitCode.ShouldBe(0, error);
        output.ShouldContain($"MLflow: left out: {broken}/meta.yaml: key 'name' is missing");
        Directory.EnumerateFiles(runs, "report.html", SearchOption.AllDirectories).Count().ShouldBe(1);
    }

    /// <summary>A folder of tones, no two alike.</summary>
    private string Corpus(int labels, int clips, string name = "recordings")
    {
        var root = Path.Combine(_project.Root, name);
        for (var label = 0; label < labels; label++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(root, ((char)('a' + label)).ToString())).FullName;
            for (var clip = 0; clip < clips; clip++)
            {
                File.WriteAllBytes(Path.Combine(folder, $"{clip}.wav"), Recording.Tone(0.2 + (0.01 * ((label * clips) + clip)), 8000));
            }
        }

        return root;
    }
}
