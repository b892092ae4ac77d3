using Bakeoff.Cli.Tests.Running;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Tests.Exporting;

public sealed class ExportWithoutServerTests
{
    [Fact]
    public void Export_TrackingServerGone_LeavesTheFilesAndSaysSo()
    {
        // Nothing listens on the discard port of this machine.
        const string Gone = "http://127.0.0.1:9";
        using var project = new Project();
        project.Succeed("evaluate", "-e", "tiny", "--no-summary");
        var memory = Directory.GetFiles(Path.Combine(project.Root, "artifacts", "tracking"), "*.run").ShouldHaveSingleItem();
        File.WriteAllLines(memory, [Gone, .. File.ReadAllLines(memory).Skip(1)]);
        var (exitCode, output, error) = project.Run(
            new Dictionary<string, string> { ["MLFLOW_TRACKING_URI"] = Gone, ["XDG_DATA_HOME"] = project.Root },
            "export",
            "tiny");
        exitCode.ShouldBe(0, error);
        output.ShouldContain(
            $"mlflow: not logged yet. MLflow {Gone}, experiments/search: nothing listens at this address (connection refused). Check host "
                + $"and port, and whether the server runs. The work goes on; what MLflow lacks waits in ");
        File.Exists(project.Results("tiny", "export/MODEL_CARD.md")).ShouldBeTrue();
    }
}
