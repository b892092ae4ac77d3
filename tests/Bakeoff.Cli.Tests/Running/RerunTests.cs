using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Tests.Running;

public sealed class RerunTests : IDisposable
{
    private static readonly string[] AllStages = ["download", "index", "explore", "featurize", "split", "train", "evaluate", "report"];
    private readonly Project _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Report_Twice_SecondRunSaysThatNothingChanged()
    {
        var first = _project.Succeed("report", "-e", "tiny");
        var output = _project.Succeed("report", "-e", "tiny");
        var facts = first.Split('\n').SkipWhile(static line => !line.StartsWith("index: done", StringComparison.Ordinal)).Skip(1).First();
        facts.ShouldMatch("^index: [0-9]+ of [0-9]+ files, [0-9]+ labels, [0-9]+ speakers, [0-9]+ texts$");
        output.ShouldContain($"index: nothing changed\n{facts}\n");
        output
            .Split('\n')
            .Where(l => l.EndsWith(": nothing changed", StringComparison.Ordinal))
            .Select(l => l.Split(':')[0])
            .Order(StringComparer.Ordinal)
            .ShouldBe(AllStages.Order(StringComparer.Ordinal));
        Directory
            .GetDirectories(Path.Combine(_project.Root, "mlruns"), "*", SearchOption.AllDirectories)
            .Count(d => Path.GetFileName(d) == "metrics")
            .ShouldBe(1, "a cached training makes no second run");
    }

    [Fact]
    public void Report_BatchSizeChanged_RunsTrainAndWhatFollowsAndSaysWhy()
    {
        _project.Prepare("report");
        var output = _project.Succeed("report", "-e", "tiny", "--set=training.batch_size=32");
        output.ShouldContain("train: training.batch_size: 16 -> 32\n");
        foreach (var stage in new[] { "download", "index", "explore", "featurize", "split" })
        {
            output.ShouldContain($"{stage}: nothing changed\n");
        }

        var (exitCode, status, _) = _project.Run("status", "tiny", "--set=training.batch_size=8");
        exitCode.ShouldBe(1);
        status.ShouldContain("training.batch_size: 16 -> 8");
    }

    [Fact]
    public void Report_BackToFirstSetting_FindsFirstResult()
    {
        _project.Prepare("report");
        var first = File.ReadAllBytes(_project.Results("tiny", "metrics.json"));
        _project.Write("experiments/tiny.yaml", Project.TinyExperiment.Replace("seed: 3", "seed: 4"));
        _project.Succeed("report", "-e", "tiny");
        File.ReadAllBytes(_project.Results("tiny", "metrics.json")).ShouldNotBe(first);
        _project.Write("experiments/tiny.yaml", Project.TinyExperiment);
        _project.Succeed("report", "-e", "tiny").ShouldContain("train: nothing changed\n");
        File.ReadAllBytes(_project.Results("tiny", "metrics.json")).ShouldBe(first);
    }

    [Fact]
    public void Status_Finished_IsDoneWithExitCodeZero()
    {
        _project.Prepare("report");
        _project.Succeed("status", "tiny", "--json").ShouldContain("\"state\": \"done\"");
    }
}
