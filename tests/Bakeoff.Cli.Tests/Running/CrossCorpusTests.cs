using System.IO.Compression;
using System.Text.Json;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Tests.Running;

public sealed class CrossCorpusTests : IDisposable
{
    private const string Cross = """
        # Question: what is left when another corpus is tested on?
        name: cross
        seed: 3
        dataset: both
        features: {kind: mfcc, sample_rate_hz: 16000, n_fft: 512, hop_length: 256, n_mels: 40, n_mfcc: 13, summary: functionals}
        split: {by: corpus, test_corpora: [other], acknowledge: [shared_texts]}
        classifier: {candidates: [linear_svm: {c: 0.1}]}
        """;

    private const string Both = """
        name: both
        title: Two corpora with three common labels
        licence: none needed
        citation: none
        corpora:
          - {dataset: tiny, labels: {angry: hot, sad: cold, happy: hot}}
          - {dataset: other, labels: {W: hot, T: cold}}
        """;

    private const string Other = """
        name: other
        title: Another corpus under names of its own
        licence: none needed
        citation: A. Maker, 2020
        pattern: '(?<speaker>[a-z]+)-(?<text>[a-z]+)-(?<label>[WTN])\.wav'
        """;

    private readonly Project _project = new();

    public CrossCorpusTests()
    {
        _project.Write("experiments/cross.yaml", Cross);
        _project.Write("experiments/datasets/both.yaml", Both);
        _project.Write("experiments/datasets/other.yaml", Other);
    }

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Cross_CorpusWithOneSpeaker_FillsTheOtherCellsAndSaysWhatIsMissing()
    {
        var folder = OtherRecordings();
        ZipFile.CreateFromDirectory(Path.Combine(folder, "other"), Path.Combine(folder, "other.zip"));
        Directory.Delete(Path.Combine(folder, "other"), recursive: true);
        var environment = new Dictionary<string, string> { ["COLUMNS"] = "80" };

        var (exitCode, output, error) = _project.Run(environment, "cross", "both", "--set=dataset.source=" + folder);

        exitCode.ShouldBe(2, output + error);
        Directory.GetDirectories(Path.Combine(_project.Root, "artifacts", "store", "featurize")).Length.ShouldBe(1, "features are computed once");
        var matrix = output[output.IndexOf("Test UAR for", StringComparison.Ordinal)..];
        matrix.ShouldMatch(
            "^Test UAR for cold, hot; chance 0\\.500\\. Rows train, columns are tested on\\.\n"
                + "train +other +tiny +mean\n"
                + "other +- +[01]\\.\\d{3} +[01]\\.\\d{3}\n"
                + " +[01]\\.\\d{3}-[01]\\.\\d{3}\n"
                + "tiny +[01]\\.\\d{3} +[01]\\.\\d{3}\\* +[01]\\.\\d{3}\n"
                + " +[01]\\.\\d{3}-[01]\\.\\d{3} +[01]\\.\\d{3}-[01]\\.\\d{3}\n"
                + "mean +[01]\\.\\d{3} +[01]\\.\\d{3}\n\\* one corpus, divided by speaker;");
        matrix.ShouldMatch("\nother +missing +clip +10 +1\ntiny +leave one speaker out +clip +30 +2\n");
        matrix.ShouldContain("\nLeaks within tiny: 5 texts on both the training and the test side.\n");
        matrix.ShouldContain("\n5 clips of other labelled n have no common label; left out.\n");
        matrix.Split('\n').ShouldAllBe(static line => line.Length < 80);
        error.ShouldContain("cross+1 (train_corpora=[other], test_corpora=[other]) failed:\nsplit.by: the corpus has 1 speaker, expected at least 2");
        error.ShouldContain("1 of 4 members failed. The same command runs only these again.");

        var rows = File.ReadAllLines(_project.Results("cross", "cross.csv"));
        rows[0].ShouldBe("train,test,state,folds,clips,speakers,seeds,test_uar,test_uar_sd,test_uar_low,test_uar_high,interval_unit,leakage,missing");
        rows[1].ShouldStartWith("other,other,missing,,,,,,,,,,,\"split.by: the corpus has 1 speaker");
        rows[4].ShouldMatch("^tiny,tiny,done,2,30,2,1,[01].*,clip,5 texts on both the training and the test side,$");
        File.ReadAllText(_project.Results("cross", "sweep.html")).ShouldContain("Missing: trained on other, tested on other. split.by: the corpus");
        File.Exists(_project.Results("cross", "sweep-pictures/cross.png")).ShouldBeTrue();
        File.Exists(_project.Results("cross", "sweep-pictures/cross.pdf")).ShouldBeTrue();
    }

