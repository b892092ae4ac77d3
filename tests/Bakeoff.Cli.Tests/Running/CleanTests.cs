using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Tests.Running;

public sealed class CleanTests : IDisposable
{
    private readonly Project _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Clean_Default_KeepsWhatTheLatestResultsNeedAndFreesTheRest()
    {
        _project.Prepare("evaluate");
        _project.Write("experiments/tiny.yaml", Project.TinyExperiment.Replace("seed: 3", "seed: 4"));
        _project.Succeed("evaluate", "-e", "tiny");
        Leave(".damaged/train-0-1/model.bin");
        Leave(".pending/train-00000000000000000000000000000000-11111111111111111111111111111111/model.bin");
        Leave(".scratch/train-00000000000000000000000000000000/checkpoint.bin");
        Leave("split/00000000000000000000000000000000/split.csv");

        var dry = _project.Succeed("clean", "--dry-run");
        dry.ShouldMatch(@"train/[0-9a-f]{32}: \d+\.\d kB \(no experiment's latest results use it\)");
        dry.ShouldContain("split/00000000000000000000000000000000: 3 bytes (its record is missing or damaged)\n");
        dry.ShouldContain(".damaged/train-0-1: 3 bytes (set aside as damaged or replaced)\n");
        dry.ShouldContain("11111111: 3 bytes (left by an interrupted process)\n");
        dry.ShouldContain("000: 3 bytes (checkpoints of an interrupted stage)\n");
        dry.ShouldMatch(@"would free \d+\.\d kB in 7 folders\n");
        Entries("train").ShouldBe(2, "a dry run removes nothing");

        _project.Succeed("clean", "--yes").ShouldBe(dry.Replace("would free", "freed", StringComparison.Ordinal));
        Entries("train").ShouldBe(1);
        Entries(".damaged").ShouldBe(0);
        Entries(".pending").ShouldBe(0);
        Entries(".scratch").ShouldBe(0);
        _project.Succeed("evaluate", "-e", "tiny").ShouldContain("evaluate: nothing changed\n");
        _project.Succeed("clean", "--yes").ShouldBe("freed 0 bytes in 0 folders\n");
    }

    [Fact]
    public void Clean_KeepDays_KeepsRecentResults()
    {
        _project.Prepare("split");
        _project.Succeed("clean", "--yes", "--keep=none", "--keep-days=1").ShouldContain("in 0 folders");
        _project.Succeed("clean", "--yes", "--keep=all").ShouldContain("in 0 folders");
        _project.Succeed("clean", "--yes", "--keep=none").ShouldContain("in 3 folders");
        _project.Succeed("split", "-e", "tiny").ShouldContain("split: its stored result is gone");
    }

    [Fact]
    public void Clean_StageInTheMaking_Stays()
    {
        using var process = _project.Start(environment: null, "train", "-e", "tiny", "--set=training.epochs=100000");
        string? line;
        do
        {
            line = process.StandardOutput.ReadLine();
        }
        while (line is not null && !line.Contains("train: 3 of", StringComparison.Ordinal));

        try
        {
            _project.Succeed("clean", "--yes").ShouldMatch(@"\.pending/train-[0-9a-f-]+: stays, a running process uses it");
            Entries(".pending").ShouldBe(1);
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }

        _project.Succeed("clean", "--yes").ShouldContain("(left by an interrupted process)");
        Entries(".pending").ShouldBe(0);
    }

    [Fact]
    public void Clean_RecordUnreadable_RemovesNothing()
    {
        _project.Prepare("split");
        _project.Write("artifacts/experiments/tiny/record.json", "{");
        _project.Refuse("clean", "--yes").ShouldContain("record.json: the record cannot be read");
        Entries("split").ShouldBe(1);
    }

    private void Leave(string relative) => _project.Write("artifacts/store/" + relative, "abc");

    private int Entries(string folder)
    {
        var path = Path.Combine(_project.Root, "artifacts", "store", folder);
        return Directory.Exists(path) ? Directory.GetDirectories(path).Length : 0;
    }
}
