using System.Globalization;
using System.Text.RegularExpressions;
using Bakeoff.Cli.Tests.Running;

namespace Bakeoff.Cli.Tests.Sweeps;

public sealed partial class SearchTests : IDisposable
{
    /// <summary>Some steps make the loss overflow: the largest rates with momentum.</summary>
    private const string Search = """

        sweep:
          tpe:
            trials: 4
            startup: 3
            round: 1
            keys:
              training.optimizer: {choice: [adam, sgd]}
              training.learning_rate: {log_uniform: [1e-3, 10]}
              training.momentum: {uniform: [0.9, 0.999], when: {training.optimizer: sgd}}
        """;

    private readonly Project _project = new();

    public SearchTests() => _project.Write("experiments/tiny.yaml", Project.TinyExperiment + Search);

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Sweep_Tpe_ChoosesByValidationAndTestsTheChosenAlone()
    {
        var output = _project.Succeed("sweep", "tiny", "--workers=2", "--threads=2");

        output.ShouldMatch("\n  best so far of 3 trials by validation_uar 0\\.\\d{4}: tiny\\+\\d ");
        output.ShouldMatch("\n  chosen of 4 trials by validation_uar 0\\.\\d{4}: tiny\\+\\d ");
        output.ShouldMatch("\ntrial +setting +validation_uar\n\\+\\d ");
        Directory.GetFiles(Path.Combine(_project.Root, "artifacts", "experiments"), "metrics.json", SearchOption.AllDirectories)
            .ShouldHaveSingleItem("no test figure exists of trials that were not chosen");
        var rows = File.ReadAllLines(_project.Results("tiny", "sweep.csv"));
        rows.Length.ShouldBe(5);

        var page = File.ReadAllText(_project.Results("tiny", "sweep.html"));
        page.ShouldContain("Only trials that are chosen are tested.");
        rows.Skip(1).ShouldAllBe(row => page.Contains($">{row.Split(',')[4]}<", StringComparison.Ordinal), "the page has the rates of all trials");

        // Neither workers nor a run before change what is proposed; a record that is damaged is made again.
        File.WriteAllText(_project.Results("tiny", "search.json"), "{\"scores\":[");
        Directory.Delete(Path.Combine(_project.Root, "artifacts", "store", "train"), recursive: true);
        _project.Succeed("sweep", "tiny", "--workers=1", "--threads=1");
        File.ReadAllLines(_project.Results("tiny", "sweep.csv")).ShouldBe(rows);
        var record = _project.Results("tiny", "search.json");
        var ofAnother = File.ReadAllText(record).Replace("\"settings\":\"", "\"settings\":\"other", StringComparison.Ordinal);
        File.WriteAllText(record, ofAnother);
        var (_, again, _) = _project.Run(new Dictionary<string, string> { ["COLUMNS"] = "50" }, "sweep", "tiny");
        again.ShouldContain("the file was changed since this search was recorded: it begins anew");
        again.Split('\n').Count(l => l.EndsWith(", nothing changed", StringComparison.Ordinal)).ShouldBe(5);
        again.ShouldNotContain("Parameters that differ", customMessage: "a single tested trial differs from none");

        var chosen = output.Split('\n').Single(l => l.StartsWith("  chosen ", StringComparison.Ordinal)).Split(": ")[1];
        _project.Succeed("best", "tiny").ShouldContain($"\ntake: {chosen}");
    }

