using System.Globalization;
using Bakeoff.Cli.Tests.Running;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Tests.Sweeps;

public sealed class SweepTests : IDisposable
{
    private const string Grid = "\nsweep: {grid: {model.1.lstm.units: [4, 8]}}\nseeds: [1, 2]\n";

    /// <summary>The second member's steps make its loss overflow.</summary>
    private const string OneDiverges = """

        sweep:
          list:
            - {training.learning_rate: 0.001}
            - {training.learning_rate: 10, training.momentum: 0.99}
        """;

    private readonly Project _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Sweep_GridAndSeeds_SharesStagesEndsWithTableAndRerunsOnlyWhatIsMissing()
    {
        _project.Write("experiments/tiny.yaml", Project.TinyExperiment + Grid);
        _project.Succeed("report", "tiny+units=4+seed=1");
        var before = Runs().ShouldHaveSingleItem();
        var output = _project.Succeed("sweep", "tiny", "--workers", "2", "--threads", "2");

        Stored("featurize").ShouldBe(1, "features are computed once");
        Stored("train").ShouldBe(4);
        output.ShouldContain("members of tiny; split by random; ");
        output.ShouldMatch("\n\\d units=4 +0\\.\\d{3} ± 0\\.\\d{3} +0\\.\\d{3} ± 0\\.\\d{3} +0\\.\\d{3} to [01]\\.\\d{3} .* \\+1 to \\+2\n");
        output.ShouldMatch("\n\\d units=8 +0\\.\\d{3} ± .* \\+3 to \\+4\n");
        output.ShouldMatch("\n\\[4 of 4\\] tiny\\+\\d \\(units=\\d, seed=\\d\\): UAR ");
        var table = File.ReadAllLines(_project.Results("tiny", "sweep.csv"));
        table.Length.ShouldBe(5);
        table[0]
            .ShouldBe(
                "number,member,group,model.1.lstm.units,seed,state,validation_uar,validation_accuracy,validation_loss,inner_uar,test_uar,"
                    + "test_accuracy,test_macro_f1,test_loss");
        table[4].ShouldMatch("^4,tiny\\+units=8\\+seed=2,tiny\\+units=8,8,2,done,0\\.\\d+,0\\.\\d+,\\d\\.\\d+,,[01]\\.");
        _project.Succeed("status", "tiny+4", "--json").ShouldContain("units=8\\u002Bseed=2\"");
        var best = _project.Succeed("best", "tiny");
        best.ShouldMatch("\ntake: tiny\\+\\d \\(units=\\d, seed=1\\)\n");
        best.Split('\n')[1].ShouldContain(output.Split('\n').Single(line => line.StartsWith("1 units", StringComparison.Ordinal)).Split(' ')[1]);
        File.Exists(_project.Results("tiny+units=8+seed=2", "report.html")).ShouldBeTrue();

        // One was computed before the sweep: its child has its figures and says where the rest is.
        var parent = Runs().Where(r => r.Parent is null && r.Id != before.Id).ShouldHaveSingleItem();
        var found = Runs().Single(r => r.Parent == parent.Id && r.Name == before.Name);
        Tag(found.Folder, "bakeoff.computed_in").ShouldBe(before.Id);
        found.Note.ShouldStartWith($"Computed before, in the run [units=4, seed=1](#/experiments/{before.Experiment}/runs/{before.Id}), ");
        Metric(found, "test/UAR").ShouldBe(Metric(before, "test/UAR"));
        File.ReadAllLines(Path.Combine(found.Folder, "metrics/train/loss")).Length.ShouldBe(3);
        Runs().Where(r => r.Parent is not null).Select(r => r.Parent).ShouldBe(Enumerable.Repeat(parent.Id, 4));
        Runs().Select(r => r.Experiment).Distinct().Count().ShouldBe(1, "members are in the experiment of their parent");
        parent.Note.ShouldMatch(
            "^\\*\\*Question:\\*\\* does it run\\?\n\n"
                + "\\| setting \\|[\u200B\u00A0 ]+members \\|[\u200B\u00A0 ]+seeds \\|[\u200B\u00A0 ]+validation UAR .*\n\\|:-+.*\n"
                + "\\| units=4 \\|[\u200B\u00A0 ]+2 of 2 \\|[\u200B\u00A0 ]+2 \\|[\u200B\u00A0 ]+0\\.\\d{3} ± ");
        parent.Name.ShouldBe("sweep of 4 over units, seed");
        var ofSetting = Runs().Where(r => r.Parent == parent.Id && r.Name.StartsWith("units=4, ", StringComparison.Ordinal));
        Metric(parent, "test/UAR_mean/units 4").ShouldBe(ofSetting.Average(r => Metric(r, "test/UAR")), 1e-12);
        Metric(parent, "test/UAR_sd/units 8").ShouldBeGreaterThanOrEqualTo(0);
        Runs().Select(r => r.Name).Order(StringComparer.Ordinal)
            .ShouldBe([parent.Name, "units=4, seed=1", "units=4, seed=1", "units=4, seed=2", "units=8, seed=1", "units=8, seed=2"]);
        File.ReadAllText(_project.Results("tiny", "sweep.html")).ShouldContain("href=\"../tiny%2Bunits%3D4%2Bseed%3D1/report.html\"");

        // One result is gone: its training alone is made again, under the same parent.
        Directory.Delete(Directory.GetDirectories(Path.Combine(_project.Root, "artifacts", "store", "train"))[0], recursive: true);
        var again = _project.Succeed("sweep", "-e", "tiny", "--workers=1");
        again.Split('\n').Count(l => l.Contains(": train: done", StringComparison.Ordinal)).ShouldBe(1);
        again.Split('\n').Count(l => l.EndsWith(", nothing changed", StringComparison.Ordinal)).ShouldBe(3);
        Runs().Count(r => r.Parent is null).ShouldBe(2);
        Runs().Count(r => r.Parent == parent.Id).ShouldBe(5);

        // With nothing to do, only what was deleted from the folder that people open is put back.
        File.Delete(_project.Results("tiny+units=8+seed=2", "predictions.csv"));
        var idle = _project.Succeed("sweep", "tiny");
        Table(idle).ShouldBe(Table(again));
        idle.Split('\n').Count(l => l.EndsWith(", nothing changed", StringComparison.Ordinal)).ShouldBe(4);
        File.Exists(_project.Results("tiny+units=8+seed=2", "predictions.csv")).ShouldBeTrue();
        File.ReadAllText(_project.Results("tiny", "sweep.html")).ShouldContain(">tiny: comparison<");
        Runs().Count.ShouldBe(7, "with nothing to do, nothing is recorded");
    }

