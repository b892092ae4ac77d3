using Bakeoff.Mlflow.Rest;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Tests.Running;

/// <summary>Pins a finished experiment, runs it again from nothing, and says what differs when something does.</summary>
public sealed class ReproduceTests : IDisposable
{
    private const string Lock = "experiments/tiny.lock.yaml";
    private readonly Project _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Reproduce_NothingChanged_IsIdenticalAndLeavesNothing()
    {
        Pin();
        var output = _project.Succeed("reproduce", "tiny", "--threads", "3", "--markdown", "table.md");
        output.ShouldContain("train: identical\n");
        output.ShouldContain("tiny: identical results, every bit\n");
        output.ShouldMatch(@"\n  test_uar +[01]\.[0-9]{6}\n");
        File.ReadAllText(Path.Combine(_project.Root, "table.md")).ShouldMatch("\n\\| test_uar +\\| ");
        Directory.GetFileSystemEntries(Path.Combine(_project.Root, "artifacts", "reproduce")).ShouldBeEmpty();
        Directory.Exists(Path.Combine(_project.Root, "mlruns")).ShouldBeFalse("a reproduction is not tracked");
        _project.Succeed("reproduce", "tiny", "--no-data").ShouldContain("nothing that decides a result has changed");
    }

    [Fact]
    public void Reproduce_SeedOfTrainingChanged_NamesStageFilesAndFigures()
    {
        Pin();
        var (exitCode, output, error) = _project.Run("reproduce", "tiny", "--set=training.learning_rate=0.02", "--keep");
        exitCode.ShouldBe(1, error);
        output.ShouldContain("since the pin: train: training.learning_rate: 0.01 -> 0.02\n");
        output.ShouldContain("split: identical\n");
        output.ShouldContain("tiny: results differ, first in train:\n");
        output.ShouldContain("  output model/weights.safetensors changed\n");
        output.ShouldContain("evaluate: differs in turn\n");
        output.ShouldMatch(@"test_loss +\d\.\d+ -> \d\.\d+ \([+-]\d\.\d+\)");
        Directory.GetDirectories(Path.Combine(_project.Root, "artifacts", "reproduce")).Length.ShouldBe(1, "--keep keeps it");
    }

    [Fact]
    public void Reproduce_NoDataOfALocalArchive_SourcesOfTheCorpusAreNoSetting()
    {
        _project.Succeed("download", "tiny");
        var recordings = Directory.GetFiles(Path.Combine(_project.Root, "artifacts", "store"), "*.wav", SearchOption.AllDirectories);
        Directory.Move(Path.GetDirectoryName(recordings[0])!, Path.Combine(_project.Root, "elsewhere"));
        _project.Write(
            "experiments/datasets/tiny.yaml",
            Project.TinyDataset.Split("synthetic:")[0]
                + $"sources: [url: {{url: 'https://example.org/tiny.zip', sha256: {new string('a', 64)}}}]\n");
        _project.Succeed("evaluate", "tiny", "--set=dataset.source=elsewhere");
        _project.Succeed("pin", "tiny");
        Directory.Delete(Path.Combine(_project.Root, "artifacts"), recursive: true);

        _project.Succeed("reproduce", "tiny", "--no-data").ShouldNotContain("since the pin");
    }

    [Fact]
    public void Reproduce_NoData_NeedsNoResultsAndNamesWhatChanged()
    {
        Pin();
        Directory.Delete(Path.Combine(_project.Root, "artifacts"), recursive: true);
        _project.Succeed("reproduce", "tiny", "--no-data");
        _project.Write("experiments/tiny.yaml", Project.TinyExperiment.Replace("n_mfcc: 13", "n_mfcc: 12"));
        var (exitCode, output, _) = _project.Run("reproduce", "tiny", "--no-data");
        exitCode.ShouldBe(1);
        output.ShouldContain("since the pin: featurize: features.n_mfcc: 13 -> 12\n");
        output
            .Split('\n')
            .Count(l => l.Contains("features.n_mfcc", StringComparison.Ordinal))
            .ShouldBe(1, "once, although training reads it too");
    }

    [Fact]
    public void Reproduce_CodeDigestOfThePinIsOther_IsIdenticalAndSaysSo()
    {
        Pin();
        var text = Sealed(
            string.Join(
                '\n',
                Read()
                    .Split('\n')
                    .Select(l => l.TrimStart().StartsWith("Bakeoff.Audio:", StringComparison.Ordinal) ? "      Bakeoff.Audio: other" : l)));
        _project.Write(Lock, text);
        var output = _project.Succeed("reproduce", "tiny");
        output.ShouldContain("since the pin: code changed in Bakeoff.Audio\n");
        output.ShouldContain("identical results, every bit; settings or code changed without effect");
        var (exitCode, check, _) = _project.Run("reproduce", "tiny", "--no-data");
        exitCode.ShouldBe(1);
        check.ShouldContain("code changed in Bakeoff.Audio");
    }

    [Fact]
    public void Pin_Twice_WritesTheSameBytes()
    {
        Pin();
        var first = Read();
        _project.Succeed("pin", "tiny");
        Read().ShouldBe(first);
        first.Length.ShouldBeLessThan(20_000);
        first.ShouldContain("weights.safetensors");
        first.ShouldNotContain("recordings/");
    }

    [Fact]
    public void Pin_NotFinished_SaysWhichStage() =>
        _project.Refuse("pin", "tiny").ShouldContain("experiment tiny: download has no result to pin (not run yet)");

    [Fact]
    public void Pin_SetOfAParameter_IsRefused() =>
        _project.Refuse("pin", "tiny", "--set=seed=5").ShouldContain("--set=seed=5: only dataset.source can be set");

    [Fact]
    public void Reproduce_NotPinned_SaysHowToPin() =>
        _project.Refuse("reproduce", "tiny").ShouldContain($"{Lock}: there is no such file, expected the pin of experiment 'tiny'");

    [Fact]
    public void Reproduce_LockUnusable_SaysWhy()
    {
        Pin();
        var text = Read();
        Refuse(text.Replace("test_uar: ", "test_uar: 1", StringComparison.Ordinal))
            .ShouldMatch(@"tiny\.lock\.yaml\(\d+,1\): checksum is .* The file was edited by hand");
        Refuse(text.Replace("version: 1", "version: 2", StringComparison.Ordinal))
            .ShouldContain("tiny.lock.yaml(2,1): version is 2, expected 1.");
        Refuse(text[..(text.Length / 2)]).ShouldContain("checksum is missing");
        Refuse("<<<<<<< ours\n").ShouldContain("version is missing");
        Refuse(Sealed(text.Replace("experiment: tiny", "experiment: other", StringComparison.Ordinal)))
            .ShouldContain("experiment is 'other', expected 'tiny'");
        _project.Write(Lock, text.Replace("\n", "\r\n", StringComparison.Ordinal));
        _project.Succeed("reproduce", "tiny", "--no-data");
    }

    private string Refuse(string text)
    {
        _project.Write(Lock, text);
        return _project.Refuse("reproduce", "tiny", "--no-data");
    }

    private void Pin()
    {
        _project.Prepare("evaluate");
        _project.Succeed("pin", "tiny");
    }

    private string Read() => File.ReadAllText(Path.Combine(_project.Root, Lock));

    /// <summary>A lock as another machine might have written it: changed, with a checksum that fits.</summary>
    private static string Sealed(string text)
    {
        var content = text[..(text.LastIndexOf("\nchecksum: ", StringComparison.Ordinal) + 1)];
        return $"{content}checksum: "
            + $"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content)))}\n";
    }
}
