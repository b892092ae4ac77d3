namespace Bakeoff.Cli.Tests.Running;

/// <summary>Experiments changed by <c>--set</c>: a name and results of their own, which every command finds.</summary>
public sealed class VariantTests : IDisposable
{
    private const string Variant = "tiny@training.epochs=2";
    private readonly Project _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Report_OtherValues_LeaveThePlainExperimentAlone()
    {
        _project.Prepare("report");
        var plain = File.ReadAllBytes(_project.Results("tiny", "metrics.json"));
        string[] same = ["--set=seed=3", "--set=training.learning_rate=1e-2", "--set=tracking.system_metrics=false", "--threads=1"];

        var first = _project.Succeed(["train", "-e", "tiny", "--set=training.epochs=2", .. same]);
        var output = _project.Succeed(["report", "-e", "tiny", "--set=training.epochs=2", .. same]);

        first.ShouldStartWith($"{Variant}: values other than those of its file, so results of its own\n");
        first.ShouldContain("train: training.epochs: 3 -> 2\n");
        // Of what no command ran yet, the plain experiment tells the reason.
        output.ShouldContain("evaluate: input train changed\n");
        output.ShouldContain($"{Variant}, test clips");
        File.ReadAllBytes(_project.Results("tiny", "metrics.json")).ShouldBe(plain);
        File.ReadAllText(_project.Results(Variant, "report.html"))
            .ShouldMatch("\nbakeoff report --experiment=tiny .*--set=training.epochs=2");
        Directory
            .GetFiles(Path.Combine(_project.Root, "mlruns"), "mlflow.runName", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .ShouldBe(["epochs=2"], "runs are named by what differs");

        _project.Succeed("status", "tiny").ShouldNotContain("stale");
        _project.Succeed("status", "tiny", "--set=training.epochs=2").ShouldStartWith($"{Variant}: ");
        _project.Succeed("status", Variant, "--json").ShouldContain($"\"experiment\": \"{Variant}\"");
        _project.Succeed("list").ShouldContain($"\n{Variant} ");
        _project.Succeed("compare", "tiny").ShouldContain($"{Variant} has results of its own; name it to compare it.\n");
        _project.Succeed("compare", "tiny", Variant).ShouldMatch(@"training\.epochs +(3 +2|2 +3)\n");
        _project.Succeed("report", "-e", "tiny", "--set=training.epochs=3").ShouldNotContain(Variant);
        _project.Succeed("export", "tiny", "--set=training.epochs=2").ShouldContain($"artifacts/experiments/{Variant}/export");
        var clip = Directory.GetFiles(Path.Combine(_project.Root, "artifacts"), "SYN1_heed_sad_1.wav", SearchOption.AllDirectories)[0];
        _project.Succeed("predict", "tiny", clip).ShouldStartWith("tiny:\n");
        _project.Succeed("predict", "tiny", "--set=training.epochs=2", clip).ShouldStartWith($"{Variant}:\n");
        _project.Succeed("predict", Variant, clip).ShouldStartWith($"{Variant}:\n");
    }

    [Fact]
    public void Predict_OnlyTheVariantIsTrained_NamesIt()
    {
        _project.Succeed("train", "-e", "tiny", "--set=training.epochs=2");

        _project.Refuse("predict", "--experiment=tiny", "x.wav").ShouldEndWith($"or name another of those that are trained: {Variant}.");
    }

    [Fact]
    public void Index_FolderOfAnotherExperiment_IsNotTaken()
    {
        _project.Write(
            "experiments/datasets/folder.yaml",
            "name: folder\ntitle: T\nlicence: L\ncitation: C\npattern: '(?<label>[^/]+)/[^/]+'\n");
        foreach (var name in new[] { "one", "two" })
        {
            var experiment = Project.TinyExperiment.Replace("name: tiny", $"name: {name}").Replace("dataset: tiny", "dataset: folder");
            _project.Write($"experiments/{name}.yaml", experiment);
            _project.Write($"{name}/happy/a.txt", "");
        }

        _project.Prepare("index");
        var clip = Directory.GetFiles(Path.Combine(_project.Root, "artifacts"), "SYN1_heed_sad_1.wav", SearchOption.AllDirectories)[0];
        File.Copy(clip, Path.Combine(_project.Root, "one", "happy", "a.wav"));
        File.Copy(clip, Path.Combine(_project.Root, "two", "happy", "b.wav"));

        _project.Succeed("index", "one", "--set=dataset.source=one");
        _project
            .Run("index", "two")
            .Error.TrimEnd()
            .ShouldBe(
                "dataset folder: its recordings are not on this machine, and experiments/datasets/folder.yaml names no source. "
                    + "Add --set=dataset.source=PATH, where PATH is a zip archive or a folder of them; it is remembered for this experiment "
                    + "alone.");
        _project.Succeed("index", "two", "--set=dataset.source=two");
        _project.Succeed("index", "one", "--set=seed=9");

        File.ReadAllText(_project.Results("one@seed=9", "index.csv")).ShouldContain("\na.wav,");
        File.ReadAllText(_project.Results("two", "index.csv")).ShouldContain("\nb.wav,");
    }
}
