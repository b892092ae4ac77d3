using System.Globalization;
using System.Text.Json;
using Bakeoff.Cli.Tests.Running;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Rest;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Tests.Exporting;

/// <summary>Results of <c>bakeoff export</c> on disk and in MLflow, and its refusals.</summary>
public sealed class ExportTests(FinishedProject finished) : IClassFixture<FinishedProject>
{
    private static readonly string[] Files =
    [
        "MLmodel",
        "MODEL_CARD.md",
        "conda.yaml",
        "input_example.json",
        "model-waveform.onnx",
        "model.onnx",
        "python_env.yaml",
        "requirements.txt",
        "serving_input_example.json",
    ];

    private Project Project => finished.Project;

    [Fact]
    public void Export_Twice_LeavesTheSameBytesAndNamesTheFiles()
    {
        var output = Project.Succeed("export", "tiny");
        output.ShouldContain("  model.onnx");
        output.ShouldContain("  model-waveform.onnx");
        output.ShouldContain($"export: {Path.Combine("artifacts", "experiments", "tiny", "export")}");
        var first = Read(Project.Results("tiny", "export"));
        first.Keys.Order(StringComparer.Ordinal).ShouldBe(Files);
        Project.Succeed("export", "tiny");
        var second = Read(Project.Results("tiny", "export"));
        second.Where(file => !file.Value.SequenceEqual(first[file.Key])).Select(file => file.Key).ShouldBeEmpty();
        Directory
            .GetDirectories(Path.Combine(Project.Root, "artifacts", "experiments", "tiny"), "export.*.new")
            .ShouldBeEmpty("nothing pending stays");

        Project.Succeed("export", "tiny", "--format=audformat", "--output=audformat").ShouldMatch(@"^export: \d+ predictions in audformat\n$");
        var predicted = File.ReadAllLines(Project.Results("tiny", "predictions.csv"));
        var exported = File.ReadAllLines(Path.Combine(Project.Root, "audformat", "db.predictions.csv"));
        exported.Length.ShouldBe(predicted.Length);
        exported[0].ShouldStartWith("file,label,predicted,p_");
        Refuse("export", "tiny", "--format=audformat", "--output=audformat").ShouldContain("audformat: is not empty, expected a folder that is new or empty.");
    }

