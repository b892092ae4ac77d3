using System.Globalization;
using System.Text.Json;
using Bakeoff.Cli.Tests.Running;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Rest;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Tests.Comparing;

public sealed class CompareTests : IDisposable
{
    private readonly Project _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Compare_TwoExperiments_ShowsWhatDiffersInEveryForm()
    {
        _project.Write(
            "experiments/small.yaml",
            Project.TinyExperiment.Replace("name: tiny", "name: small").Replace("units: 8", "units: 4"));
        _project.Prepare("report");
        _project.Succeed("report", "-e", "small");

        var text = _project.Succeed("compare", "tiny", "small", "--by=order");
        text.ShouldMatch("^tiny, \\d+ test clips\nsplit by random; leaks: shared_speakers, shared_texts, shared_speaker_texts; one seed; ");
        text.ShouldMatch("\n1 tiny +0\\.\\d{3} +0\\.\\d{3} +0\\.\\d{3} to [01]\\.\\d{3} ");
        text.ShouldMatch("\\nmodel\\.1\\.lstm\\.units +8 +4\n\n");
        text.ShouldNotContain("training.batch_size");
        text.ShouldMatch("\n1 tiny +2 small +[+-]?0\\.\\d{3} +[+-]?0\\.\\d{3} to [+-]?0\\.\\d{3} +[01]\\.\\d{4}  unclear\n");
        text.ShouldContain("\ndifferent: p below 0.05; else unclear.\n");
        foreach (var width in new[] { 80, 60 })
        {
            var (_, narrow, _) = _project.Run(
                new Dictionary<string, string> { ["COLUMNS"] = width.ToString(CultureInfo.InvariantCulture) },
                "compare",
                "tiny",
                "small");
            narrow.Split('\n').Max(line => line.Length).ShouldBeLessThan(width, narrow);
            narrow.ShouldMatch("\nNo room for: .*log loss\\.");
        }

        var page = File.ReadAllText(Path.Combine(_project.Root, "artifacts", "experiments", "comparison.html"));
        page.ShouldContain("href=\"small/report.html\"");
        page.ShouldContain("Paired differences");

        _project
            .Succeed("compare", "tiny", "small", "--md", "--by=order")
            .ShouldMatch("\n\\| parameter +\\| tiny \\| small \\|\n\\|:-+\\|:-----\\|:------\\|\n\\| model.1.lstm.units \\| 8 +\\| 4 +\\|\n");
        var lines = _project.Succeed("compare", "tiny", "small", "--csv", "--by=order").Split('\n');
        lines[0]
            .ShouldBe(
                "experiment,test_set,clips,seeds,validation_uar,validation_accuracy,validation_loss,test_uar,test_uar_low,test_uar_high,"
                    + "test_accuracy,test_accuracy_low,test_accuracy_high,"
                    + "test_macro_f1,test_macro_f1_low,test_macro_f1_high,test_loss,leaks,unknown_leaks,model.1.lstm.units");
        lines[1].ShouldStartWith("tiny,");
        lines[2].ShouldEndWith(",4");

        using var json = JsonDocument.Parse(_project.Succeed("compare", "tiny", "small", "--json", "--by=order", "--html", "page.html"));
        var experiments = json.RootElement.GetProperty("experiments");
        experiments[1].GetProperty("parameters").GetProperty("model.1.lstm.units").GetString().ShouldBe("4");
        var difference = json.RootElement.GetProperty("differences")[0];
        var expected = Uar(experiments[0]) - Uar(experiments[1]);
        difference
            .GetProperty("first_minus_second")
            .GetDouble()
            .ShouldBe(expected, 1e-12, "differences of the same two figures, rounded in another order");
        difference.GetProperty("low").GetDouble().ShouldBeLessThanOrEqualTo(expected);
        File.ReadAllText(Path.Combine(_project.Root, "page.html")).ShouldContain("href=\"artifacts/experiments/small/report.html\"");

        static double Uar(JsonElement experiment) => experiment.GetProperty("metrics").GetProperty("test_uar").GetDouble();
    }

