using System.Text.RegularExpressions;
using Bakeoff.Cli.Scaffolding;
using Bakeoff.Cli.Tests.Running;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Reports.Pages;
using Bakeoff.Testing;

namespace Bakeoff.Cli.Tests.Scaffolding;

public sealed partial class ProjectScaffoldTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("bakeoff scaffold ").FullName;

    private string Target => Path.Combine(_root, "study");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Create_NewFolder_EveryExperimentCanBeRead()
    {
        ProjectScaffold.Create(Target, packages: []);

        var workspace = Workspace.Find(Target);
        workspace.ExperimentNames().ShouldContain("quickstart");
        workspace.ExperimentNames().ShouldContain("lstm-baseline");
        foreach (var name in workspace.ExperimentNames())
        {
            ExperimentReader.Read(workspace.Root, name, []).Name.ShouldBe(name);
        }
    }

    [Fact]
    public void Create_NewFolder_HoldsTheRepositorysOwnFiles()
    {
        var files = ProjectScaffold.Create(Target, packages: []);

        foreach (
            var file in files.Where(f =>
                f.StartsWith("experiments/", StringComparison.Ordinal)
                || f is "build.cake" or "build/stages.cake" or "cake.config" or "global.json" or ".gitignore"))
        {
            File.ReadAllText(Path.Combine(Target, file)).ShouldBe(File.ReadAllText(Path.Combine(Fixture.RepositoryRoot, file)), file);
        }

        files.ShouldContain(".github/workflows/experiments.yml");
        files.ShouldContain("README.md");
        files.ShouldNotContain("build/solution.cake");
    }

    [Fact]
    public void Create_NewFolder_ScriptsCanBeRun()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no executable bit.");
        ProjectScaffold.Create(Target, packages: []);

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path.Combine(Target, "build.sh")).HasFlag(UnixFileMode.UserExecute).ShouldBeTrue();
        }
    }

    [Fact]
    public void Create_EmptyFolder_FillsIt()
    {
        Directory.CreateDirectory(Target);

        ProjectScaffold.Create(Target, packages: []).Count.ShouldBeGreaterThan(20);

        Directory.GetFileSystemEntries(_root).ShouldBe([Target]);
    }

    [Fact]
    public void Create_FolderInUse_RefusesAndChangesNothing()
    {
        Directory.CreateDirectory(Target);
        File.WriteAllText(Path.Combine(Target, "notes.txt"), "mine");

        Should
            .Throw<ScaffoldingException>(() => ProjectScaffold.Create(Target, packages: []))
            .Message.ShouldBe(
                $"{Target}: is not empty, it holds 'notes.txt' for one, expected a folder that is new or empty. Name another one; "
                    + $"nothing was changed.");

        Directory.GetFileSystemEntries(Target).Length.ShouldBe(1);
    }

    [Fact]
    public void Create_NameOfAFile_Refuses()
    {
        File.WriteAllText(Target, "a file");

        Should.Throw<ScaffoldingException>(() => ProjectScaffold.Create(Target, packages: [])).Message.ShouldContain("is a file");
    }

    [Fact]
    public void New_FolderInUse_EndsWithOneMessage()
    {
        using var project = new Project();

        project.Refuse("new", ".").ShouldStartWith(".: is not empty");
    }

    /// <summary>The workflow of a new project uses the actions that this repository's own workflow is tested with.</summary>
    [Fact]
    public void Workflow_Actions_AreThoseOfTheRepository()
    {
        var ours = Action()
            .Matches(File.ReadAllText(Path.Combine(Fixture.RepositoryRoot, ".github", "workflows", "ci.yml")))
            .Select(m => m.Value);
        ProjectScaffold.Create(Target, packages: []);

        var theirs = Action()
            .Matches(File.ReadAllText(Path.Combine(Target, ".github", "workflows", "experiments.yml")))
            .Select(m => m.Value)
            .ToList();

        theirs.ShouldNotBeEmpty();
        theirs.ShouldBeSubsetOf(ours);
    }

    /// <summary>The readme of a new project names tasks that it has.</summary>
    [Fact]
    public void ReadMe_Commands_NameTasksThatExist()
    {
        ProjectScaffold.Create(Target, packages: []);

        var tasks = Directory
            .EnumerateFiles(Path.Combine(Target, "build"))
            .SelectMany(f => TaskName().Matches(File.ReadAllText(f)).Select(m => m.Groups["name"].Value))
            .Concat(ExperimentStages.All.Select(stage => char.ToUpperInvariant(stage.Name[0]) + stage.Name[1..]))
            .ToList();

        TargetName()
            .Matches(File.ReadAllText(Path.Combine(Target, "README.md")))
            .Select(m => m.Groups["name"].Value)
            .Distinct(StringComparer.Ordinal)
            .ShouldBeSubsetOf(tasks);
    }

    [GeneratedRegex("uses: [^\\n]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Action();

    [GeneratedRegex("Task\\(\"(?<name>\\w+)\"\\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TaskName();

    [GeneratedRegex("--target=(?<name>\\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TargetName();
}