    [Fact]
    public void Sweep_OneMemberFailsAndServerIsDead_OthersFinishAndExitCodeSaysSo()
    {
        var experiment = Project
            .TinyExperiment.Replace(
                "  - lstm: {units: 8}",
                "  - global_average_pooling: {}\n  - dense: {units: 64}\n  - dense: {units: 64}\n  - dense: {units: 64}")
            .Replace("optimizer: adam", "optimizer: sgd")
            .Replace("epochs: 3", "epochs: 200");
        _project.Write("experiments/tiny.yaml", experiment + OneDiverges);
        var environment = new Dictionary<string, string>
        {
            ["MLFLOW_TRACKING_URI"] = "http://127.0.0.1:9",
            ["XDG_DATA_HOME"] = _project.Root,
        };
        var (exitCode, output, error) = _project.Run(environment, "sweep", "tiny", "--workers=1");
        exitCode.ShouldBe(2, output + error);
        output.ShouldStartWith("  MLflow http://127.0.0.1:9, experiments/search: nothing listens at this address (connection refused). ");
        output.Split("connection refused").Length.ShouldBe(2, "members are told, the user once");
        output.ShouldMatch("\ntiny\\+learning_rate=0\\.001 +0\\.\\d{3}");
        output.ShouldContain("\ntiny+learning_rate=10+momentum=0.99: 0 of 1 members have results\n");
        error.ShouldMatch("tiny\\+2 \\(learning_rate=10, momentum=0\\.99\\) failed:\ntraining: loss is .* Lower training.learning_rate");
        error.ShouldContain("1 of 2 members failed. The same command runs only these again.");
        error.ShouldNotContain("   at ");
        File.ReadAllText(_project.Results("tiny", "sweep.csv"))
            .ShouldContain("2,tiny+learning_rate=10+momentum=0.99,tiny+learning_rate=10+momentum=0.99,10,0.99,failed,,,,,,,,\n");
    }