    [Fact]
    public void Compare_NothingNamed_IsALeaderboardThatLeavesOutWhatIsOutOfDate()
    {
        _project.Write("experiments/tiny.yaml", Project.TinyExperiment + "\nseeds: [1, 2]\n");
        _project.Succeed("sweep", "tiny");
        var leaderboard = _project.Succeed("compare");
        leaderboard.ShouldContain("mean ± standard deviation over seeds, 95 % interval of the mean over clips");
        _project.Succeed("compare", "--csv").Split('\n').Skip(1).Select(l => l.Split(',')[0]).ShouldBe(["tiny", string.Empty]);
        _project
            .Succeed("compare", "tiny+2", "tiny+seed=1", "--csv", "--by=order")
            .Split('\n')
            .Skip(1)
            .Select(l => l.Split(',')[0])
            .ShouldBe(["tiny+seed=2", "tiny+seed=1", string.Empty]);

        // Trained again with another setting, but not judged: the old figures belong to no current network.
        _project.Write("experiments/tiny.yaml", Project.TinyExperiment.Replace("epochs: 3", "epochs: 4") + "\nseeds: [1, 2]\n");
        _project.Succeed("train", "-e", "tiny+seed=2");
        const string outdated =
            "tiny+seed=2: its figures are not those of its latest training. Run 'bakeoff report tiny+seed=2' first.";
        _project.Succeed("compare").ShouldContain($"Left out: {outdated}\n");
        _project.Refuse("compare", "tiny+seed=1", "tiny+seed=2").ShouldBe(outdated);
    }

    [Fact]
    public void Compare_NothingInCommon_SaysWhyThereIsNoDifference()
    {
        _project.Write("experiments/apart.yaml", Project.TinyExperiment.Replace("name: tiny", "name: apart").Replace("seed: 3", "seed: 4"));
        _project.Prepare("evaluate");
        _project.Succeed("evaluate", "-e", "apart");
        KeepOnly("tiny", clips: 1, fromEnd: false);
        KeepOnly("apart", clips: 1, fromEnd: true);
        var text = _project.Succeed("compare", "tiny", "apart");
        text.ShouldContain("1 of 2: tiny, 1 test clip\n");
        text.ShouldContain("2 of 2: tiny, 1 test clip\n");
        text.ShouldContain(
            "There are 2 sets of test clips, so 2 rankings; experiments of different ones were not tested on the same clips, or not for the "
                + "same labels, and are not compared in pairs.\n");
        text.ShouldNotContain("Differences");
    }

    [Theory]
    [InlineData(
        "tinny",
        "tinny: no results, expected artifacts/experiments/tinny/metrics.json. Did you mean 'tiny'? Nothing has results yet.")]
    [InlineData("other", "artifacts/experiments/other/metrics.json. There is no experiments/other.yaml. Nothing has results yet.")]
    [InlineData("../tiny", "../tiny: no results")]
    public void Compare_NoResults_SaysWhatToRun(string name, string expected) => _project.Refuse("compare", name).ShouldContain(expected);

    [Fact]
    public void Compare_NothingAtAll_SaysWhatToRun() =>
        _project
            .Refuse("compare")
            .ShouldBe(
                "artifacts/experiments: no experiment has results, expected at least one. Run 'bakeoff report NAME' first.");

    [Fact]
    public void Compare_TwoForms_IsRefused() =>
        _project.Refuse("compare", "--md", "--csv").ShouldContain("--md, --csv and --json exclude each other");

    [Fact]
    public void Compare_DamagedMetrics_NamesTheExperiment()
    {
        _project.Prepare("evaluate");
        File.WriteAllText(_project.Results("tiny", "metrics.json"), "{");
        _project.Refuse("compare", "tiny").ShouldStartWith("tiny: its results cannot be read (");
    }

    private void KeepOnly(string experiment, int clips, bool fromEnd)
    {
        var path = _project.Results(experiment, "predictions.csv");
        var lines = File.ReadAllLines(path);
        var rows = lines.Skip(1).Order(StringComparer.Ordinal).ToList();
        File.WriteAllLines(path, [lines[0], .. fromEnd ? rows.TakeLast(clips) : rows.Take(clips)]);
    }
}
