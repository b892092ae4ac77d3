using Bakeoff.Cli.Tests.Running;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Tests.Exporting;

/// <summary>In a class of its own, so that the time for which a silent server is waited for passes beside other tests.</summary>
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
            new Dictionary<string, string> { ["MLFLOW_TRACKING_URI"] = Gone, ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "0" },
            "export",
            "tiny");
        exitCode.ShouldBe(0, error);
        output.ShouldContain(
            $"mlflow: not logged yet. {Gone} does not answer. The files on disk are complete; 'bakeoff sync' sends them later.");
        File.Exists(project.Results("tiny", "export/MODEL_CARD.md")).ShouldBeTrue();
    }
}
