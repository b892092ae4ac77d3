namespace Bakeoff.Cli.Tests.Running;

public sealed class TrackingTests : IDisposable
{
    private readonly Project _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Report_Finished_LeavesOneFinishedRunWithEverything()
    {
        _project.Succeed("report", "-e", "tiny");
        var run = Run();
        File.ReadAllText(Path.Combine(run, "meta.yaml")).ShouldContain("status: 3\n");
        foreach (var metric in new[] { "train_loss", "train_accuracy", "validation_loss", "validation_accuracy", "validation_uar" })
        {
            File.ReadAllLines(Path.Combine(run, "metrics", metric)).Select(l => l.Split(' ')[2]).ShouldBe(["1", "2", "3"], metric);
        }

        File.ReadAllLines(Path.Combine(run, "metrics", "test_uar")).Length.ShouldBe(1);
        File.ReadAllText(Path.Combine(run, "params", "model.1.lstm.units")).ShouldBe("8");
        File.ReadAllText(Path.Combine(run, "tags", "mlflow.note.content")).ShouldContain("**Test UAR:**");
        foreach (var artifact in new[] { "report.html", "metrics.json", "predictions.csv", "experiment.yaml", "model/weights.safetensors", "pictures/confusion.svg" })
        {
            File.Exists(Path.Combine(run, "artifacts", artifact)).ShouldBeTrue(artifact);
        }
    }

    [Fact]
    public void Train_Interrupted_RunIsKilledAndNothingCounts()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Sends SIGINT, which Windows does not have.");
        }

        using var process = _project.Start(environment: null, "train", "-e", "tiny", "--set=training.epochs=100000");
        string? line;
        do
        {
            line = process.StandardOutput.ReadLine();
        }
        while (line is not null && !line.Contains("train: 3 of", StringComparison.Ordinal));

        using (var kill = System.Diagnostics.Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])!)
        {
            kill.WaitForExit();
        }

        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(130, process.StandardError.ReadToEnd());
        File.ReadAllText(Path.Combine(Run(), "meta.yaml")).ShouldContain("status: 5\n");
        Directory.Exists(Path.Combine(_project.Root, "artifacts", "store", "train")).ShouldBeFalse();
    }

    [Fact]
    public void Train_KilledAndStartedAgain_GoesOnInItsRunToTheSameBits()
    {
        using var undisturbed = new Project();
        undisturbed.Succeed("train", "-e", "tiny", "--set=training.epochs=30");
        using (var process = _project.Start(environment: null, "train", "-e", "tiny", "--set=training.epochs=30"))
        {
            string? line;
            do
            {
                line = process.StandardOutput.ReadLine();
            }
            while (line is not null && !line.Contains("train: 5 of", StringComparison.Ordinal));

            process.Kill();
            process.WaitForExit();
        }

        _project.Succeed("train", "-e", "tiny", "--set=training.epochs=30").ShouldNotContain("train: 1 of 30");
        File.ReadAllBytes(_project.Results("tiny", "model/weights.safetensors")).ShouldBe(File.ReadAllBytes(undisturbed.Results("tiny", "model/weights.safetensors")));
        File.ReadAllText(Path.Combine(Run(), "meta.yaml")).ShouldContain("status: 3\n");
    }

    [Fact]
    public void Report_RunsWereDeleted_GoesOnWithoutThem()
    {
        _project.Succeed("train", "-e", "tiny");
        Directory.Delete(Path.Combine(_project.Root, "mlruns"), recursive: true);
        _project.Succeed("report", "-e", "tiny").ShouldContain("report: done");
    }

    [Fact]
    public void Train_Diverges_RunIsFailedWithTheError()
    {
        _project.Write("experiments/tiny.yaml", Project.TinyExperiment.Replace("  - lstm: {units: 8}", "  - global_average_pooling: {}\n  - dense: {units: 64}\n  - dense: {units: 64}\n  - dense: {units: 64}"));
        var message = _project.Refuse("train", "-e", "tiny", "--set=training.optimizer=sgd", "--set=training.learning_rate=10", "--set=training.momentum=0.99", "--set=training.epochs=200");
        message.ShouldMatch("^training: loss is .* at epoch \\d+, step \\d+, expected a finite number. Lower training.learning_rate");
        File.ReadAllText(Path.Combine(Run(), "meta.yaml")).ShouldContain("status: 4\n");
    }

    private string Run() => Directory.GetDirectories(Path.Combine(_project.Root, "mlruns"), "metrics", SearchOption.AllDirectories).Select(d => Path.GetDirectoryName(d)!).ShouldHaveSingleItem();
}