    [Fact]
    public void Export_TrackedTraining_IsAModelOfItsRun()
    {
        Project.Succeed("export", "tiny");
        var models = Directory.GetFiles(Path.Combine(Project.Root, "mlruns"), "MLmodel", SearchOption.AllDirectories);
        var folder = Path.GetDirectoryName(models.ShouldHaveSingleItem())!;
        Directory.GetFiles(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal).ShouldBe(Files);
        using var document = JsonDocument.Parse(File.ReadAllBytes(models[0]));
        var run = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(folder)))!;
        document.RootElement.GetProperty("run_id").GetString().ShouldBe(run);
        document.RootElement.GetProperty("artifact_path").GetString().ShouldBe("export");
        document.RootElement.GetProperty("flavors").EnumerateObject().Select(f => f.Name).ShouldBe(["onnx", "python_function"]);
        using var inputs = JsonDocument.Parse(document.RootElement.GetProperty("signature").GetProperty("inputs").GetString()!);
        inputs.RootElement.EnumerateArray().Select(i => i.GetProperty("name").GetString()).ShouldBe(["features", "lengths"]);
        var tags = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(folder))!, "tags");
        File.ReadAllText(Path.Combine(tags, "mlflow.log-model.history")).ShouldContain("\"artifact_path\":\"export\"");
    }

    [Fact]
    public void Export_ModelCard_TellsDataProtocolFiguresAndLimits()
    {
        Project.Succeed("export", "tiny");
        var card = File.ReadAllText(Project.Results("tiny", "export/MODEL_CARD.md"));
        using var metrics = JsonDocument.Parse(File.ReadAllBytes(Project.Results("tiny", "metrics.json")));
        card.ShouldStartWith("# Model card: tiny\n\nQuestion asked: does it run?\n");
        card.ShouldContain("| licence | none needed |");
        card.ShouldContain("no person speaks in it");
        card.ShouldContain("- shared speakers: **2**. ");
        card.ShouldContain(
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"| unweighted average recall (UAR) | {metrics.RootElement.GetProperty("test_uar").GetDouble():0.000} | "
                    + $"{metrics.RootElement.GetProperty("test_uar_low").GetDouble():0.000} to "
                    + $"{metrics.RootElement.GetProperty("test_uar_high").GetDouble():0.000} |"));
        card.ShouldMatch(@"\| angry \| \d\.\d{3} \| \d\.\d{3} to \d\.\d{3} \|");
        card.ShouldContain("Not meant for decisions about people");
        card.ShouldContain("| lstm_1 | units: 8, ");
        card.ShouldContain("dotnet cake --target=Export --experiment=tiny");
    }

    [Fact]
    public void Export_DamagedWeights_IsRefused()
    {
        var weights = Directory
            .GetFiles(Path.Combine(Project.Root, "artifacts", "store", "train"), "weights.safetensors", SearchOption.AllDirectories)
            .ShouldHaveSingleItem();
        var content = File.ReadAllBytes(weights);
        try
        {
            content[^1] ^= 1;
            File.WriteAllBytes(weights, content);
            Refuse("export", "tiny")
                .ShouldContain(
                    "train has no result to export (its stored result is damaged: model/weights.safetensors differs from its recorded "
                        + "SHA-256)");
            File.Delete(weights);
            Refuse("export", "tiny").ShouldContain("weights.safetensors is missing");
        }
        finally
        {
            content[^1] ^= 1;
            File.WriteAllBytes(weights, content);
        }
    }

    [Fact]
    public void Export_OtherSettingThanTrained_IsRefused() =>
        Refuse("export", "tiny", "--set=training.epochs=2")
            .ShouldContain(
                "train has no result to export (training.epochs: 3 -> 2), expected a finished experiment. Run 'bakeoff report "
                    + "tiny@training.epochs=2' first.");

    [Fact]
    public void Export_FoldsAndKindsWithoutOnnxForm_ExportsEachNetworkAndSaysWhatIsMissing()
    {
        using var project = new Project();
        project.Write(
            "experiments/folds.yaml",
            Project
                .TinyExperiment.Replace("name: tiny", "name: folds")
                .Replace("kind: mfcc,", "kind: mfcc, with: [pitch],")
                .Replace(
                    "{by: random, acknowledge: [shared_speakers, shared_texts], test: 0.2,",
                    "{by: leave_one_speaker_out, acknowledge: [shared_texts],")
                .Replace("epochs: 3", "epochs: 1"));
        project.Succeed("evaluate", "-e", "folds", "--no-summary");
        foreach (var metric in new[] { "train/best_epoch", "test/UAR", "test/clips", "validation/loss" })
        {
            Directory
                .GetFiles(Path.Combine(project.Root, "mlruns"), "mlflow.parentRunId", SearchOption.AllDirectories)
                .Select(tag => Path.Combine(Path.GetDirectoryName(tag)!, "..", "metrics", metric))
                .Select(file => File.ReadAllLines(file).Length)
                .ShouldBe([1, 1], $"each fold's run has its {metric}");
        }

        var output = project.Succeed("export", "-e", "folds");
        output.ShouldContain("folds, mean of 2 folds:\n");
        output.ShouldContain("folds, fold SYN1:\n");
        output.ShouldContain("  no file that takes waveforms: pitch has no ONNX form; mfcc, log_mel,");
        var export = project.Results("folds", "export");
        Directory
            .GetDirectories(export)
            .Select(d => Path.GetFileName(d))
            .Order(StringComparer.Ordinal)
            .ShouldBe(["fold-SYN1", "fold-SYN2"]);
        File.Exists(Path.Combine(export, "model.onnx")).ShouldBeTrue("the mean of the folds");
        File.Exists(Path.Combine(export, "fold-SYN1", "model-waveform.onnx")).ShouldBeFalse();
        File.ReadAllText(Path.Combine(export, "MODEL_CARD.md")).ShouldContain("| SYN2 | ");
    }

    private string Refuse(params string[] arguments)
    {
        var message = Project.Refuse(arguments);
        message.Split('\n').Length.ShouldBe(1, message);
        return message;
    }

    private static Dictionary<string, byte[]> Read(string folder) =>
        Directory.GetFiles(folder).ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes, StringComparer.Ordinal);
}