    [Fact]
    public void Sweep_MembersAsJobs_GatherReadsWhatTheyLeft()
    {
        _project.Write("experiments/tiny.yaml", Project.TinyExperiment + "\nseeds: [1, 2]\n");
        _project.Succeed("sweep", "tiny", "--member=2");
        var (exitCode, output, error) = _project.Run("sweep", "tiny", "--gather");
        exitCode.ShouldBe(2);
        output.ShouldContain("\ntiny: 1 of 2 members have results\n");
        error.ShouldContain("tiny+seed=1: explore has no result, expected one from an earlier job.");
        Stored("train").ShouldBe(1, "gathering runs nothing");
        _project.Succeed("sweep", "tiny", "--member=1");
        _project.Succeed("sweep", "tiny", "--gather").ShouldMatch("\ntiny +0\\.\\d{3} ± 0\\.\\d{3}");
    }

    [Theory]
    [InlineData(
        "",
        "experiments/tiny.yaml: has neither sweep nor seeds, expected one of them. Add 'seeds: [1, 2, 3]', or run 'bakeoff report "
            + "tiny' for a single result.")]
    [InlineData("\nsweep: {grid: {features.n_mffc: [13, 20]}}", "unknown key 'n_mffc' in features. Did you mean 'n_mfcc'?")]
    [InlineData("\nsweep: {list: [{seed: 4}, {seed: 4}]}", "members 1 and 2 of 2 have equal parameters (tiny+seed=4), expected each once.")]
    public void Sweep_BadSweep_SaysWhatIsWrong(string sweep, string expected)
    {
        _project.Write("experiments/tiny.yaml", Project.TinyExperiment + sweep);
        _project.Refuse("sweep", "tiny").ShouldContain(expected);
        Directory.Exists(Path.Combine(_project.Root, "artifacts", "store")).ShouldBeFalse("nothing runs before everything is checked");
    }

    [Theory]
    [InlineData("--workers=0", "--workers is 0, expected 1 to 1024.")]
    [InlineData("--member=3", "--member is 3, expected 1 to 2, the members of tiny.")]
    public void Sweep_NumberOutOfRange_NamesTheRange(string option, string expected)
    {
        _project.Write("experiments/tiny.yaml", Project.TinyExperiment + "\nseeds: [1, 2]\n");
        _project.Refuse("sweep", "tiny", option).ShouldContain(expected);
    }

    private int Stored(string stage)
    {
        var folder = Path.Combine(_project.Root, "artifacts", "store", stage);
        return Directory.Exists(folder) ? Directory.GetDirectories(folder).Length : 0;
    }

    private static string Table(string output) => output[output.IndexOf("\ntiny, ", StringComparison.Ordinal)..];

    private sealed record RecordedRun(string Folder, string Id, string Experiment, string? Parent, string Name, string Note);

    private static double Metric(RecordedRun run, string key) =>
        double.Parse(
            File.ReadAllLines(Path.Combine(run.Folder, "metrics", key)).ShouldHaveSingleItem().Split(' ')[1],
            CultureInfo.InvariantCulture);

    private List<RecordedRun> Runs() =>
        [
            .. Directory
                .GetDirectories(Path.Combine(_project.Root, "mlruns"), "params", SearchOption.AllDirectories)
                .Select(d => Path.GetDirectoryName(d)!)
                .Select(run =>
                    new RecordedRun(
                        run,
                        Path.GetFileName(run),
                        Path.GetFileName(Path.GetDirectoryName(run)!),
                        Tag(run, "mlflow.parentRunId"),
                        Tag(run, "mlflow.runName")!,
                        Tag(run, "mlflow.note.content") ?? string.Empty)),
        ];

    private static string? Tag(string run, string key)
    {
        var path = Path.Combine(run, "tags", key);
        return File.Exists(path) ? File.ReadAllText(path).TrimEnd() : null;
    }
}
