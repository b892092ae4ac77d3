using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Tests.Running;

public sealed class SameBitsTests
{
    [Fact]
    public void Evaluate_OtherFolderThreadsAndLocale_GivesTheSameBytes()
    {
        using var one = new Project();
        using var two = new Project();
        one.Succeed("evaluate", "-e", "tiny", "--threads", "1");
        var (exitCode, _, error) = two.Run(
            new Dictionary<string, string> { ["LANG"] = "de_DE.UTF-8", ["LC_ALL"] = "de_DE.UTF-8" },
            "evaluate",
            "-e",
            "tiny",
            "--threads",
            "3");
        exitCode.ShouldBe(0, error);
        foreach (
            var file in new[]
            {
                "model/weights.safetensors",
                "model/model.json",
                "metrics.json",
                "predictions.csv",
                "confusion.csv",
                "history.csv",
                "split.csv",
                "index.csv",
            })
        {
            File.ReadAllBytes(two.Results("tiny", file)).ShouldBe(File.ReadAllBytes(one.Results("tiny", file)), file);
        }
    }
}