    [Fact]
    public void Sweep_SeveralFolds_EndsWithAChoiceForEach()
    {
        const string Text = """
            # Question: does each fold choose for itself?
            name: tiny
            dataset: tiny
            features: {kind: mfcc, sample_rate_hz: 16000, n_fft: 512, hop_length: 256, n_mels: 40, n_mfcc: 13, summary: functionals}
            split: {by: kfold, folds: 3, acknowledge: [shared_speakers, shared_texts]}
            classifier: {folds: 2, candidates: [linear_discriminant: {shrinkage: 0.1}, linear_discriminant: {shrinkage: 0.9}]}
            sweep: {grid: {features.n_mfcc: [2, 4, 8]}}
            """;
        _project.Write("experiments/tiny.yaml", Text);
        var output = _project.Succeed("sweep", "tiny");

        var best = Enumerable
            .Range(0, 3)
            .SelectMany(member => Rows(member, "candidates.csv").Select(row => (member, row)))
            .Where(static of => of.row["is_chosen"] == "true")
            .GroupBy(static of => of.row["fold"], StringComparer.Ordinal)
            .Select(static fold => fold.MaxBy(static of => double.Parse(of.row["inner_uar"], CultureInfo.InvariantCulture)))
            .ToList();
        var predictions = best
            .SelectMany(of => Rows(of.member, "predictions.csv").Where(row => row["fold"] == of.row["fold"]))
            .GroupBy(static row => row["label"], StringComparer.Ordinal)
            .ToList();
        var uar = predictions.Average(static label => label.Average(row => row["predicted"] == label.Key ? 1.0 : 0));
        best.Count.ShouldBe(3);
        predictions.Sum(static label => label.Count()).ShouldBe(70);
        output.ReplaceLineEndings(" ").ShouldContain(string.Create(CultureInfo.InvariantCulture, $" test_uar {uar:0.000} "));
        File.ReadAllLines(_project.Results("tiny", "nested.csv")).Length.ShouldBe(4);

        _project.Succeed("paper", "tiny", "--output=paper");
        File.ReadAllText(Path.Combine(_project.Root, "paper", "results.tex"))
            .ShouldContain(string.Create(CultureInfo.InvariantCulture, $@"test\_uar {uar:0.000} "));

        // A search over settings that are known already: the paper states the choice, and no trial is a rival of it.
        const string Choice = "tpe: {trials: 2, startup: 2, keys: {features.n_mfcc: {choice: [2, 4, 8]}}}";
        _project.Write("experiments/tiny.yaml", Text.Replace("grid: {features.n_mfcc: [2, 4, 8]}", Choice));
        _project.Succeed("sweep", "tiny");
        _project.Succeed("paper", "tiny", "--output=search");
        var results = File.ReadAllText(Path.Combine(_project.Root, "search", "results.tex"));
        results.ShouldMatch(@"\nChosen of 2 trials by inner\\_uar 0\.\d{4}: tiny\+\d \(n\\_mfcc=\d\)\. ");
        results.ShouldContain("where each of 3 folds takes the setting");
        results.ShouldContain(@"\cite{bergstra2011,varma2006}");
        results.ShouldNotContain("paragraph{Differences");
    }

    // A candidate is written in YAML, which has commas of its own between quotes; its column is not asked for.
    private List<Dictionary<string, string>> Rows(int member, string file)
    {
        var lines = File.ReadAllLines(_project.Results(string.Create(CultureInfo.InvariantCulture, $"tiny+n_mfcc={2 << member}"), file));
        var header = lines[0].Split(',');
        return
        [
            .. lines
                .Skip(1)
                .Select(static line => Quoted().Replace(line, "").Split(','))
                .Select(cells => header.Zip(cells).ToDictionary(static of => of.First, static of => of.Second, StringComparer.Ordinal)),
        ];
    }

    [GeneratedRegex("\"[^\"]*\"", RegexOptions.None, 1000)]
    private static partial Regex Quoted();

    [Fact]
    public void Sweep_SlurmExecutor_SubmitsRoundAfterRound()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Slurm and its stand-in are shell scripts.");
            return;
        }

        _project.Write("experiments/tiny.yaml", Project.TinyExperiment + Search.Replace("trials: 4", "trials: 3").Replace("startup: 3", "startup: 2"));
        _project.Prepare("featurize");
        var environment = SweepExecutorTests.StandIn(_project);
        _project.Run(environment, "sweep", "tiny", "--executor=slurm", "--threads=1").ExitCode.ShouldBe(0);

        // Two members, then one, and the report of the chosen one.
        var log = File.ReadAllText(environment["SBATCH_LOG"]);
        log.Split('\n').Count(static l => l.Contains("--array=", StringComparison.Ordinal)).ShouldBe(3, log);
        var table = File.ReadAllLines(_project.Results("tiny", "sweep.csv"));
        File.Delete(_project.Results("tiny", "sweep.csv"));
        _project.Succeed("sweep", "tiny", "--workers=1");
        File.ReadAllLines(_project.Results("tiny", "sweep.csv")).ShouldBe(table);
    }

    [Fact]
    public void Sweep_TrialThatDiverges_IsToldAndTheSearchGoesOn()
    {
        _project.Write(
            "experiments/tiny.yaml",
            Project
                .TinyExperiment.Replace(
                    "  - lstm: {units: 8}",
                    "  - global_average_pooling: {}\n  - dense: {units: 64}\n  - dense: {units: 64}\n  - dense: {units: 64}")
                .Replace("optimizer: adam", "optimizer: sgd, momentum: 0.99")
                .Replace("epochs: 3", "epochs: 60")
                + "\nsweep: {tpe: {trials: 3, startup: 2, keys: {training.learning_rate: {choice: [0.001, 0.01, 10]}}}}\n");
        var (exitCode, output, error) = _project.Run("sweep", "tiny", "--workers=1");

        exitCode.ShouldBe(0, error);
        output.ShouldMatch("tiny\\+\\d \\(learning_rate=10\\): failed\n");
        error.ShouldMatch("tiny\\+\\d \\(learning_rate=10\\) failed:\n");
        error.ShouldContain("1 of 3 members failed.");
    }
}
