using System.Globalization;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Reports.Pages;
using Bakeoff.Testing;

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
        foreach (
            var metric in new[]
            {
                "train/loss",
                "train/accuracy",
                "train/UAR",
                "train/learning_rate",
                "validation/loss",
                "validation/accuracy",
                "validation/UAR",
            })
        {
            File.ReadAllLines(Path.Combine(run, "metrics", metric)).Select(l => l.Split(' ')[2]).ShouldBe(["1", "2", "3"], metric);
        }

        foreach (var metric in new[] { "test/UAR", "test/clips", "train/best_epoch" })
        {
            File.ReadAllLines(Path.Combine(run, "metrics", metric)).Length.ShouldBe(1, metric);
        }

        File.Exists(Path.Combine(run, "metrics", "test/UAR_low")).ShouldBeFalse("ends of intervals are in the note");
        Directory.Exists(Path.Combine(run, "metrics", "system")).ShouldBeFalse("it took less than a minute");
        File.ReadAllText(Path.Combine(run, "tags", "mlflow.runName")).ShouldBe("tiny");
        string[] unread = ["augmentation", "features.with", "features.pitch_min_hz", "split.folds", "training.momentum", "explore.clips"];
        foreach (var parameter in unread)
        {
            File.Exists(Path.Combine(run, "params", parameter)).ShouldBeFalse($"nobody reads {parameter}");
        }

        var datasets = Directory.GetFiles(Path.Combine(run, "..", "datasets"), "meta.yaml", SearchOption.AllDirectories);
        File.ReadAllText(datasets.ShouldHaveSingleItem())
            .ShouldMatch("\\bdigest\"?: \"?[0-9a-f]{8}\\b\"?[,\n]");
        File.ReadAllText(Path.Combine(run, "artifacts", "predictions.json"))
            .ShouldStartWith("{\"columns\":[\"truth and clip\",\"predicted\",");
        File.ReadAllText(Path.Combine(run, "params", "model.1.lstm.units")).ShouldBe("8");
        File.ReadAllText(Path.Combine(run, "tags", "mlflow.note.content"))
            .ShouldSatisfyAllConditions(
                note => note.ShouldStartWith("Test UAR 0."),
                note => note.ShouldContain("95 % interval"),
                note => note.ShouldMatch("\n\\| test/UAR +\\|[\\s\u200b]+0\\.\\d{3} \\|[\\s\u200b]+0\\.\\d{3} to [01]\\.\\d{3} \\|\n"),
                note => note.ShouldContain("**Question:** does it run?"),
                note => note.ShouldContain("**Protocol:** Clips were dealt at random"),
                note => note.ShouldContain("**Leaks:** 2 speakers"));
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(run)!, "tags", "mlflow.experiment.primaryMetric.name")).ShouldBe("test/UAR");
        File.ReadAllText(Path.Combine(run, "tags", "mlflow.loggedArtifacts"))
            .ShouldBe("""[{"path": "predictions.json", "type": "table"}]""");
        foreach (
            var artifact in new[]
            {
                "report.html",
                "metrics.json",
                "predictions.csv",
                "predictions.json",
                "confusion.csv",
                "experiment.yaml",
                "model/weights.safetensors",
                "results/confusion.svg",
                "results/confusion.png",
                "corpus/waveform-angry.svg",
                "corpus/waveform-angry.pdf",
            })
        {
            File.Exists(Path.Combine(run, "artifacts", artifact)).ShouldBeTrue(artifact);
        }

        // A second time, everything is cached and nothing is recorded.
        var before = Directory.GetFiles(run, "*", SearchOption.AllDirectories).Select(File.GetLastWriteTimeUtc).Max();
        _project.Succeed("report", "-e", "tiny").ShouldContain("train: nothing changed");
        Directory.GetFiles(Run(), "*", SearchOption.AllDirectories).Select(File.GetLastWriteTimeUtc).Max().ShouldBe(before);
    }

    [Fact]
    public void Report_ServerIsDead_SaysSoOnceAndKeepsEverythingForLater()
    {
        var journals = Path.Combine(_project.Root, "data");
        Directory.CreateDirectory(journals);
        var environment = new Dictionary<string, string>
        {
            ["MLFLOW_TRACKING_URI"] = "http://127.0.0.1:9",
            ["XDG_DATA_HOME"] = journals,
        };
        var (exitCode, output, error) = _project.Run(environment, "report", "-e", "tiny", "--set=tracking.register=ser-tiny");
        exitCode.ShouldBe(0, error);
        const string Reason = "nothing listens at this address (connection refused)";
        output.ShouldContain(
            $"train: MLflow http://127.0.0.1:9, experiments/search: {Reason}. Check host and port, and whether the server runs. The work goes "
                + $"on; what MLflow lacks waits in ");
        output.Split(Reason).Length.ShouldBe(2, "it is said once");
        output.ShouldContain(
            "evaluate: Not registered: http://127.0.0.1:9 lacks the results. Send them with 'bakeoff sync', then run 'bakeoff register "
                + "tiny'.");
        if (OperatingSystem.IsLinux())
        {
            Directory
                .GetFiles(journals, "*.jsonl", SearchOption.AllDirectories)
                .Length.ShouldBe(3, "one each of train, evaluate and report");
            environment.Remove("MLFLOW_TRACKING_URI");
            (exitCode, _, error) = _project.Run(environment, "sync");
            exitCode.ShouldBe(2);
            error.ShouldBe(
                "sync: there is no server to send to, expected --to=URI or the variable MLFLOW_TRACKING_URI. Give one, such as "
                    + "--to=http://127.0.0.1:9.\n1 run waiting for http://127.0.0.1:9\n");
        }
    }

    [Fact]
    public void Report_TrackingUriOfADatabase_IsRefusedInOneSentence()
    {
        var (exitCode, _, error) = _project.Run(
            new Dictionary<string, string> { ["MLFLOW_TRACKING_URI"] = "sqlite:///mlflow.db" },
            "report",
            "-e",
            "tiny");
        exitCode.ShouldBe(2);
        error
            .Trim()
            .ShouldBe(
                "MLflow tracking URI: scheme is 'sqlite:', expected http:, https:, file: or a path. Start an MLflow server on that "
                    + "database and give its address.");
    }

    [Fact]
    public void Evaluate_Register_MakesAVersionOnlyWhenItIsBetter()
    {
        _project
            .Succeed("evaluate", "-e", "tiny", "--set=tracking.register=ser-tiny", "--set=tracking.metric=test_loss")
            .ShouldContain("evaluate: Registered as ser-tiny version 1 with alias candidate: test/loss is ");
        var (exitCode, output, _) = _project.Run("register", "tiny", "--set=tracking.register=ser-tiny", "--set=tracking.metric=test_loss");
        exitCode.ShouldBe(0);
        output.ShouldStartWith("Registered before as ser-tiny version 1: test/loss is ");
        _project
            .Succeed(
                "evaluate",
                "-e",
                "tiny",
                "--set=tracking.register=ser-tiny",
                "--set=tracking.metric=test_loss",
                "--set=training.epochs=12")
            .ShouldContain("Registered as ser-tiny version 2 with alias candidate");
        _project
            .Refuse("register", "tiny", "--set=training.epochs=13", "--set=tracking.register=ser-tiny")
            .ShouldContain("train has no result to register");
        _project.Refuse("register", "tiny", "--set=tracking.register=a/b").ShouldContain("expected a name without '/' and ':'");
        _project.Refuse("register", "tiny", "--set=tracking.metric=test/UAR").ShouldContain("Did you mean 'test_uar'?");
    }

    [Fact]
    public void Train_Interrupted_RunIsKilledAndNothingCounts()
    {
        Signals.SkipWithoutInterrupt();
        using var process = _project.Start(environment: null, "train", "-e", "tiny", "--set=training.epochs=100000");
        string? line;
        do
        {
            line = process.StandardOutput.ReadLine();
        } while (line is not null && !line.Contains("train: 3 of", StringComparison.Ordinal));

        using (
            var kill = System.Diagnostics.Process.Start(
                "kill",
                ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]
            )!)
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
            } while (line is not null && !line.Contains("train: 5 of", StringComparison.Ordinal));

            process.Kill();
            process.WaitForExit();
        }

        _project.Succeed("train", "-e", "tiny", "--set=training.epochs=30").ShouldNotContain("train: 1 of 30");
        File.ReadAllBytes(_project.Results("tiny@training.epochs=30", "model/weights.safetensors"))
            .ShouldBe(File.ReadAllBytes(undisturbed.Results("tiny@training.epochs=30", "model/weights.safetensors")));
        File.ReadAllText(Path.Combine(Run(), "meta.yaml")).ShouldContain("status: 3\n");
        File.ReadAllLines(Path.Combine(Run(), "metrics", "train/loss"))
            .Select(l => l.Split(' ')[2])
            .ShouldBe(
                Enumerable.Range(1, 30).Select(e => e.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ignoreOrder: true,
                "each epoch once");
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
        _project.Write(
            "experiments/tiny.yaml",
            Project.TinyExperiment.Replace(
                "  - lstm: {units: 8}",
                "  - global_average_pooling: {}\n  - dense: {units: 64}\n  - dense: {units: 64}\n  - dense: {units: 64}"));
        var message = _project.Refuse(
            "train",
            "-e",
            "tiny",
            "--set=training.optimizer=sgd",
            "--set=training.learning_rate=10",
            "--set=training.momentum=0.99",
            "--set=training.epochs=200");
        message.ShouldMatch("^training: loss is .* at epoch \\d+, step \\d+, expected a finite number. Lower training.learning_rate");
        File.ReadAllText(Path.Combine(Run(), "meta.yaml")).ShouldContain("status: 4\n");
    }

    private string Run() =>
        Directory
            .GetDirectories(Path.Combine(_project.Root, "mlruns"), "metrics", SearchOption.AllDirectories)
            .Select(d => Path.GetDirectoryName(d)!)
            .ShouldHaveSingleItem();
}
