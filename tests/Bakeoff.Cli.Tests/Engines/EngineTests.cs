using System.Text.Json;
using Bakeoff.Cli.Tests.Running;
using Bakeoff.Reports.Pages;
using Bakeoff.Testing;

namespace Bakeoff.Cli.Tests.Engines;

/// <summary>Engines as a user meets them: asked for in the YAML, installed, recorded.</summary>
public sealed class EngineTests
{
    private static string SampleFolder =>
        Path.Combine(
            Fixture.RepositoryRoot,
            "artifacts",
            "bin",
            "Bakeoff.SampleEngine",
            Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)));

    [Fact]
    public void Train_EngineNotInstalled_NamesTheCommandBeforeAnythingRuns()
    {
        using var project = new Project();

        project
            .Refuse("train", "--experiment", "tiny", "--set=engine=torchsharp")
            .ShouldBe(
                $"engine torchsharp: is not installed under {Path.Combine(project.Root, "artifacts", "engines")}, expected managed. "
                    + "Install it: dotnet cake --target=InstallEngine --engine=torchsharp");

        Directory.Exists(Path.Combine(project.Root, "artifacts", "store")).ShouldBeFalse();
    }

    [Fact]
    public void Train_UnknownDevice_IsRefusedWithItsPlace()
    {
        using var project = new Project();
        project.Write("experiments/tiny.yaml", Project.TinyExperiment + "\nengine: {name: managed, device: gpu}\n");

        project.Refuse("train", "--experiment", "tiny").ShouldContain("engine.device is 'gpu', expected auto, cpu, cuda or cuda:N");
    }

    [Fact]
    public void Train_InstalledEngine_IsInFingerprintReportAndTracking()
    {
        using var project = new Project();
        project.Prepare("report");
        project.Succeed("engines", "install", "sample", $"--from={SampleFolder}").ShouldStartWith("sample 1.2.3 (managed): installed.");
        project.Succeed("engines").ShouldContain("1.2.3 (managed), on cpu");

        project.Succeed("report", "--experiment", "tiny", "--set=engine=sample").ShouldContain("; engine.code: (not set) -> ");

        var store = Directory.GetDirectories(Path.Combine(project.Root, "artifacts", "store", "train"));
        store.Length.ShouldBe(2);
        var parameters = store
            .Select(s =>
                JsonDocument
                    .Parse(File.ReadAllBytes(Path.Combine(s, "record.json")))
                    .RootElement.GetProperty("content")
                    .GetProperty("parameters"))
            .ToList();
        parameters.Count(p => p.TryGetProperty("engine.name", out _)).ShouldBe(1, "the managed engine adds nothing to the fingerprint");
        parameters
            .Single(p => p.TryGetProperty("engine.name", out _))
            .GetProperty("engine.version")
            .GetString()
            .ShouldBe("1.2.3 (managed)");
        File.ReadAllText(project.Results("tiny@engine=sample", "report.html")).ShouldContain("Bits may differ from run to run");
        Directory
            .GetFiles(Path.Combine(project.Root, "mlruns"), "bakeoff.engine", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .ShouldBe(["sample 1.2.3 (managed) on cpu"]);
        project.Succeed("report", "--experiment", "tiny", "--set=engine=sample").ShouldContain("train: nothing changed");
    }

    [Fact]
    public void Train_DamagedEngine_IsRefused()
    {
        using var project = new Project();
        project.Succeed("engines", "install", "sample", $"--from={SampleFolder}");
        File.Delete(Path.Combine(project.Root, "artifacts", "engines", "sample", "Bakeoff.SampleEngine.dll"));

        project.Refuse("train", "--experiment", "tiny", "--set=engine=sample").ShouldContain("its installation is damaged");
        project.Run("engines").ExitCode.ShouldBe(1);
    }
}