    [Fact]
    public void Report_OtherCorpusTested_MapsLabelsAndKeepsSpeakersApart()
    {
        var output = _project.Succeed("report", "-e", "cross", "--set=dataset.source=" + OtherRecordings());

        output.ShouldContain("leaks: none found");
        using var metrics = JsonDocument.Parse(File.ReadAllBytes(_project.Results("cross", "metrics.json")));
        metrics
            .RootElement.GetProperty("classes")
            .EnumerateArray()
            .Select(static c => c.GetProperty("label").GetString())
            .ShouldBe(["cold", "hot"]);
        metrics
            .RootElement.GetProperty("speakers")
            .EnumerateArray()
            .Select(static s => s.GetProperty("name").GetString())
            .ShouldBe(["other-syn"]);
        metrics.RootElement.GetProperty("test_clips").GetInt32().ShouldBe(10);
        File.ReadAllLines(_project.Results("cross", "index.csv"))
            .ShouldContain(static row =>
                row.StartsWith("tiny/SYN1_", StringComparison.Ordinal) && row.Contains(",tiny-SYN1,tiny-", StringComparison.Ordinal));
        File.ReadAllText(_project.Results("cross", "index-report.json"))
            .ShouldContain("5 clips of other labelled n have no common label; left out.", Case.Insensitive);
        var page = File.ReadAllText(_project.Results("cross", "report.html"));
        page.ShouldContain("Across corpora: tested on other, of which nothing was heard in training");
        page.ShouldContain(
            "@misc{other,\n  title = {{Another corpus under names of its own}},\n  note = {A. Maker, 2020},\n  key = {other}\n}\n@misc{bakeoff,");
        page.ShouldNotContain("@misc{tiny,", Case.Sensitive, "it states nothing to cite");
        _project
            .Succeed("report", "-e", "cross")
            .ShouldContain("download: nothing changed\n", Case.Sensitive, "a corpus once named is remembered");
    }

    [Fact]
    public void Report_CorpusToChooseOn_ChoosesByItAndTestsTheOthers()
    {
        _project.Write("experiments/chosen.yaml", """
            # Question: which candidate holds for a voice of another corpus?
            name: chosen
            extends: cross
            split: {by: leave_one_speaker_out, test_corpora: [], choose_on: [other], acknowledge: [shared_texts]}
            classifier: {candidates: [linear_svm: {c: 0.1}, linear_discriminant: {}]}
            """);

        var output = _project.Succeed("report", "-e", "chosen", "--set=dataset.source=" + OtherRecordings());

        output.ShouldMatch("split: 2 folds \\(leave one speaker out\\): train \\d+, validation \\d+, test 15, unused 10\n");
        var rows = File.ReadAllLines(_project.Results("chosen", "candidates.csv"));
        rows.Skip(1).ShouldAllBe(static row => row.EndsWith(",1,choose_on", StringComparison.Ordinal));
        rows.Length.ShouldBe(5);
        File.ReadAllText(_project.Results("chosen", "protocol-audit.json")).ShouldContain("of 2 on 1 corpus on neither side.");
        File.ReadAllText(_project.Results("chosen", "report.html"))
            .ShouldContain("chosen by other corpora, which are neither trained nor tested on: other.");
    }

    [Theory]
    [InlineData("split.test_corpora=[tess]", "split.test_corpora is 'tess', expected one of tiny, other. Take a dataset with corpora")]
    [InlineData("split.test_corpora=[]", "split.test_corpora is empty, expected the corpora to test on.")]
    [InlineData("split.by=random", "split.test_corpora is given, expected only with by: corpus.")]
    public void Report_WrongCorpora_SaysWhatIsExpected(string set, string message)
    {
        var (exitCode, _, error) = _project.Run("evaluate", "-e", "cross", "--set=dataset.source=" + OtherRecordings(), "--set=" + set);

        exitCode.ShouldBe(2);
        error.ShouldContain(message);
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public void Report_FolderWithoutTheCorpora_SaysWhatToPutThere()
    {
        var (exitCode, _, error) = _project.Run("evaluate", "-e", "cross", "--set=dataset.source=" + _project.Root);

        exitCode.ShouldBe(2);
        error.ShouldContain("expected a folder with tiny or tiny.zip, other or other.zip in it.");
    }

    [Fact]
    public void Describe_CombinedCorpus_NamesItsParts() =>
        _project.Succeed("datasets", "describe", "both").ShouldContain("made of          other, labels W as hot, T as cold\n");

    // The synthetic recordings again, under other names and with other noise in front, so that no two are the same.
    private string OtherRecordings()
    {
        _project.Prepare("index");
        var folder = Path.Combine(_project.Root, "at hand");
        Directory.CreateDirectory(Path.Combine(folder, "other", "wav"));
        var recordings = Directory.GetFiles(
            Path.Combine(_project.Root, "artifacts", "store", "download"),
            "SYN2_*.wav",
            SearchOption.AllDirectories);
        foreach (var (label, code) in new[] { ("angry", "W"), ("sad", "T"), ("neutral", "N") })
        {
            foreach (var file in recordings.Where(file => file.Contains($"_{label}_", StringComparison.Ordinal)))
            {
                var bytes = File.ReadAllBytes(file);
                bytes[^1] ^= 1;
                File.WriteAllBytes(Path.Combine(folder, "other", "wav", $"syn-{Path.GetFileName(file).Split('_')[1]}-{code}.wav"), bytes);
            }
        }

        return folder;
    }
}
